"""The JSON of orders for staff: nested, nothing left out."""

from typing import Any

from rest_framework import serializers

from apps.common.http.drf import InstantField, MoneyField
from apps.orders.apis.v1.aftersale_serializers import DisputeOut, RefundOut, ReturnOut


class SellerOut(serializers.Serializer[Any]):
    """Who sells a part."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    store_name = serializers.CharField()


class LineOut(serializers.Serializer[Any]):
    """One line as it was sold."""

    variant_id = serializers.UUIDField()
    title = serializers.CharField()
    sku = serializers.CharField()
    size = serializers.CharField()
    colour = serializers.CharField()
    unit_price = MoneyField()
    quantity = serializers.IntegerField()
    line_total = MoneyField()
    cancelled = serializers.IntegerField()
    returned = serializers.IntegerField()
    refunded = MoneyField()


class PartOut(serializers.Serializer[Any]):
    """One vendor's part."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    vendor = SellerOut()
    status = serializers.CharField()
    lines = LineOut(many=True)
    items_total = MoneyField()
    delivery = MoneyField()
    discount = MoneyField()
    platform_discount = MoneyField()
    delivery_method = serializers.CharField()
    delivery_kind = serializers.CharField()
    delivery_min_days = serializers.IntegerField(allow_null=True)
    delivery_max_days = serializers.IntegerField(allow_null=True)
    pickup_address = serializers.CharField()
    total = MoneyField()
    refunded = MoneyField()
    refundable = MoneyField()
    carrier = serializers.CharField()
    tracking_number = serializers.CharField()
    tracking_url = serializers.CharField()
    shipment_status = serializers.CharField(allow_null=True)
    shipped_at = InstantField(allow_null=True)
    delivered_at = InstantField(allow_null=True)
    returns = ReturnOut(many=True)
    disputes = DisputeOut(many=True)


class TimelineOut(serializers.Serializer[Any]):
    """One thing that happened."""

    part_id = serializers.UUIDField(allow_null=True)
    from_status = serializers.CharField()
    to_status = serializers.CharField()
    reason = serializers.CharField()
    at = InstantField()


class DeliveryAddressOut(serializers.Serializer[Any]):
    """Where the order goes."""

    name = serializers.CharField()
    phone = serializers.CharField()
    line1 = serializers.CharField()
    line2 = serializers.CharField()
    landmark = serializers.CharField()
    city = serializers.CharField()
    lga = serializers.CharField()
    state = serializers.CharField()
    country = serializers.CharField()
    postcode = serializers.CharField()


class PaymentOut(serializers.Serializer[Any]):
    """Where the payment stands."""

    intent_id = serializers.UUIDField()
    status = serializers.CharField()
    amount = MoneyField()
    gateway = serializers.CharField()


class OrderOut(serializers.Serializer[Any]):
    """One order, whole."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    buyer_id = serializers.UUIDField()
    status = serializers.CharField()
    needs_attention = serializers.BooleanField()
    placed_at = InstantField()
    expires_at = InstantField()
    paid_at = InstantField(allow_null=True)
    items_total = MoneyField()
    delivery_total = MoneyField()
    discount_total = MoneyField()
    total = MoneyField()
    address = DeliveryAddressOut()
    note = serializers.CharField()
    payment = PaymentOut(allow_null=True)
    parts = PartOut(many=True)
    refunds = RefundOut(many=True)
    timeline = TimelineOut(many=True)
