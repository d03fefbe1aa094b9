"""Lock an order, move its status, and let its parts follow."""

from uuid import UUID

from apps.common import clock
from apps.orders.errors import OrderNotFound
from apps.orders.models import Order, VendorPart
from apps.orders.services.note_timeline import note
from apps.orders.states import ORDER, PART, OrderStatus, PartStatus


def locked_order(order_id: UUID, **also: UUID) -> Order:
    """The order, locked until the end of the transaction; its parts are locked by this too.

    Whoever moves an order or a part of it takes this lock first, then stock rows.

    Raises:
        OrderNotFound: there is none that fits.
    """
    order = Order.objects.select_for_update().filter(id=order_id, **also).first()
    if order is None:
        raise OrderNotFound("There is no such order.")
    return order


def move_order(
    order: Order, target: OrderStatus, *, reason: str, actor_id: UUID | None = None
) -> None:
    """Move a locked order by its transition table and note it.

    Raises:
        IllegalTransition: the table has no such move.
    """
    was = OrderStatus(order.status)
    order.status = ORDER.check(was, target)
    if target is OrderStatus.PAID:
        order.paid_at = clock.now()
    order.save(update_fields=["status", "paid_at"])
    note(order, was=was, to=target, reason=reason, actor_id=actor_id)


def move_parts(order: Order, target: PartStatus) -> list[UUID]:
    """Move all parts of a locked order; answers their ids in the order of the parts.

    Raises:
        IllegalTransition: a part cannot make the move.
    """
    parts = list(VendorPart.objects.filter(order=order).order_by("position"))
    for part in parts:
        part.status = PART.check(PartStatus(part.status), target)
        part.updated_at = clock.now()
    VendorPart.objects.bulk_update(parts, ["status", "updated_at"])
    return [part.id for part in parts]


def flag(order: Order, *, reason: str) -> None:
    """Ask staff to look at a locked order."""
    order.needs_attention = True
    order.save(update_fields=["needs_attention"])
    note(order, reason=reason)
