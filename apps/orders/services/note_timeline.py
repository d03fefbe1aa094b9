"""Append to an order's timeline."""

from enum import StrEnum
from uuid import UUID

from apps.orders.models import Order, TimelineEntry, VendorPart


def note(
    order: Order,
    *,
    reason: str,
    part: VendorPart | None = None,
    was: StrEnum | None = None,
    to: StrEnum | None = None,
    actor_id: UUID | None = None,
) -> None:
    """Write what happened; no actor means the shop itself."""
    entry(order, reason=reason, part=part, was=was, to=to, actor_id=actor_id).save()


def entry(
    order: Order,
    *,
    reason: str,
    part: VendorPart | None = None,
    was: StrEnum | None = None,
    to: StrEnum | None = None,
    actor_id: UUID | None = None,
) -> TimelineEntry:
    """The row of `note`, for whoever writes it together with others."""
    return TimelineEntry(
        order=order,
        part=part,
        from_status=was.value if was else "",
        to_status=to.value if to else "",
        actor_id=actor_id,
        reason=reason[:200],
    )
