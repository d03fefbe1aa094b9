"""The buyer gives an unpaid order up."""

from uuid import UUID

from django.db import transaction

from apps.common.outbox import publish
from apps.inventory import facade as inventory
from apps.orders.errors import AlreadyPaid
from apps.orders.events import OrderCancelled
from apps.orders.selectors.orders import own_order
from apps.orders.services.move_order import locked_order, move_order, move_parts
from apps.orders.states import OrderStatus, PartStatus
from apps.payments import facade as payments

PAID = "It is paid. Refunds are not offered here yet: please write to the shop."


def cancel_order(*, order_id: UUID, buyer_id: UUID) -> None:
    """Cancel before any money has arrived. Asks the provider first: not in a transaction.

    Raises:
        OrderNotFound: no such order of this buyer.
        AlreadyPaid: the money is there.
        IllegalTransition: it is cancelled or has expired.
    """
    order = own_order(order_id=order_id, buyer_id=buyer_id)
    if payments.settle(reference=order.id).is_paid:
        raise AlreadyPaid(PAID)
    _cancel(order_id=order.id, buyer_id=buyer_id)


@transaction.atomic
def _cancel(*, order_id: UUID, buyer_id: UUID) -> None:
    order = locked_order(order_id, buyer_id=buyer_id)
    if order.status in {OrderStatus.PAID, OrderStatus.COMPLETED}:
        raise AlreadyPaid(PAID)
    move_order(order, OrderStatus.CANCELLED, reason="Cancelled by the buyer", actor_id=buyer_id)
    move_parts(order, PartStatus.CANCELLED)
    payments.cancel_intent(reference=order.id)
    inventory.release(reference=order.id)
    publish(OrderCancelled(order_id=order.id, buyer_id=order.buyer_id))
