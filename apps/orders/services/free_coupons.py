"""The coupons of a paid order are free again when all of it is called off before sending."""

from collections.abc import Collection
from uuid import UUID

from apps.orders.models import Order, VendorPart
from apps.orders.states import PartStatus
from apps.promotions import facade as promotions


def free_coupons(order: Order, *, ending: Collection[UUID]) -> None:
    """Give the coupons of a locked order back, once, if nothing of it is left after these parts.

    What was sent, even if it got lost, keeps them used. Call it before stock is touched: it locks
    the coupons in id order.

    Args:
        order: locked by the caller.
        ending: the parts that the caller calls off as a whole in this transaction.
    """
    if not order.discount_minor:
        return
    others = VendorPart.objects.filter(order=order).exclude(id__in=ending)
    if not others.exclude(status=PartStatus.REFUNDED, shipment=None).exists():
        promotions.release(order.id)
