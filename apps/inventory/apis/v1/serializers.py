"""Bodies in and out of the vendor's stock endpoints."""

from typing import Any

from rest_framework import serializers

from apps.common.http.drf import InstantField
from apps.common.http.texts import Text
from apps.inventory.rules import MAX_UNITS


class WholeNumber(serializers.IntegerField):
    """A JSON number without a fraction; no text, no truth value."""

    def to_internal_value(self, data: Any) -> int:
        """Return the checked number."""
        if type(data) is not int:
            self.fail("invalid")
        return int(super().to_internal_value(data))


class CountIn(serializers.Serializer[Any]):
    """What is on the shelf, and why the count changes."""

    on_hand = WholeNumber(min_value=0, max_value=MAX_UNITS)
    reason = Text(max_length=120)


class CountOut(serializers.Serializer[Any]):
    """One variant's units; `available` is what nobody holds."""

    variant_id = serializers.UUIDField()
    on_hand = serializers.IntegerField()
    reserved = serializers.IntegerField()
    available = serializers.IntegerField()


class MovementOut(serializers.Serializer[Any]):
    """One move of one variant's units."""

    kind = serializers.CharField()
    quantity = serializers.IntegerField()
    on_hand_before = serializers.IntegerField()
    on_hand_after = serializers.IntegerField()
    reserved_before = serializers.IntegerField()
    reserved_after = serializers.IntegerField()
    reason = serializers.CharField()
    at = InstantField()


class MovementPageOut(serializers.Serializer[Any]):
    """One page of the log."""

    results = MovementOut(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
