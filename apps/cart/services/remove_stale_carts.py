"""Forget what guests left behind."""

from datetime import timedelta

from apps.cart.models import Cart
from apps.common import clock

KEPT_DAYS = 30


def remove_stale_guest_carts(*, at_most: int = 1000) -> int:
    """Remove guests' carts untouched for 30 days; returns how many."""
    old = Cart.objects.filter(
        token_hash__isnull=False, updated_at__lt=clock.now() - timedelta(days=KEPT_DAYS)
    )
    chosen = old.order_by("updated_at").values_list("pk", flat=True)[:at_most]
    _, removed = Cart.objects.filter(pk__in=list(chosen)).delete()
    return removed.get("cart.Cart", 0)
