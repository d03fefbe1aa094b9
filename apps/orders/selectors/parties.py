"""What exists for whom."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import QuerySet

from apps.orders.contracts import Party
from apps.orders.models import VendorPart
from apps.orders.states import Side


def parts_of(by: Party) -> QuerySet[VendorPart]:
    """The parts that somebody may act on: the own orders', the own store's, or all."""
    parts = VendorPart.objects.all()
    if by.side is Side.BUYER:
        return parts.filter(order__buyer_id=by.user_id)
    if by.side is Side.VENDOR:
        return parts.filter(vendor_id=by.vendor_id) if by.vendor_id else parts.none()
    return parts


def parts_of_any(parties: Sequence[Party]) -> QuerySet[VendorPart]:
    """The parts that somebody may see, on whichever side."""
    return reduce(or_, (parts_of(by) for by in parties), VendorPart.objects.none())
