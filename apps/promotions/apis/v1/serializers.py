"""The JSON of coupons for staff."""

from typing import Any

from rest_framework import serializers

from apps.common.http.drf import InstantField, MoneyField
from apps.common.http.texts import Moment, Text, WholeNumber
from apps.promotions.rules import MAX_CATEGORIES, MAX_LIMIT, MAX_NOTE, MAX_PRODUCTS, WHOLE_BP
from apps.promotions.states import CouponKind, CouponScope, Funder, RedemptionStatus

KINDS = [kind.value for kind in CouponKind]
SCOPES = [scope.value for scope in CouponScope]
FUNDERS = [funder.value for funder in Funder]
STATUSES = [status.value for status in RedemptionStatus]


class AmountIn(serializers.Serializer[Any]):
    """An amount as a decimal text, with its currency."""

    amount = Text(max_length=16)
    currency = Text(max_length=3)


class TermsIn(serializers.Serializer[Any]):
    """What staff say of a coupon and may change later; `null` takes an end or a limit away."""

    scope = serializers.ChoiceField(choices=SCOPES, required=False)
    percent_bp = WholeNumber(min_value=1, max_value=WHOLE_BP, required=False, allow_null=True)
    amount = AmountIn(required=False, allow_null=True)
    cap = AmountIn(required=False, allow_null=True)
    minimum = AmountIn(required=False, allow_null=True)
    starts_at = Moment(required=False, allow_null=True)
    ends_at = Moment(required=False, allow_null=True)
    total_limit = WholeNumber(min_value=1, max_value=MAX_LIMIT, required=False, allow_null=True)
    per_buyer_limit = WholeNumber(min_value=1, max_value=MAX_LIMIT, required=False, allow_null=True)
    is_first_order_only = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)
    product_ids = serializers.ListField(
        child=serializers.UUIDField(), max_length=MAX_PRODUCTS, required=False
    )
    category_ids = serializers.ListField(
        child=serializers.UUIDField(), max_length=MAX_CATEGORIES, required=False
    )
    note = Text(max_length=MAX_NOTE, required=False, allow_blank=True)


class CouponIn(TermsIn):
    """A new coupon of the platform, or of a vendor in whose name staff act."""

    code = Text(max_length=64)
    kind = serializers.ChoiceField(choices=KINDS)
    funder = serializers.ChoiceField(choices=FUNDERS, default=Funder.PLATFORM.value)
    vendor_id = serializers.UUIDField(required=False, allow_null=True, default=None)


class FiltersIn(serializers.Serializer[Any]):
    """What the list is narrowed to."""

    code = serializers.CharField(required=False, max_length=64)
    kind = serializers.ChoiceField(choices=KINDS, required=False)
    scope = serializers.ChoiceField(choices=SCOPES, required=False)
    funder = serializers.ChoiceField(choices=FUNDERS, required=False)
    vendor_id = serializers.UUIDField(required=False)
    is_active = serializers.BooleanField(required=False, allow_null=True, default=None)
    is_live = serializers.BooleanField(required=False, allow_null=True, default=None)
    cursor = serializers.CharField(required=False, max_length=500)


class CouponOut(serializers.Serializer[Any]):
    """A coupon; `used` counts its live uses, `percent_bp` is in basis points."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    kind = serializers.ChoiceField(choices=KINDS)
    percent_bp = serializers.IntegerField(allow_null=True)
    amount = MoneyField(allow_null=True)
    cap = MoneyField(allow_null=True)
    minimum = MoneyField()
    starts_at = InstantField()
    ends_at = InstantField(allow_null=True)
    total_limit = serializers.IntegerField(allow_null=True)
    per_buyer_limit = serializers.IntegerField(allow_null=True)
    used = serializers.IntegerField()
    is_first_order_only = serializers.BooleanField()
    scope = serializers.ChoiceField(choices=SCOPES)
    funder = serializers.ChoiceField(choices=FUNDERS)
    vendor_id = serializers.UUIDField(allow_null=True)
    product_ids = serializers.ListField(child=serializers.UUIDField())
    category_ids = serializers.ListField(child=serializers.UUIDField())
    is_active = serializers.BooleanField()
    note = serializers.CharField()
    created_at = InstantField()


class CouponPageOut(serializers.Serializer[Any]):
    """A page of coupons."""

    results = CouponOut(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class UsesIn(serializers.Serializer[Any]):
    """What the uses of a coupon are narrowed to."""

    status = serializers.ChoiceField(choices=STATUSES, required=False)
    buyer_id = serializers.UUIDField(required=False)
    reference = serializers.UUIDField(required=False)
    cursor = serializers.CharField(required=False, max_length=500)


class RedemptionOut(serializers.Serializer[Any]):
    """One use by one order (`reference`)."""

    reference = serializers.UUIDField()
    buyer_id = serializers.UUIDField()
    amount = MoneyField()
    status = serializers.ChoiceField(choices=STATUSES)
    at = InstantField()
    released_at = InstantField(allow_null=True)


class RedemptionPageOut(serializers.Serializer[Any]):
    """A page of a coupon's uses."""

    results = RedemptionOut(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
