"""The provider decided about a refund."""

from uuid import UUID

from django.db import transaction

from apps.common.money import Money
from apps.common.observability.logs import logger
from apps.orders.models import Refund
from apps.orders.services.move_order import flag, locked_order
from apps.orders.services.note_timeline import note
from apps.orders.states import REFUND, RefundStatus

log = logger(__name__)


@transaction.atomic
def settle_refund(
    *, refund_id: UUID, amount: Money, status: RefundStatus, reason: str = ""
) -> None:
    """Note how a refund ended; repeats do nothing. Locks the order.

    A refused refund stays counted, since the money is still owed: staff see the order flagged, pay
    it by another way and say so.
    """
    found = Refund.objects.filter(id=refund_id).first()
    if found is None:  # not asked for by orders
        return
    order = locked_order(found.order_id)
    refund = Refund.objects.select_related("part").get(id=refund_id)
    was = RefundStatus(refund.status)
    if was is not RefundStatus.REQUESTED:
        return
    refund.status = REFUND.check(was, status)
    refund.save(update_fields=["status"])
    if status is RefundStatus.SUCCEEDED:
        words = f"{amount.text()} went back"
    else:
        words = f"The refund of {amount.text()} was refused: {reason}"
        flag(order, reason="A refund was refused; the money is still owed")
        log.warning("order.needs_attention", order_id=str(order.id), reason="refund refused")
    note(order, part=refund.part, was=was, to=status, reason=words)
