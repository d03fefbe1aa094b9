"""Texts of DRF serializers."""

from typing import Any

from rest_framework.serializers import CharField


class Text(CharField):
    """A JSON string; a number is refused, where DRF's own field would quietly turn it into one."""

    def to_internal_value(self, data: Any) -> str:
        """Return the checked text."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)
