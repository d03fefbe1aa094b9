"""The JSON of zones and ways of delivery for staff."""

from typing import Any

from rest_framework import serializers

from apps.common.http.drf import MoneyField, MoneyIn
from apps.common.http.texts import Text, WholeNumber
from apps.delivery import rules
from apps.delivery.contracts import MethodKind

KINDS = [kind.value for kind in MethodKind]


class FiltersIn(serializers.Serializer[Any]):
    """What the lists are narrowed to; `shop` true: only the shop's own."""

    vendor_id = serializers.UUIDField(required=False)
    shop = serializers.BooleanField(required=False, default=False)
    cursor = serializers.CharField(required=False, max_length=500)


class ZoneIn(serializers.Serializer[Any]):
    """A zone; no `vendor_id`: the shop's. A change leaves the owner as it is."""

    vendor_id = serializers.UUIDField(required=False, allow_null=True)
    name = Text(max_length=rules.MAX_NAME)
    countries = serializers.ListField(child=Text(max_length=2), min_length=1, max_length=250)
    states = serializers.ListField(child=Text(max_length=80), max_length=37, required=False)


class MethodIn(serializers.Serializer[Any]):
    """A way of delivery; no `vendor_id`: the shop's; no `zone_id`: everywhere."""

    vendor_id = serializers.UUIDField(required=False, allow_null=True)
    zone_id = serializers.UUIDField(required=False, allow_null=True)
    kind = serializers.ChoiceField(choices=KINDS, required=False)
    name = Text(max_length=rules.MAX_NAME)
    fee = MoneyIn()
    free_from = MoneyIn(required=False, allow_null=True)
    min_days = WholeNumber(min_value=0, max_value=rules.MAX_DAYS)
    max_days = WholeNumber(min_value=0, max_value=rules.MAX_DAYS)
    pickup_address = Text(max_length=rules.MAX_PICKUP_ADDRESS, required=False, allow_blank=True)
    is_active = serializers.BooleanField(required=False)
    position = WholeNumber(min_value=0, max_value=rules.MAX_POSITION, required=False)


class ZoneOut(serializers.Serializer[Any]):
    """A zone; `vendor_id` is null for the shop's."""

    id = serializers.UUIDField()
    vendor_id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()
    countries = serializers.ListField(child=serializers.CharField())
    states = serializers.ListField(child=serializers.CharField())


class MethodOut(serializers.Serializer[Any]):
    """A way of delivery; `vendor_id` is null for the shop's."""

    id = serializers.UUIDField()
    vendor_id = serializers.UUIDField(allow_null=True)
    zone = ZoneOut(allow_null=True)
    kind = serializers.CharField()
    name = serializers.CharField()
    fee = MoneyField()
    free_from = MoneyField(allow_null=True)
    min_days = serializers.IntegerField()
    max_days = serializers.IntegerField()
    pickup_address = serializers.CharField()
    is_active = serializers.BooleanField()
    position = serializers.IntegerField()


class ZonePageOut(serializers.Serializer[Any]):
    """A page of zones."""

    results = ZoneOut(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class MethodPageOut(serializers.Serializer[Any]):
    """A page of ways of delivery."""

    results = MethodOut(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
