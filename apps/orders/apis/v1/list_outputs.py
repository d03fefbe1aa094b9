"""The JSON of orders and parts for staff: what their sides see, and what only staff do."""

from typing import Any

from rest_framework import serializers

from apps.common.http.drf import InstantField, MoneyField
from apps.common.http.texts import Text
from apps.orders.apis.v1.serializers import OrderOut, PartOut, SellerOut, TimelineOut
from apps.orders.services.settle_attention import MAX_REASON


class DiscountOut(serializers.Serializer[Any]):
    """What one coupon took off; without a vendor the platform pays for it."""

    code = serializers.CharField()
    vendor = SellerOut(allow_null=True)
    amount = MoneyField()


class PaymentRefundOut(serializers.Serializer[Any]):
    """A refund as the provider has it; its id is that of the order's refund."""

    id = serializers.UUIDField()
    status = serializers.CharField()
    amount = MoneyField()
    reason = serializers.CharField()
    created_at = InstantField()
    settled_at = InstantField(allow_null=True)


class StaffTimelineOut(TimelineOut):
    """One thing that happened, and who did it; nobody is the shop itself."""

    actor_id = serializers.UUIDField(allow_null=True)


class StaffOrderOut(OrderOut):
    """One order, whole, for staff."""

    buyer_email = serializers.CharField()
    buyer_name = serializers.CharField()
    discounts = DiscountOut(many=True)
    payment_refunds = PaymentRefundOut(many=True)
    timeline = StaffTimelineOut(many=True)


class StaffOrderPageOut(serializers.Serializer[Any]):
    """A page of orders."""

    results = StaffOrderOut(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class StaffPartOut(serializers.Serializer[Any]):
    """One vendor's part, whole, with what staff need of its order."""

    order_id = serializers.UUIDField()
    order_number = serializers.CharField()
    order_status = serializers.CharField()
    buyer_id = serializers.UUIDField()
    placed_at = InstantField()
    paid_at = InstantField(allow_null=True)
    part = PartOut()


class StaffPartPageOut(serializers.Serializer[Any]):
    """A page of parts."""

    results = StaffPartOut(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class SettleIn(serializers.Serializer[Any]):
    """What was found when somebody looked."""

    reason = Text(max_length=MAX_REASON)
