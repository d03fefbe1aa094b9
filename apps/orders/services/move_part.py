"""Move one part of a locked order, and end the order with its last part."""

from apps.orders.contracts import Party
from apps.orders.models import Order, VendorPart
from apps.orders.services.move_order import move_order
from apps.orders.services.note_timeline import note
from apps.orders.states import PART, OrderStatus, PartStatus

ENDED = {PartStatus.DELIVERED, PartStatus.REFUNDED}


def move_part(part: VendorPart, target: PartStatus, *, reason: str, by: Party) -> None:
    """Move a part by its transition table and note it.

    Raises:
        IllegalTransition: the table has no such move.
    """
    was = PartStatus(part.status)
    part.status = PART.check(was, target)
    part.save(update_fields=["status"])
    note(part.order, part=part, was=was, to=target, reason=reason, actor_id=by.user_id)


def end_order(order: Order, *, by: Party) -> None:
    """Complete a locked order whose parts have all ended; refunded if nothing of it arrived."""
    statuses = set(VendorPart.objects.filter(order=order).values_list("status", flat=True))
    if statuses == {PartStatus.REFUNDED}:
        move_order(
            order, OrderStatus.REFUNDED, reason="Everything was called off", actor_id=by.user_id
        )
    elif statuses <= ENDED:
        move_order(order, OrderStatus.COMPLETED, reason="Everything arrived", actor_id=by.user_id)
