"""What delivery costs by the shop's own numbers."""

from django.conf import settings

from apps.cart.rules import flat_delivery_fee
from apps.common.money import Money


def delivery_fee(items_total: Money) -> Money:
    """The fee for one vendor's part of that worth: flat, free for nothing and from a set sum."""
    return flat_delivery_fee(
        items_total,
        fee_minor=settings.DELIVERY_FEE_MINOR,
        free_from_minor=settings.DELIVERY_FREE_FROM_MINOR,
    )
