"""Tables of orders: the order, one part per vendor, its lines, and what happened."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.common import clock
from apps.common.base_models import Identified, Timestamped
from apps.common.money import Money
from apps.orders.rules import MAX_CARRIER, MAX_TRACKING_NUMBER
from apps.orders.states import OrderStatus, PartStatus


def _choices(statuses: type[OrderStatus] | type[PartStatus]) -> list[tuple[str, str]]:
    return [(status.value, status.value.capitalize()) for status in statuses]


class Order(Identified, Timestamped):
    """One purchase of one buyer from any number of vendors."""

    number = models.CharField(max_length=12, unique=True)
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    key = models.CharField(max_length=255)
    status = models.CharField(
        max_length=9, choices=_choices(OrderStatus), default=OrderStatus.PENDING
    )
    needs_attention = models.BooleanField(default=False)
    currency = models.CharField(max_length=3)
    items_minor = models.BigIntegerField()
    delivery_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    address = models.JSONField()
    note = models.CharField(max_length=500, blank=True)
    placed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["buyer", "key"], name="order_key_once_per_buyer"),
            models.CheckConstraint(
                condition=Q(status__in=list(OrderStatus)), name="order_status_known"
            ),
            models.CheckConstraint(
                condition=Q(total_minor=F("items_minor") + F("delivery_minor")),
                name="order_totals_add_up",
            ),
            models.CheckConstraint(
                condition=Q(items_minor__gt=0, delivery_minor__gte=0), name="order_costs_something"
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "-placed_at", "-id"], name="order_newest_of_buyer"),
            models.Index(fields=["-placed_at", "-id"], name="order_newest"),
            models.Index(
                fields=["expires_at"],
                condition=Q(status=OrderStatus.PENDING),
                name="order_waiting_by_expiry",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def total(self) -> Money:
        """What the buyer pays."""
        return Money(self.total_minor, self.currency)


class VendorPart(Identified, Timestamped):
    """What one vendor delivers of an order. `commission_bp` is the rate of that day."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="parts")
    vendor = models.ForeignKey(
        "vendors.Vendor", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    status = models.CharField(
        max_length=9, choices=_choices(PartStatus), default=PartStatus.PENDING
    )
    placed_at = models.DateTimeField()
    items_minor = models.BigIntegerField()
    delivery_minor = models.BigIntegerField()
    commission_bp = models.PositiveIntegerField()
    carrier = models.CharField(max_length=MAX_CARRIER, blank=True)
    tracking_number = models.CharField(max_length=MAX_TRACKING_NUMBER, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

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
        ]
        indexes = [
            models.Index(fields=["vendor", "-placed_at", "-id"], name="part_newest_of_vendor"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The order's number with the part's place behind it; needs the order loaded."""
        return f"{self.order.number}-{self.position}"


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
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku}"


class TimelineEntry(models.Model):
    """One thing that happened. A trigger refuses every change and removal."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="timeline")
    part = models.ForeignKey(
        VendorPart, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    from_status = models.CharField(max_length=9, blank=True)
    to_status = models.CharField(max_length=9, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "timeline entries"

    def __str__(self) -> str:
        return self.reason
