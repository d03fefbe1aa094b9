"""A dispute ends: staff decide it, or the buyer withdraws it."""

from uuid import UUID

from django.db import transaction

from apps.common import audit, clock
from apps.common.errors import InvalidInput
from apps.common.money import Money
from apps.common.outbox import publish
from apps.orders.contracts import Party
from apps.orders.events import DisputeDecided, DisputeWithdrawn
from apps.orders.models import Dispute, VendorPart
from apps.orders.services.lock_part import only
from apps.orders.services.move_part import end_order, move_part
from apps.orders.services.note_timeline import note
from apps.orders.services.open_dispute import about, locked_dispute
from apps.orders.services.refund_part import check_amount
from apps.orders.services.send_money_back import send_money_back
from apps.orders.states import DISPUTE, DisputeStatus, PartStatus, RefundKind, Side

MAX_DECISION = 500


@transaction.atomic
def decide_for_buyer(*, dispute_id: UUID, by: Party, amount: Money, decision: str) -> None:
    """Staff give the buyer right, and an amount back. Locks the order, then the payment.

    A part that never arrived and is paid back whole is over: refunded.

    Raises:
        DisputeNotFound: there is none.
        NotAllowed: somebody else decides.
        InvalidInput: no words, or no amount that can be refunded.
        RefundTooLarge: the part has less left (member `refundable`).
        IllegalTransition: it is decided or withdrawn.
    """
    only(by)
    words = _checked(decision)
    dispute = locked_dispute(dispute_id, by)
    DISPUTE.check(DisputeStatus(dispute.status), DisputeStatus.FOR_BUYER)
    part = dispute.part
    check_amount(amount, part.order.currency)
    dispute.refund = send_money_back(
        part, amount=amount, kind=RefundKind.DISPUTE, reason=words, by=by
    )
    _close(dispute, DisputeStatus.FOR_BUYER, words, by)
    if part.status == PartStatus.SHIPPED and not part.refundable:
        _end(part, by)
    _tell(dispute)


@transaction.atomic
def decide_for_vendor(*, dispute_id: UUID, by: Party, decision: str) -> None:
    """Staff give the vendor right; no money moves. Locks the order.

    Raises:
        DisputeNotFound: there is none.
        NotAllowed: somebody else decides.
        InvalidInput: no words are given.
        IllegalTransition: it is decided or withdrawn.
    """
    only(by)
    words = _checked(decision)
    dispute = locked_dispute(dispute_id, by)
    _close(dispute, DisputeStatus.FOR_VENDOR, words, by)
    _tell(dispute)


@transaction.atomic
def withdraw_dispute(*, dispute_id: UUID, by: Party) -> None:
    """The buyer, or staff for the buyer, has no quarrel any more. Locks the order.

    Raises:
        DisputeNotFound: no such dispute for this party.
        NotAllowed: the vendor asks.
        IllegalTransition: it is decided or withdrawn.
    """
    only(by, Side.BUYER)
    dispute = locked_dispute(dispute_id, by)
    _close(dispute, DisputeStatus.WITHDRAWN, "", by)
    publish(DisputeWithdrawn(**about(dispute)))


def _checked(decision: str) -> str:
    words = decision.strip()
    if not words or len(words) > MAX_DECISION:
        raise InvalidInput(errors={"decision": [f"Say why, in 1 to {MAX_DECISION} characters."]})
    return words


def _close(dispute: Dispute, target: DisputeStatus, words: str, by: Party) -> None:
    was = DisputeStatus(dispute.status)
    dispute.status = DISPUTE.check(was, target)
    dispute.decision, dispute.decided_at = words, clock.now()
    dispute.save(update_fields=["status", "decision", "decided_at", "refund"])
    said = f"Dispute {target.value.replace('-', ' ')}" + (f": {words}" if words else "")
    part = dispute.part
    note(part.order, part=part, was=was, to=target, reason=said, actor_id=by.user_id)
    if by.side is Side.STAFF:
        audit.record(
            "dispute.closed",
            subject=f"dispute:{dispute.id}",
            actor_id=by.user_id,
            before={"status": was.value},
            after={"status": target.value, "refund": dispute.refund_id},
            reason=words,
        )


def _end(part: VendorPart, by: Party) -> None:
    move_part(part, PartStatus.REFUNDED, reason="Paid back whole", by=by)
    end_order(part.order, by=by)


def _tell(dispute: Dispute) -> None:
    publish(DisputeDecided(status=dispute.status, refund_id=dispute.refund_id, **about(dispute)))
