"""Stock rows, the reservations on them, and the log of every move."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.common import clock
from apps.inventory.states import MovementKind, ReservationStatus


class Stock(models.Model):
    """Units of one variant. `0 <= reserved <= on_hand` holds in the database itself."""

    variant = models.OneToOneField(
        "products.Variant", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    on_hand = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "stock"
        constraints = [
            models.CheckConstraint(
                name="inventory_reserved_within_on_hand",
                condition=Q(reserved__gte=0, reserved__lte=F("on_hand")),
            ),
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

    variant = models.ForeignKey("products.Variant", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        max_length=8, choices=[(k.value, k.value.title()) for k in MovementKind]
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
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity}"
