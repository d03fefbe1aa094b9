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
    TimelineEntry.objects.create(
        order=order,
        part=part,
        from_status=was.value if was else "",
        to_status=to.value if to else "",
        actor_id=actor_id,
        reason=reason[:200],
    )
