"""Nobody paid in time."""

from uuid import UUID

from django.db import transaction

from apps.common import clock
from apps.common.outbox import publish
from apps.inventory import facade as inventory
from apps.orders.events import OrderExpired
from apps.orders.services.move_order import locked_order, move_order, move_parts
from apps.orders.states import OrderStatus, PartStatus
from apps.payments import facade as payments
from apps.promotions import facade as promotions


def expire_order(*, order_id: UUID) -> None:
    """Free the stock of an overdue order, unless the provider says that it is paid.

    Asks the provider first, so not in a transaction. Repeats do nothing.
    """
    payment = payments.settle(reference=order_id)
    if not payment.is_paid:  # else PaymentSucceeded is on its way
        _expire(order_id=order_id, is_under_review=payment.is_under_review)


@transaction.atomic
def _expire(*, order_id: UUID, is_under_review: bool) -> None:
    order = locked_order(order_id)
    if order.status != OrderStatus.PENDING or order.expires_at > clock.now():
        return
    move_order(order, OrderStatus.EXPIRED, reason="Not paid in time")
    move_parts(order, PartStatus.CANCELLED)
    if not is_under_review:  # staff hear of that by `PaymentQuarantined`
        payments.cancel_intent(reference=order.id)
    promotions.release(order.id)
    publish(OrderExpired(order_id=order.id, buyer_id=order.buyer_id))
    inventory.release(reference=order.id)  # last: others wait for the same goods
