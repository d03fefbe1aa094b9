"""Money of a part goes back to whoever paid it."""

from django.db.models import F

from apps.common import audit
from apps.common.money import Money
from apps.common.outbox import publish
from apps.orders.contracts import Party
from apps.orders.errors import RefundTooLarge
from apps.orders.events import RefundIssued
from apps.orders.models import Refund, VendorPart
from apps.orders.selectors.orders import PART_TOTAL
from apps.orders.services.note_timeline import note
from apps.orders.states import RefundKind
from apps.payments import facade as payments


def send_money_back(
    part: VendorPart, *, amount: Money, kind: RefundKind, reason: str, by: Party
) -> Refund | None:
    """Write a refund of a part of a locked order down; None where there is nothing to give back.

    Runs in the caller's transaction, under the order's lock; locks the payment after it. The
    provider is told after the commit.

    Raises:
        RefundTooLarge: the part has less left (member `refundable`).
        RefundExceedsPayment, PaymentNotReceived: the payment has less left, or never arrived.
    """
    if not amount:
        return None
    before = part.refunded_minor
    _count(part, amount)
    refund = Refund.objects.create(
        order_id=part.order_id,
        part=part,
        kind=kind,
        amount_minor=amount.minor,
        reason=reason[:200],
        actor_id=by.user_id,
    )
    payments.refund(
        refund_id=refund.id, reference=part.order_id, amount=amount, reason=refund.reason
    )
    note(part.order, part=part, reason=f"{amount.text()} goes back", actor_id=by.user_id)
    audit.record(
        "part.refunded",
        subject=f"part:{part.id}",
        actor_id=by.user_id,
        before={"refunded_minor": before},
        after={"refunded_minor": part.refunded_minor, "refund": refund.id, "kind": kind.value},
        reason=refund.reason,
    )
    _tell(part, refund, amount)
    return refund


def _count(part: VendorPart, amount: Money) -> None:
    """Count the amount as refunded, if that much is left: one statement, its row count checked."""
    enough = VendorPart.objects.filter(id=part.id, refunded_minor__lte=PART_TOTAL - amount.minor)
    if not enough.update(refunded_minor=F("refunded_minor") + amount.minor):
        left = part.refundable
        raise RefundTooLarge(f"{left.text()} can be refunded.", refundable=left.as_json())
    part.refunded_minor += amount.minor


def _tell(part: VendorPart, refund: Refund, amount: Money) -> None:
    publish(
        RefundIssued(
            refund_id=refund.id,
            order_id=part.order_id,
            part_id=part.id,
            vendor_id=part.vendor_id,
            buyer_id=part.order.buyer_id,
            kind=refund.kind,
            amount=amount,
        )
    )
