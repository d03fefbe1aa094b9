"""Carts and their lines."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.cart.rules import MAX_QUANTITY
from apps.common import clock
from apps.common.models import Identified, Timestamped


class Cart(Identified, Timestamped):
    """One cart per account; a guest's is found by the hash of an opaque token."""

    all_lines: "list[CartLine]"  # only where `cart_with_lines` read them
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cart_has_one_owner",
                condition=Q(user__isnull=False, token_hash__isnull=True)
                | Q(user__isnull=True, token_hash__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["updated_at"],
                name="cart_guests_by_age",
                condition=Q(token_hash__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"cart {self.id}"


class CartLine(models.Model):
    """Some units of one variant, with the price its buyer saw last (minor units)."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey("products.Variant", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveSmallIntegerField()
    seen_price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant"], name="cart_one_line_per_variant"),
            models.CheckConstraint(
                name="cart_quantity_range", condition=Q(quantity__gte=1, quantity__lte=MAX_QUANTITY)
            ),
            models.CheckConstraint(
                name="cart_seen_price_not_negative", condition=Q(seen_price_minor__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.variant_id}"
