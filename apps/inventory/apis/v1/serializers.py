"""Bodies in and out of the vendor's stock endpoints."""

from typing import Any

from rest_framework import serializers

from apps.common.http.drf import InstantField
from apps.common.http.texts import Moment, Text, WholeNumber
from apps.inventory.rules import MAX_UNITS
from apps.inventory.states import AdjustReason, MovementKind

REASONS = [reason.value for reason in AdjustReason]
KINDS = [kind.value for kind in MovementKind]


class CountIn(serializers.Serializer[Any]):
    """What is on the shelf, and why the count changes."""

    on_hand = WholeNumber(min_value=0, max_value=MAX_UNITS)
    reason = Text(max_length=120)


class AdjustIn(serializers.Serializer[Any]):
    """A count or a difference, one of the two, and the reason; OTHER wants a note."""

    reason = serializers.ChoiceField(choices=REASONS)
    note = Text(max_length=120, allow_blank=True, required=False)
    on_hand = WholeNumber(min_value=0, max_value=MAX_UNITS, allow_null=True, required=False)
    by = WholeNumber(min_value=-MAX_UNITS, max_value=MAX_UNITS, allow_null=True, required=False)


class LowAtIn(serializers.Serializer[Any]):
    """From how many free units on it is low; null for the default."""

    low_at = WholeNumber(min_value=0, max_value=MAX_UNITS, allow_null=True)


class ListIn(serializers.Serializer[Any]):
    """What the list is narrowed to."""

    search = serializers.CharField(required=False, max_length=100, allow_blank=True)
    is_low = serializers.BooleanField(required=False, default=False)
    cursor = serializers.CharField(required=False, max_length=500)


class LogIn(serializers.Serializer[Any]):
    """What the log is narrowed to."""

    kind = serializers.ChoiceField(choices=KINDS, required=False)
    cause = serializers.ChoiceField(choices=REASONS, required=False)
    since = Moment(required=False)
    until = Moment(required=False)
    cursor = serializers.CharField(required=False, max_length=500)


class SheetIn(serializers.Serializer[Any]):
    """A CSV in UTF-8."""

    file = serializers.FileField()


class CountOut(serializers.Serializer[Any]):
    """One variant's units; `available` is what nobody holds."""

    variant_id = serializers.UUIDField()
    on_hand = serializers.IntegerField()
    reserved = serializers.IntegerField()
    available = serializers.IntegerField()


class StockRowOut(CountOut):
    """One variant of the list; `low_at` is its own threshold, `threshold` the one that counts."""

    sku = serializers.CharField()
    title = serializers.CharField()
    size = serializers.CharField()
    colour = serializers.CharField()
    low_at = serializers.IntegerField(allow_null=True)
    threshold = serializers.IntegerField()
    is_low = serializers.BooleanField()


class StockPageOut(serializers.Serializer[Any]):
    """One page of the list."""

    results = StockRowOut(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class SettingsOut(serializers.Serializer[Any]):
    """From how many free units on the vendor's variants are low."""

    low_at = serializers.IntegerField()


class MovementOut(serializers.Serializer[Any]):
    """One move of one variant's units."""

    kind = serializers.CharField()
    cause = serializers.CharField()
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


class SheetChangeOut(serializers.Serializer[Any]):
    """What one line changes."""

    line = serializers.IntegerField()
    variant_id = serializers.UUIDField()
    sku = serializers.CharField()
    title = serializers.CharField()
    on_hand_from = serializers.IntegerField()
    on_hand_to = serializers.IntegerField()
    low_at_from = serializers.IntegerField(allow_null=True)
    low_at_to = serializers.IntegerField(allow_null=True)


class SheetFaultOut(serializers.Serializer[Any]):
    """Why a line cannot be used."""

    line = serializers.IntegerField()
    sku = serializers.CharField()
    reason = serializers.CharField()


class SheetOut(serializers.Serializer[Any]):
    """An uploaded sheet: what it changes and what is wrong with it."""

    id = serializers.UUIDField()
    changes = SheetChangeOut(many=True)
    faults = SheetFaultOut(many=True)
    is_applied = serializers.BooleanField()
