"""Stock rows, the reservations on them, and the log of every move."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.common import clock
from apps.common.models import Identified
from apps.inventory.rules import MAX_UNITS
from apps.inventory.states import AdjustReason, MovementKind, ReservationStatus

LOW_AT = Q(low_at__isnull=True) | Q(low_at__lte=MAX_UNITS)


class Stock(models.Model):
    """Units of one variant. `0 <= reserved <= on_hand` holds in the database itself."""

    variant = models.OneToOneField(
        "products.Variant", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    on_hand = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)
    low_at = models.PositiveIntegerField(
        null=True, blank=True, help_text="Low from this many free units on; empty: as the vendor's."
    )

    class Meta:
        verbose_name_plural = "stock"
        constraints = [
            models.CheckConstraint(
                name="inventory_reserved_within_on_hand",
                condition=Q(reserved__gte=0, reserved__lte=F("on_hand")),
            ),
            models.CheckConstraint(name="inventory_low_at_possible", condition=LOW_AT),
        ]

    def __str__(self) -> str:
        return f"{self.on_hand - self.reserved} of {self.on_hand} free"

    @property
    def available(self) -> int:
        """Units that nobody holds."""
        return self.on_hand - self.reserved


class Reservation(models.Model):
    """Units of one variant held under a reference (an order's id) until a moment."""

    reference = models.UUIDField()
    variant = models.ForeignKey("products.Variant", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    status = models.CharField(
        max_length=9,
        choices=[(s.value, s.value.title()) for s in ReservationStatus],
        default=ReservationStatus.HELD,
    )
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "variant"],
                name="inventory_one_hold_per_reference_and_variant",
            ),
            models.CheckConstraint(name="inventory_hold_positive", condition=Q(quantity__gt=0)),
            models.CheckConstraint(
                name="inventory_hold_status_known", condition=Q(status__in=list(ReservationStatus))
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                name="inventory_held_by_expiry",
                condition=Q(status=ReservationStatus.HELD),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.status} for {self.reference}"


class Movement(models.Model):
    """One move of one stock row, with both counts before and after. Append only."""

    variant = models.ForeignKey(
        "products.Variant",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # inventory_log_of_variant begins with it
    )
    kind = models.CharField(
        max_length=8, choices=[(k.value, k.value.title()) for k in MovementKind]
    )
    cause = models.CharField(
        max_length=6,
        choices=[(r.value, r.value.title()) for r in AdjustReason],
        blank=True,
        default="",
        db_default="",
        help_text="What a person gave as the reason of an adjustment.",
    )
    quantity = models.PositiveIntegerField()
    on_hand_before = models.PositiveIntegerField()
    on_hand_after = models.PositiveIntegerField()
    reserved_before = models.PositiveIntegerField()
    reserved_after = models.PositiveIntegerField()
    reason = models.CharField(max_length=120, blank=True)
    reference = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField(default=clock.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        indexes = [
            models.Index(fields=["variant", "-id"], name="inventory_log_of_variant"),
            models.Index(
                fields=["reference"],
                name="inventory_log_of_reference",
                condition=Q(reference__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="inventory_move_kind_known", condition=Q(kind__in=list(MovementKind))
            ),
            models.CheckConstraint(
                name="inventory_move_cause_known",
                condition=Q(cause__in=["", *AdjustReason]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity}"


class LowStockDefault(models.Model):
    """From how many free units on a vendor calls a variant low, where it has no number itself."""

    vendor = models.OneToOneField(
        "vendors.Vendor", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    low_at = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="inventory_default_low_at_possible", condition=Q(low_at__lte=MAX_UNITS)
            ),
        ]

    def __str__(self) -> str:
        return f"low from {self.low_at} on"


class BackInStockRequest(Identified):
    """A buyer wants to hear when a variant is back; answered once, when `told_at` is set."""

    variant = models.ForeignKey("products.Variant", on_delete=models.PROTECT, related_name="+")
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "buyer"],
                condition=Q(told_at__isnull=True),
                name="inventory_one_open_request_per_buyer_and_variant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id} for {self.buyer_id}"


class StockSheet(Identified):
    """An uploaded CSV as it was read and previewed; applying it happens once."""

    vendor = models.ForeignKey("vendors.Vendor", on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changes = models.JSONField(help_text="The lines that change something, as they were shown.")
    faults = models.JSONField(help_text="The lines that cannot be used, and why.")
    created_at = models.DateTimeField(default=clock.now, db_index=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{len(self.changes)} changes"
