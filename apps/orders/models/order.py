"""The order as a whole: its sums, its coupons, and what happened."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.common import clock
from apps.common.base_models import Identified, Timestamped
from apps.common.money import Money
from apps.orders.models._choices import choices
from apps.orders.states import OrderStatus

if TYPE_CHECKING:
    from apps.orders.models.aftersale import Refund
    from apps.orders.models.part import VendorPart


class Order(Identified, Timestamped):
    """One purchase of one buyer from any number of vendors."""

    all_parts: "list[VendorPart]"  # these three only where `whole_orders` read them
    all_refunds: "list[Refund]"
    all_timeline: "list[TimelineEntry]"
    number = models.CharField(max_length=12, unique=True)
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    key = models.CharField(max_length=255)
    status = models.CharField(
        max_length=9, choices=choices(OrderStatus), default=OrderStatus.PENDING
    )
    needs_attention = models.BooleanField(default=False)
    currency = models.CharField(max_length=3)
    items_minor = models.BigIntegerField()
    delivery_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField(default=0, db_default=0)
    total_minor = models.BigIntegerField()
    address = models.JSONField()
    note = models.CharField(max_length=500, blank=True)
    placed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        permissions = [("export_order", "Can export orders")]
        constraints = [
            models.UniqueConstraint(fields=["buyer", "key"], name="order_key_once_per_buyer"),
            models.CheckConstraint(
                condition=Q(status__in=list(OrderStatus)), name="order_status_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    total_minor=F("items_minor") + F("delivery_minor") - F("discount_minor")
                ),
                name="order_totals_add_up",
            ),
            models.CheckConstraint(
                condition=Q(discount_minor__gte=0, total_minor__gte=0),
                name="order_discount_in_bounds",
            ),
            models.CheckConstraint(
                condition=Q(items_minor__gt=0, delivery_minor__gte=0), name="order_costs_something"
            ),
        ]
        indexes = [
            models.Index(fields=["buyer", "-placed_at", "-id"], name="order_newest_of_buyer"),
            models.Index(fields=["-placed_at", "-id"], name="order_newest"),
            models.Index(fields=["status", "placed_at", "id"], name="order_by_status"),
            models.Index(fields=["total_minor", "id"], name="order_by_total"),
            models.Index(fields=["paid_at"], name="order_by_payment"),
            models.Index(
                fields=["needs_attention", "placed_at", "id"], name="order_attention_first"
            ),
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


class OrderDiscount(models.Model):
    """What one coupon took off an order. `vendor` is empty where the platform pays for it."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="discounts")
    coupon_id = models.UUIDField()
    code = models.CharField(max_length=40)
    vendor = models.ForeignKey(
        "vendors.Vendor", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "coupon_id"], name="discount_once_per_coupon"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="discount_takes_something"
            ),
        ]
        indexes = [models.Index(fields=["code"], name="discount_by_code")]

    def __str__(self) -> str:
        return self.code


class TimelineEntry(models.Model):
    """One thing that happened. A trigger refuses every change and removal."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="timeline")
    part = models.ForeignKey(
        "orders.VendorPart", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "timeline entries"

    def __str__(self) -> str:
        return self.reason
