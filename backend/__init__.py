"""The composition root: puts the domains together and holds no rules."""
