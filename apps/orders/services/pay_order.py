"""Lead the buyer to the payment page, and take them back from it."""

from uuid import UUID

from apps.orders.contracts import PlacedOrder
from apps.orders.errors import NotPayable
from apps.orders.selectors.orders import own_order
from apps.orders.states import OrderStatus
from apps.payments import facade as payments
from apps.payments.contracts import PaymentState


def continue_payment(*, order_id: UUID, buyer_id: UUID, return_url: str) -> str:
    """Answer the provider's page for an unpaid order; the same page again until it is decided.

    Calls the provider: not in a transaction.

    Raises:
        OrderNotFound: no such order of this buyer.
        NotPayable: it is paid, cancelled or expired, or its money has just arrived.
    """
    order = own_order(order_id=order_id, buyer_id=buyer_id)
    if order.status != OrderStatus.PENDING:
        raise NotPayable(f"This order is {order.status}.", status=order.status)
    payment = payments.payment_of(order.id)
    if payment is None or not payment.is_open:
        raise NotPayable("The payment is decided; the order follows in a moment.")
    return payments.start_intent(intent_id=payment.intent_id, return_url=return_url)


def payment_page(placed: PlacedOrder, *, return_url: str) -> str | None:
    """The provider's page for an order that its buyer has just placed, or placed again.

    None where nothing is to be paid any more. Calls the provider: not in a transaction.
    """
    if placed.intent_id is None:
        return None
    try:
        return payments.start_intent(intent_id=placed.intent_id, return_url=return_url)
    except payments.PaymentClosed:
        return None


def confirm_payment(*, order_id: UUID, buyer_id: UUID) -> PaymentState:
    """Ask the provider, when the buyer's browser comes back. Not in a transaction.

    The order itself turns paid a moment later, when the event is delivered.

    Raises:
        OrderNotFound: no such order of this buyer.
    """
    order = own_order(order_id=order_id, buyer_id=buyer_id)
    return payments.settle(reference=order.id)
