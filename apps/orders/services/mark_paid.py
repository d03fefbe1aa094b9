"""The money has arrived."""

from uuid import UUID

from django.db import transaction

from apps.common.errors import Conflict
from apps.common.money import Money
from apps.common.observability.logs import logger
from apps.common.outbox import publish
from apps.inventory import facade as inventory
from apps.orders.events import OrderPaid
from apps.orders.models import Order
from apps.orders.services.move_order import flag, locked_order, move_order, move_parts
from apps.orders.states import OrderStatus, PartStatus

log = logger(__name__)

PAID = {OrderStatus.PAID, OrderStatus.COMPLETED}


@transaction.atomic
def mark_paid(*, order_id: UUID, paid: Money) -> None:
    """Take the stock and tell the vendors, once. Locks the order, then stock in id order.

    Late money, on an order that was cancelled or has expired, revives the order where the goods
    are still free. Where they are not, the order is flagged for staff: nothing is oversold and the
    money is not forgotten.

    Raises:
        OrderNotFound: no such order.
    """
    order = locked_order(order_id)
    if order.status in PAID or order.needs_attention:
        return
    if paid != order.total:
        _hold_for_staff(order, f"{paid.text()} arrived, {order.total.text()} was due")
    elif not _stock_is_taken(order):
        _hold_for_staff(order, "Paid, but the goods are sold out")
    else:
        _confirm(order)


def _stock_is_taken(order: Order) -> bool:
    """Commit the hold, or take released units again; False when they are gone."""
    try:
        inventory.commit(reference=order.id)
    except Conflict as refusal:
        if refusal.code != "out-of-stock":
            raise
        return False
    return True


def _confirm(order: Order) -> None:
    is_late = order.status != OrderStatus.PENDING
    reason = "Paid late; the goods were still there" if is_late else "Paid"
    move_order(order, OrderStatus.PAID, reason=reason)
    part_ids = move_parts(order, PartStatus.PAID)
    publish(OrderPaid(order_id=order.id, buyer_id=order.buyer_id, part_ids=tuple(part_ids)))
    log.info("order.paid", order_id=str(order.id), is_late=is_late)


def _hold_for_staff(order: Order, reason: str) -> None:
    if order.status == OrderStatus.PENDING:
        move_order(order, OrderStatus.EXPIRED, reason=reason)
        move_parts(order, PartStatus.CANCELLED)
        inventory.release(reference=order.id)
    flag(order, reason=reason)
    log.warning("order.needs_attention", order_id=str(order.id), reason=reason)
