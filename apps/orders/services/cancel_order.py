"""The buyer gives an order up."""

from uuid import UUID

from django.db import transaction

from apps.common.failpoints import failpoint
from apps.common.outbox import publish
from apps.inventory import facade as inventory
from apps.orders.contracts import Party
from apps.orders.errors import AlreadyPaid, NotCancellable
from apps.orders.events import OrderCancelled
from apps.orders.models import VendorPart
from apps.orders.selectors.orders import own_order
from apps.orders.services.cancel_units import cancel_units
from apps.orders.services.free_coupons import free_coupons
from apps.orders.services.move_order import locked_order, move_order, move_parts
from apps.orders.states import OrderStatus, PartStatus
from apps.payments import facade as payments
from apps.promotions import facade as promotions

PAID = "Its money has just arrived. Look again in a moment, then cancel what is paid."


def cancel_order(*, order_id: UUID, buyer_id: UUID) -> None:
    """Cancel an unpaid order, or call off what of a paid one was not sent.

    Asks the provider about an unpaid one first: not in a transaction.

    Raises:
        OrderNotFound: no such order of this buyer.
        AlreadyPaid: the money has just arrived; the order follows in a moment.
        NotCancellable: it is paid, and every part is sent or over.
        IllegalTransition: it is cancelled, refunded or has expired.
    """
    order = own_order(order_id=order_id, buyer_id=buyer_id)
    if order.status in {OrderStatus.PAID, OrderStatus.COMPLETED}:
        _call_off(order_id=order.id, buyer_id=buyer_id)
        return
    is_pending = order.status == OrderStatus.PENDING
    if is_pending and payments.settle(reference=order.id).is_paid:
        raise AlreadyPaid(PAID)
    _cancel(order_id=order.id, buyer_id=buyer_id)


@transaction.atomic
def _call_off(*, order_id: UUID, buyer_id: UUID) -> None:
    order = locked_order(order_id, buyer_id=buyer_id)
    parts = VendorPart.objects.filter(order=order, status=PartStatus.PAID).order_by("position")
    part_ids = list(parts.values_list("id", flat=True))
    if not part_ids:
        raise NotCancellable("Everything is sent already.", status=order.status)
    free_coupons(order, ending=part_ids)  # the first part locks stock: coupons come before it
    for part_id in part_ids:
        cancel_units(part_id=part_id, by=Party.buyer(buyer_id))


@transaction.atomic
def _cancel(*, order_id: UUID, buyer_id: UUID) -> None:
    order = locked_order(order_id, buyer_id=buyer_id)
    if order.status in {OrderStatus.PAID, OrderStatus.COMPLETED}:
        raise AlreadyPaid(PAID)
    move_order(order, OrderStatus.CANCELLED, reason="Cancelled by the buyer", actor_id=buyer_id)
    move_parts(order, PartStatus.CANCELLED)
    failpoint("orders.cancel.after-move")
    payments.cancel_intent(reference=order.id)
    promotions.release(order.id)
    publish(OrderCancelled(order_id=order.id, buyer_id=order.buyer_id))
    inventory.release(reference=order.id)  # last: others wait for the same goods
    failpoint("orders.cancel.before-commit")
