"""Append to an order's timeline."""

from uuid import UUID

from apps.orders.models import Order, TimelineEntry, VendorPart
from apps.orders.states import OrderStatus, PartStatus


def note(
    order: Order,
    *,
    reason: str,
    part: VendorPart | None = None,
    was: OrderStatus | PartStatus | None = None,
    to: OrderStatus | PartStatus | None = None,
    actor_id: UUID | None = None,
) -> None:
    """Write what happened; no actor means the shop itself."""
    TimelineEntry.objects.create(
        order=order,
        part=part,
        from_status=was.value if was else "",
        to_status=to.value if to else "",
        actor_id=actor_id,
        reason=reason,
    )
