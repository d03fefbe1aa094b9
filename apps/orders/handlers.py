"""What orders does when something has happened."""

from apps.common.outbox import on
from apps.inventory.events import StockChanged
from apps.orders.events import LatePaymentReturned, OrderPaid, PartDelivered
from apps.orders.services.flag_payment import flag_payment
from apps.orders.services.mark_paid import mark_paid
from apps.orders.services.note_decline import note_decline
from apps.orders.services.note_delivered import note_delivered
from apps.orders.services.settle_refund import settle_refund
from apps.orders.states import RefundStatus
from apps.payments.events import (
    PaymentFailed,
    PaymentQuarantined,
    PaymentSucceeded,
    RefundFailed,
    RefundRequested,
    RefundSucceeded,
)


@on(PaymentSucceeded, publishes=(LatePaymentReturned, OrderPaid, RefundRequested, StockChanged))
def pay_order(event: PaymentSucceeded) -> None:
    """Mark the order paid once its money has arrived."""
    mark_paid(order_id=event.reference, paid=event.amount)


@on(PaymentFailed)
def tell_declined(event: PaymentFailed) -> None:
    """Write the decline into the order's timeline."""
    note_decline(order_id=event.reference, reason=event.reason)


@on(PaymentQuarantined)
def ask_for_a_look(event: PaymentQuarantined) -> None:
    """Flag the order: its money does not fit."""
    flag_payment(order_id=event.reference)


@on(RefundSucceeded)
def close_refund(event: RefundSucceeded) -> None:
    """Note that the money went back."""
    settle_refund(refund_id=event.refund_id, amount=event.amount, status=RefundStatus.SUCCEEDED)


@on(RefundFailed)
def flag_refund(event: RefundFailed) -> None:
    """Note that the provider refused; staff pay by another way."""
    settle_refund(
        refund_id=event.refund_id,
        amount=event.amount,
        status=RefundStatus.FAILED,
        reason=event.reason,
    )


@on(PartDelivered)
def let_buyer_review(event: PartDelivered) -> None:
    """Tell the catalogue who has what now, so that they may review it."""
    note_delivered(part_id=event.part_id)
