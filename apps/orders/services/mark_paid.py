"""The money has arrived."""

from uuid import UUID

from django.db import transaction

from apps.common import audit
from apps.common.failpoints import failpoint
from apps.common.money import Money
from apps.common.observability.logs import logger
from apps.common.outbox import publish
from apps.inventory import facade as inventory
from apps.orders.events import LatePaymentReturned, OrderPaid
from apps.orders.models import Order, Refund
from apps.orders.services.move_order import flag, locked_order, move_order, move_parts
from apps.orders.states import OrderStatus, PartStatus, RefundKind
from apps.payments import facade as payments
from apps.promotions import facade as promotions

log = logger(__name__)

PENDING_OR_OVER = {OrderStatus.PENDING, OrderStatus.CANCELLED, OrderStatus.EXPIRED}


@transaction.atomic
def mark_paid(*, order_id: UUID, paid: Money) -> None:
    """Take the stock and tell the vendors, once. Locks the order, its coupons, then stock by id.

    Late money, on an order that was cancelled or has expired, revives the order where the goods and
    the coupons are still free. Where they are not, the money goes back: nothing is oversold, and no
    paid order is silently given up. Another sum than was due waits for staff.

    Raises:
        OrderNotFound: no such order.
    """
    order = locked_order(order_id)
    if order.status not in PENDING_OR_OVER or order.needs_attention:
        return
    if paid != order.total:
        _hold_for_staff(order, f"{paid.text()} arrived, {order.total.text()} was due")
    elif _is_filled(order):
        _confirm(order)
    else:
        _give_back(order, paid)


def _is_filled(order: Order) -> bool:
    """Hold coupons and take goods that were let go meanwhile; False, and nothing taken, if gone."""
    try:
        with transaction.atomic():
            if not promotions.reclaim(order.id):
                return False
            inventory.commit(reference=order.id)
            failpoint("orders.pay.after-stock")
    except inventory.OutOfStock:
        return False
    return True


def _confirm(order: Order) -> None:
    is_late = order.status != OrderStatus.PENDING
    reason = "Paid late; the goods were still there" if is_late else "Paid"
    move_order(order, OrderStatus.PAID, reason=reason)
    part_ids = move_parts(order, PartStatus.PAID)
    failpoint("orders.pay.before-commit")
    publish(OrderPaid(order_id=order.id, buyer_id=order.buyer_id, part_ids=tuple(part_ids)))
    _record(order, "order.paid")
    log.info("order.paid", order_id=str(order.id), is_late=is_late)


def _give_back(order: Order, paid: Money) -> None:
    """Refund the whole payment of an order that can no longer be filled."""
    reason = "Paid too late: the goods or the coupon are gone"
    _let_go(order, reason)
    refund = Refund.objects.create(
        order=order,
        kind=RefundKind.LATE_PAYMENT,
        amount_minor=paid.minor,
        reason=reason,
    )
    payments.refund(refund_id=refund.id, reference=order.id, amount=paid, reason=reason)
    move_order(order, OrderStatus.REFUNDED, reason="The money goes back")
    publish(
        LatePaymentReturned(
            order_id=order.id, buyer_id=order.buyer_id, refund_id=refund.id, amount=paid
        )
    )
    _record(order, "order.late-payment-refunded")
    log.warning("order.late_payment_refunded", order_id=str(order.id), refund_id=str(refund.id))


def _hold_for_staff(order: Order, reason: str) -> None:
    _let_go(order, reason)
    flag(order, reason=reason)
    _record(order, "order.flagged")
    log.warning("order.needs_attention", order_id=str(order.id), reason=reason)


def _let_go(order: Order, reason: str) -> None:
    """End a waiting order, if nothing has ended it before."""
    if order.status == OrderStatus.PENDING:
        move_order(order, OrderStatus.EXPIRED, reason=reason)
        move_parts(order, PartStatus.CANCELLED)
        promotions.release(order.id)
        inventory.release(reference=order.id)


def _record(order: Order, action: str) -> None:
    audit.record(
        action,
        subject=f"order:{order.id}",
        actor_id=None,
        after={"status": order.status, "total": order.total.as_json()},
    )
