"""A module whose import fails otherwise than by ImportError."""

raise NameError("a module that is broken")
