"""What one vendor delivers of an order: the part, its lines, its parcel."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from apps.common.base_models import Identified, Timestamped
from apps.common.money import Money
from apps.orders.models._choices import choices
from apps.orders.models.order import Order
from apps.orders.refund_rules import worth_of_units
from apps.orders.rules import MAX_CARRIER, MAX_TRACKING_NUMBER
from apps.orders.states import PartStatus, ShipmentStatus

if TYPE_CHECKING:
    from apps.orders.models.aftersale import Dispute, Refund, Return
    from apps.orders.models.order import TimelineEntry


class VendorPart(Identified, Timestamped):
    """What one vendor delivers of an order; sums, rate and delivery as they were that day.

    `discount_minor` is off the items, `delivery_discount_minor` off the delivery;
    `platform_discount_minor` is that share of both which the platform pays for.
    """

    its_parcel: "Shipment | None"  # these four only where `whole_parts` read them
    all_lines: "list[OrderLine]"
    all_returns: "list[Return]"
    all_disputes: "list[Dispute]"
    all_refunds: "list[Refund]"  # these two only where `whole_part` read them
    all_timeline: "list[TimelineEntry]"
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="parts")
    vendor = models.ForeignKey(
        "vendors.Vendor", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=9, choices=choices(PartStatus), default=PartStatus.PENDING)
    placed_at = models.DateTimeField()
    items_minor = models.BigIntegerField()
    delivery_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField(default=0, db_default=0)
    delivery_discount_minor = models.BigIntegerField(default=0, db_default=0)
    platform_discount_minor = models.BigIntegerField(default=0, db_default=0)
    commission_bp = models.PositiveIntegerField()
    commission_minor = models.BigIntegerField(default=0, db_default=0)
    refunded_minor = models.BigIntegerField(default=0, db_default=0)
    delivery_method = models.CharField(max_length=80, blank=True, db_default="")
    delivery_kind = models.CharField(max_length=7, default="courier", db_default="courier")
    delivery_min_days = models.PositiveSmallIntegerField(null=True, blank=True)
    delivery_max_days = models.PositiveSmallIntegerField(null=True, blank=True)
    pickup_address = models.CharField(max_length=300, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "vendor"], name="part_one_per_vendor"),
            models.UniqueConstraint(fields=["order", "position"], name="part_position_once"),
            models.CheckConstraint(
                condition=Q(status__in=list(PartStatus)), name="part_status_known"
            ),
            models.CheckConstraint(
                condition=Q(items_minor__gt=0, delivery_minor__gte=0), name="part_costs_something"
            ),
            models.CheckConstraint(
                condition=Q(commission_bp__lte=10_000), name="part_commission_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(
                    discount_minor__gte=0,
                    discount_minor__lte=F("items_minor"),
                    delivery_discount_minor__gte=0,
                    delivery_discount_minor__lte=F("delivery_minor"),
                    platform_discount_minor__gte=0,
                    platform_discount_minor__lte=F("discount_minor") + F("delivery_discount_minor"),
                    commission_minor__gte=0,
                    commission_minor__lte=F("items_minor"),
                ),
                name="part_shares_in_bounds",
            ),
            models.CheckConstraint(
                condition=Q(
                    refunded_minor__gte=0,
                    refunded_minor__lte=F("items_minor")
                    + F("delivery_minor")
                    - F("discount_minor")
                    - F("delivery_discount_minor"),
                ),
                name="part_refunded_at_most_what_was_paid",
            ),
        ]
        indexes = [
            models.Index(fields=["vendor", "-placed_at", "-id"], name="part_newest_of_vendor"),
            models.Index(fields=["-placed_at", "-id"], name="part_newest"),
            models.Index(fields=["status", "placed_at", "id"], name="part_by_status"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The order's number with the part's place behind it; needs the order loaded."""
        return f"{self.order.number}-{self.position}"

    @property
    def paid(self) -> Money:
        """What the buyer paid for goods and delivery, discounts taken off; needs the order."""
        discounts = self.discount_minor + self.delivery_discount_minor
        return Money(self.items_minor + self.delivery_minor - discounts, self.order.currency)

    @property
    def refundable(self) -> Money:
        """What of it was paid and has not gone back; needs the order."""
        if self.status in {PartStatus.PENDING, PartStatus.CANCELLED}:
            return Money(0, self.order.currency)
        return self.paid - Money(self.refunded_minor, self.order.currency)


class OrderLine(models.Model):
    """Some units of one variant as they were sold: a later change of the product is not seen."""

    part = models.ForeignKey(VendorPart, on_delete=models.PROTECT, related_name="lines")
    variant = models.ForeignKey("products.Variant", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    slug = models.CharField(max_length=220)
    sku = models.CharField(max_length=64)
    size = models.CharField(max_length=80, blank=True)
    colour = models.CharField(max_length=60, blank=True)
    image_url = models.CharField(max_length=2000, blank=True)
    unit_price_minor = models.BigIntegerField()
    quantity = models.PositiveIntegerField()
    line_total_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField(default=0, db_default=0)
    cancelled_quantity = models.PositiveIntegerField(default=0, db_default=0)
    returned_quantity = models.PositiveIntegerField(default=0, db_default=0)
    refunded_minor = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "variant"], name="line_one_per_variant"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=1000), name="line_quantity_in_bounds"
            ),
            models.CheckConstraint(condition=Q(unit_price_minor__gt=0), name="line_price_positive"),
            models.CheckConstraint(
                condition=Q(line_total_minor=F("unit_price_minor") * F("quantity")),
                name="line_total_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(discount_minor__gte=0, discount_minor__lte=F("line_total_minor")),
                name="line_discount_in_bounds",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("cancelled_quantity") + F("returned_quantity")),
                name="line_gives_back_at_most_what_it_has",
            ),
            models.CheckConstraint(
                condition=Q(
                    refunded_minor__gte=0,
                    refunded_minor__lte=F("line_total_minor") - F("discount_minor"),
                ),
                name="line_refunded_at_most_what_was_paid",
            ),
        ]
        indexes = [models.Index(fields=["sku"], name="line_by_sku")]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku}"

    @property
    def kept(self) -> int:
        """Units that were neither called off nor came back."""
        return self.quantity - self.cancelled_quantity - self.returned_quantity

    def worth(self, units: int, currency: str) -> Money:
        """What was paid for the next units that are given back."""
        return worth_of_units(
            units,
            paid=Money(self.line_total_minor - self.discount_minor, currency),
            quantity=self.quantity,
            given_back=self.cancelled_quantity + self.returned_quantity,
        )


class Shipment(Identified, Timestamped):
    """The parcel of a part, from the vendor's hands to the buyer's."""

    part = models.OneToOneField(VendorPart, on_delete=models.PROTECT, related_name="shipment")
    status = models.CharField(
        max_length=16, choices=choices(ShipmentStatus), default=ShipmentStatus.IN_TRANSIT
    )
    carrier = models.CharField(max_length=MAX_CARRIER)
    tracking_number = models.CharField(max_length=MAX_TRACKING_NUMBER)
    tracking_url = models.URLField(max_length=500, blank=True)
    shipped_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(ShipmentStatus)), name="shipment_status_known"
            ),
        ]
        indexes = [models.Index(fields=["tracking_number"], name="shipment_by_tracking_number")]

    def __str__(self) -> str:
        return f"{self.carrier} {self.tracking_number}"
