"""The buyer has a vendor's part in hand."""

from uuid import UUID

from django.db import transaction

from apps.common import clock
from apps.common.outbox import publish
from apps.orders.contracts import OrderId
from apps.orders.errors import PartNotFound
from apps.orders.events import PartDelivered
from apps.orders.models import Order, VendorPart
from apps.orders.services.move_order import locked_order, move_order
from apps.orders.services.note_timeline import note
from apps.orders.states import PART, OrderStatus, PartStatus


@transaction.atomic
def confirm_delivery(*, part_id: UUID, buyer_id: UUID) -> OrderId:
    """Note that a shipped part arrived; the last one completes the order.

    Locks the order and answers which it is.

    Raises:
        PartNotFound: no such part of an order of this buyer.
        IllegalTransition: the part is not shipped, or was confirmed before.
    """
    part = VendorPart.objects.filter(id=part_id, order__buyer_id=buyer_id).first()
    if part is None:
        raise PartNotFound("There is no such order.")
    order = locked_order(part.order_id)
    part.refresh_from_db()
    was = PartStatus(part.status)
    part.status = PART.check(was, PartStatus.DELIVERED)
    part.delivered_at = clock.now()
    part.save(update_fields=["status", "delivered_at"])
    note(order, part=part, was=was, to=PartStatus.DELIVERED, reason="Received", actor_id=buyer_id)
    publish(
        PartDelivered(
            order_id=order.id, part_id=part.id, vendor_id=part.vendor_id, buyer_id=buyer_id
        )
    )
    _complete_if_all_arrived(order, buyer_id)
    return OrderId(order.id)


def _complete_if_all_arrived(order: Order, buyer_id: UUID) -> None:
    waiting = VendorPart.objects.filter(order=order).exclude(status=PartStatus.DELIVERED)
    if not waiting.exists():
        move_order(order, OrderStatus.COMPLETED, reason="Everything arrived", actor_id=buyer_id)
