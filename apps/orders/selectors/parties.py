"""On which sides people stand, and what exists for whom."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.authentication.contracts import UserId
from apps.common.db import Named
from apps.orders.contracts import Party
from apps.orders.models import VendorPart
from apps.orders.states import Side
from apps.vendors import facade as vendors


def sides_of(user_id: UserId, *, is_staff: bool) -> list[Party]:
    """On which sides somebody may stand: as buyer, in a store's team, and as staff.

    Args:
        user_id: who asks.
        is_staff: whether the door found the permission that its act needs.
    """
    sides = [Party.buyer(user_id)]
    if (store := vendors.vendor_of(user_id)) is not None:
        sides.append(Party.vendor(user_id, vendor_id=store.id))
    return [*sides, Party.staff(user_id)] if is_staff else sides


def anybody(side: Side) -> Party:
    """Whoever stands on this side: for prepared reads, whose ids come later, as `ids_of`."""
    user_id: Any = Named("user_id")
    vendor_id: Any = Named("vendor_id")
    return Party(user_id=user_id, side=side, vendor_id=vendor_id)


def ids_of(by: Party) -> dict[str, UUID | None]:
    """The values for the places that `anybody` leaves open."""
    return {"user_id": by.user_id, "vendor_id": by.vendor_id}


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
