"""The JSON of what comes after the sale, for staff, and of its pictures."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.common.http.drf import InstantField, MoneyField, MoneyIn
from apps.common.http.texts import Text, WholeNumber
from apps.orders.errors import DuplicateLine
from apps.orders.states import DisputeStatus, ReturnStatus, ShipmentStatus, Side


class UnitsIn(serializers.Serializer[Any]):
    """Units of one line, named by its variant."""

    variant_id = serializers.UUIDField()
    quantity = WholeNumber(min_value=0, max_value=1000)


def units_of(lines: list[dict[str, Any]] | None) -> Mapping[UUID, int] | None:
    """Units by variant; None where none were named.

    Raises:
        DuplicateLine: one variant stands on two lines.
    """
    if lines is None:
        return None
    units = {line["variant_id"]: line["quantity"] for line in lines}
    if len(units) < len(lines):
        raise DuplicateLine("Put each variant on one line and give its quantity.")
    return units


def _lines() -> Any:
    return UnitsIn(many=True, required=False, allow_null=True, default=None)


class CancelIn(serializers.Serializer[Any]):
    """Which units are called off (without `lines`: all that are left), and why."""

    lines = _lines()
    reason = Text(max_length=150)


class RefundIn(serializers.Serializer[Any]):
    """How much goes back, and why."""

    amount = MoneyIn()
    reason = Text(max_length=200)


class ShipmentIn(serializers.Serializer[Any]):
    """Where the parcel is now."""

    status = serializers.ChoiceField(choices=[one.value for one in ShipmentStatus])


class AnswerIn(serializers.Serializer[Any]):
    """What is said to a return."""

    answer = Text(max_length=500, allow_blank=True, default="")


class ReceiveIn(serializers.Serializer[Any]):
    """Which units are fit for sale again, the rest is written off; without it, all are."""

    restocked = _lines()


class DecideIn(serializers.Serializer[Any]):
    """For whom staff decide, and what the buyer gets back; `amount` only for the buyer."""

    winner = serializers.ChoiceField(choices=[Side.BUYER.value, Side.VENDOR.value])
    amount = MoneyIn(required=False, allow_null=True, default=None)
    decision = Text(max_length=500)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Want an amount exactly where the buyer is right.

        Raises:
            ValidationError: it is missing, or not wanted.
        """
        if (attrs["winner"] == Side.BUYER) != (attrs["amount"] is not None):
            raise serializers.ValidationError({"amount": ["For the buyer, and only then."]})
        return attrs


class SettledIn(serializers.Serializer[Any]):
    """How a refused refund was paid."""

    reason = Text(max_length=150)


class EvidenceIn(serializers.Serializer[Any]):
    """What one side says, and a picture (JPEG, PNG, WebP; at most 10 MB) or a PDF (5 MB)."""

    text = serializers.CharField(max_length=2000)
    file = serializers.FileField(required=False, allow_empty_file=True)


class PhotoIn(serializers.Serializer[Any]):
    """A picture (JPEG, PNG or WebP, at most 10 MB)."""

    file = serializers.FileField(allow_empty_file=True)


class PhotoOut(serializers.Serializer[Any]):
    """The id of a kept picture."""

    id = serializers.UUIDField()


class ReturnFiltersIn(serializers.Serializer[Any]):
    """What the list of returns is narrowed to."""

    status = serializers.ChoiceField(choices=[one.value for one in ReturnStatus], required=False)
    cursor = serializers.CharField(required=False, max_length=500)


class DisputeFiltersIn(serializers.Serializer[Any]):
    """What the list of disputes is narrowed to."""

    status = serializers.ChoiceField(choices=[one.value for one in DisputeStatus], required=False)
    cursor = serializers.CharField(required=False, max_length=500)


class RefundOut(serializers.Serializer[Any]):
    """Money on its way back."""

    id = serializers.UUIDField()
    part_id = serializers.UUIDField(allow_null=True)
    kind = serializers.CharField()
    status = serializers.CharField()
    amount = MoneyField()
    reason = serializers.CharField()
    created_at = InstantField()


class ReturnLineOut(serializers.Serializer[Any]):
    """Units that come back."""

    variant_id = serializers.UUIDField()
    title = serializers.CharField()
    size = serializers.CharField()
    colour = serializers.CharField()
    quantity = serializers.IntegerField()
    restocked = serializers.IntegerField(allow_null=True)


class ReturnOut(serializers.Serializer[Any]):
    """A wish to send something back."""

    id = serializers.UUIDField()
    part_id = serializers.UUIDField()
    status = serializers.CharField()
    reason = serializers.CharField()
    comment = serializers.CharField()
    answer = serializers.CharField()
    lines = ReturnLineOut(many=True)
    photo_ids = serializers.ListField(child=serializers.UUIDField())
    refund = RefundOut(allow_null=True)
    created_at = InstantField()


class EvidenceOut(serializers.Serializer[Any]):
    """What one side said or showed."""

    id = serializers.UUIDField()
    side = serializers.CharField()
    text = serializers.CharField()
    has_file = serializers.BooleanField()
    is_pdf = serializers.BooleanField()
    at = InstantField()


class DisputeOut(serializers.Serializer[Any]):
    """A quarrel that staff decide."""

    id = serializers.UUIDField()
    part_id = serializers.UUIDField()
    status = serializers.CharField()
    reason = serializers.CharField()
    decision = serializers.CharField()
    evidence = EvidenceOut(many=True)
    refund = RefundOut(allow_null=True)
    created_at = InstantField()
    decided_at = InstantField(allow_null=True)


class ReturnPageOut(serializers.Serializer[Any]):
    """A page of returns."""

    results = ReturnOut(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class DisputePageOut(serializers.Serializer[Any]):
    """A page of disputes."""

    results = DisputeOut(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
