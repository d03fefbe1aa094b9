"""Staff give money back, and say how a refund ended."""

from uuid import UUID

from django.db import transaction

from apps.common import audit
from apps.common.errors import InvalidInput
from apps.common.money import Money
from apps.orders.contracts import OrderId, Party
from apps.orders.errors import NotYetPaid, RefundNotFound, StillRefunding
from apps.orders.models import Refund
from apps.orders.services.lock_part import locked_part, only
from apps.orders.services.move_order import locked_order
from apps.orders.services.note_timeline import note
from apps.orders.services.send_money_back import send_money_back
from apps.orders.states import REFUND, RefundKind, RefundStatus


@transaction.atomic
def refund_part(*, part_id: UUID, amount: Money, reason: str, by: Party) -> UUID:
    """Give some of a part's money back out of goodwill; answers the refund's id.

    Staff only. Locks the order, then the payment.

    Raises:
        PartNotFound: no such part.
        NotAllowed: somebody else asks.
        InvalidInput: not above zero, another currency, or no reason.
        NotYetPaid: nothing was paid.
        RefundTooLarge: the part has less left (member `refundable`).
    """
    only(by)
    part = locked_part(part_id, by)
    check_amount(amount, part.order.currency)
    if not reason.strip():
        raise InvalidInput(errors={"reason": ["Say why."]})
    if part.order.paid_at is None:
        raise NotYetPaid("Nothing was paid yet.")
    refund = send_money_back(
        part, amount=amount, kind=RefundKind.GOODWILL, reason=reason.strip(), by=by
    )
    assert refund is not None  # noqa: S101 -- the amount is above zero
    return refund.id


def check_amount(amount: Money, currency: str) -> None:
    """Refuse what no refund can be.

    Raises:
        InvalidInput: not above zero, or in another currency than the order's.
    """
    if amount.currency != currency:
        raise InvalidInput(errors={"amount": [f"The order was paid in {currency}."]})
    if amount.minor <= 0:
        raise InvalidInput(errors={"amount": ["Must be above zero."]})


@transaction.atomic
def settle_by_hand(*, refund_id: UUID, reason: str, by: Party) -> OrderId:
    """Staff paid a refund that the provider refused by another way. Locks the order.

    Raises:
        RefundNotFound: there is none.
        NotAllowed: somebody else asks.
        InvalidInput: no reason is given.
        StillRefunding: the provider has not decided yet.
        IllegalTransition: it succeeded.
    """
    only(by)
    found = Refund.objects.filter(id=refund_id).first()
    if found is None:
        raise RefundNotFound("There is no such refund.")
    if not reason.strip():
        raise InvalidInput(errors={"reason": ["Say how it was paid."]})
    order = locked_order(found.order_id)
    refund = Refund.objects.select_related("part").get(id=refund_id)
    was = RefundStatus(refund.status)
    if was is RefundStatus.REQUESTED:  # the provider alone ends what it was asked for
        raise StillRefunding("The provider has not decided yet.")
    refund.status = REFUND.check(was, RefundStatus.SUCCEEDED)
    refund.save(update_fields=["status"])
    words = f"Refund paid by hand: {reason.strip()}"
    note(
        order,
        part=refund.part,
        was=was,
        to=RefundStatus.SUCCEEDED,
        reason=words,
        actor_id=by.user_id,
    )
    audit.record(
        "refund.settled",
        subject=f"refund:{refund.id}",
        actor_id=by.user_id,
        before={"status": was.value},
        after={"status": refund.status},
        reason=reason.strip(),
    )
    return OrderId(order.id)
