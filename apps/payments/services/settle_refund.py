"""The one place where a refund reaches the provider and the provider's word becomes our state."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from apps.common import audit, clock
from apps.common.failpoints import failpoint
from apps.common.observability.logs import logger
from apps.common.outbox import publish
from apps.payments.contracts import RefundState
from apps.payments.events import RefundFailed, RefundSucceeded
from apps.payments.gateways.base import NoAnswer, Outcome, RefundRequest, Verdict
from apps.payments.gateways.registry import gateway
from apps.payments.models import Attempt, Intent, Refund
from apps.payments.states import REFUND, AttemptStatus, RefundStatus

log = logger(__name__)

# Nobody else sends a refund for so long after somebody began to: longer than any call may take.
# A provider without idempotency keys for refunds would make a second one.
SENDING = timedelta(minutes=2)
# Stripe forgets idempotency keys after 24 hours: what its books have not shown by then failed.
KEY_LIVES = timedelta(hours=23)


def settle_refund(*, refund_id: UUID) -> RefundState:
    """Send a refund if that is still to be done, else look it up, and apply the answer.

    Event, webhook and sweep all come here, in any order and number. Not in a transaction: each
    step is committed before the call that follows it. Sent again only under the same reference,
    and only when the provider has never heard of it.
    """
    refund = Refund.objects.select_related("intent").get(id=refund_id)
    if refund.as_state().is_settled:
        return refund.as_state()
    try:
        verdict = _verdict(refund)
    except NoAnswer as silence:
        return _note_silence(refund_id, str(silence))
    state = _apply(refund, verdict)
    failpoint("payments.refund.after-settled")
    return state


def _verdict(refund: Refund) -> Verdict:
    provider, request = gateway(refund.intent.gateway), _request(refund)
    if refund.status != RefundStatus.REQUESTED:
        verdict = provider.verify_refund(request)
        if verdict.outcome is not Outcome.UNKNOWN:
            return verdict
    if not _may_send(refund):
        return Verdict(reference=request.reference, outcome=Outcome.UNKNOWN)
    failpoint("payments.refund.before-call")
    verdict = provider.refund(request)
    failpoint("payments.refund.after-call")
    return verdict


def _request(refund: Refund) -> RefundRequest:
    paid = Attempt.objects.get(intent_id=refund.intent_id, status=AttemptStatus.SUCCEEDED)
    return RefundRequest(
        reference=str(refund.id), charge_reference=str(paid.id), amount=refund.amount
    )


@transaction.atomic(durable=True)
def _may_send(seen: Refund) -> bool:
    """Take the right to send, committed before the call; one taker at a time."""
    refund, now = _locked(seen.id), clock.now()
    if refund.as_state().is_settled or _was_sent_since(seen, refund):
        return False
    if refund.status == RefundStatus.REQUESTED:
        refund.status = REFUND.check(RefundStatus.REQUESTED, RefundStatus.SUBMITTED)
        refund.submitted_at = now
    elif _is_being_sent(refund) or _is_too_old(refund):
        return False
    refund.sending_until = refund.look_at = now + SENDING
    refund.save(update_fields=["status", "submitted_at", "sending_until", "look_at"])
    return True


def _locked(refund_id: UUID) -> Refund:
    """Lock the intent's row, then read the refund: every move is made under that lock."""
    Intent.objects.select_for_update().get(refunds=refund_id)
    return Refund.objects.select_related("intent").get(id=refund_id)


def _was_sent_since(seen: Refund, refund: Refund) -> bool:
    """Whether somebody began to send after `seen` was read: what the books said then is stale."""
    return seen.sending_until != refund.sending_until


def _is_being_sent(refund: Refund) -> bool:
    return refund.sending_until is not None and refund.sending_until > clock.now()


def _is_too_old(refund: Refund) -> bool:
    return refund.submitted_at is not None and refund.submitted_at < clock.now() - KEY_LIVES


@transaction.atomic(durable=True)
def _note_silence(refund_id: UUID, words: str) -> RefundState:
    """A call got no answer: whether the money moved is unknown until the books are read."""
    refund = _locked(refund_id)
    if not refund.as_state().is_settled:
        _doubt(refund, words)
    return refund.as_state()


@transaction.atomic(durable=True)
def _apply(seen: Refund, verdict: Verdict) -> RefundState:
    refund = _locked(seen.id)
    if refund.as_state().is_settled:
        return refund.as_state()
    if verdict.outcome is Outcome.SUCCEEDED:
        _succeed(refund, verdict)
    elif verdict.outcome is Outcome.FAILED:
        _fail(refund, verdict.reason)
    elif verdict.outcome is Outcome.UNKNOWN and _never_came(seen, refund):
        _fail(refund, "It never reached the provider.")
    failpoint("payments.refund.before-settled")
    return refund.as_state()


def _never_came(seen: Refund, refund: Refund) -> bool:
    is_idle = not (_was_sent_since(seen, refund) or _is_being_sent(refund))
    return is_idle and _is_too_old(refund)


def _doubt(refund: Refund, words: str) -> None:
    if refund.status == RefundStatus.SUBMITTED:
        refund.status = REFUND.check(RefundStatus.SUBMITTED, RefundStatus.UNKNOWN)
    refund.answer = words[:200]
    refund.save(update_fields=["status", "answer"])
    log.warning("refund.unknown", refund_id=str(refund.id), answer=refund.answer)


def _succeed(refund: Refund, verdict: Verdict) -> None:
    if verdict.amount != refund.amount or verdict.reference != str(refund.id):
        # A person must look: the provider gave back something else than was asked.
        _doubt(refund, f"the provider reports {verdict.amount} for {verdict.reference}")
        return
    _close(refund, RefundStatus.SUCCEEDED, verdict.reason)
    publish(
        RefundSucceeded(
            refund_id=refund.id, reference=refund.intent.reference, amount=refund.amount
        )
    )


def _fail(refund: Refund, reason: str) -> None:
    """Close it and free its amount, which is part of what the intent counts as refunded."""
    _close(refund, RefundStatus.FAILED, reason)
    Intent.objects.filter(id=refund.intent_id).update(
        refunded_minor=F("refunded_minor") - refund.amount_minor
    )
    publish(
        RefundFailed(
            refund_id=refund.id,
            reference=refund.intent.reference,
            amount=refund.amount,
            reason=refund.answer,
        )
    )


def _close(refund: Refund, status: RefundStatus, answer: str) -> None:
    refund.status = REFUND.check(RefundStatus(refund.status), status)
    refund.answer, refund.settled_at = answer[:200], clock.now()
    refund.save(update_fields=["status", "answer", "settled_at"])
    audit.record(
        "payment.refunded" if status is RefundStatus.SUCCEEDED else "payment.refund-failed",
        subject=f"payment:{refund.intent.reference}",
        actor_id=None,
        after={
            "refund_id": refund.id,
            "minor": refund.amount_minor,
            "currency": refund.intent.currency,
        },
        reason=refund.reason,
    )
    write = log.info if status is RefundStatus.SUCCEEDED else log.warning
    write(f"refund.{status}", refund_id=str(refund.id), minor=refund.amount_minor)
