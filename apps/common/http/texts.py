"""Texts, whole numbers and moments of DRF serializers, as strict as JSON."""

from datetime import datetime
from typing import Any

from rest_framework.serializers import CharField, DateTimeField, IntegerField


class Text(CharField):
    """A JSON string; a number is refused, where DRF's own field would quietly turn it into one."""

    def to_internal_value(self, data: Any) -> str:
        """Return the checked text."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class WholeNumber(IntegerField):
    """A JSON number without a fraction; no text, no truth value."""

    def to_internal_value(self, data: Any) -> int:
        """Return the checked number."""
        if type(data) is not int:
            self.fail("invalid")
        return int(super().to_internal_value(data))


class Moment(DateTimeField):
    """A moment; one that no calendar holds in UTC is refused, where DRF's own field breaks."""

    def to_internal_value(self, value: Any) -> datetime:
        """Return the checked moment; one without an offset is in the shop's time."""
        try:
            return super().to_internal_value(value)
        except OverflowError:
            self.fail("overflow")
