"""The one place where a provider's word becomes our state."""

from uuid import UUID

from django.db import transaction

from apps.common import audit, clock
from apps.common.failpoints import failpoint
from apps.common.observability.logs import logger
from apps.common.outbox import publish
from apps.payments.contracts import PaymentState
from apps.payments.errors import UnknownPayment
from apps.payments.events import PaymentFailed, PaymentQuarantined, PaymentSucceeded
from apps.payments.gateways.base import Outcome, Verdict
from apps.payments.gateways.registry import gateway
from apps.payments.models import Attempt, Intent
from apps.payments.states import ATTEMPT, INTENT, AttemptStatus, IntentStatus

log = logger(__name__)

RESULTS = {
    AttemptStatus.SUCCEEDED: IntentStatus.SUCCEEDED,
    AttemptStatus.FAILED: IntentStatus.FAILED,
    AttemptStatus.QUARANTINED: IntentStatus.QUARANTINED,
}


def settle(*, reference: UUID) -> PaymentState:
    """Ask the provider about the open attempt and apply the answer. Not in a transaction.

    Webhook, browser return and the expiry job all come here, in any order, any number of times:
    states only move forward, under a lock on the intent.

    Raises:
        UnknownPayment: nothing is to be paid under this reference.
    """
    started = Attempt.objects.filter(intent__reference=reference, status=AttemptStatus.OPEN)
    attempt = started.select_related("intent").first()
    if attempt is None:
        return _present_state(reference)
    failpoint("payments.settle.before-call")
    verdict = gateway(attempt.intent.gateway).verify(str(attempt.id))
    failpoint("payments.settle.after-call")
    state = _apply(intent_id=attempt.intent_id, attempt_id=attempt.id, verdict=verdict)
    failpoint("payments.settle.after-commit")
    return state


def _present_state(reference: UUID) -> PaymentState:
    """Read after the look for open attempts: another caller may just have decided the last one."""
    intent = Intent.objects.filter(reference=reference).first()
    if intent is None:
        raise UnknownPayment("There is no such payment.")
    return intent.as_state()


@transaction.atomic(durable=True)
def _apply(*, intent_id: UUID, attempt_id: UUID, verdict: Verdict) -> PaymentState:
    intent = Intent.objects.select_for_update().get(id=intent_id)
    attempt = Attempt.objects.get(id=attempt_id)
    decided = _decided(intent, attempt, verdict)
    if decided is not None and attempt.status == AttemptStatus.OPEN:
        _move_attempt(attempt, decided, verdict)
        _move_intent(intent, decided, attempt.reason)
        failpoint("payments.settle.before-commit")
    return intent.as_state()


def _decided(intent: Intent, attempt: Attempt, verdict: Verdict) -> AttemptStatus | None:
    """What the verdict means for the attempt; None while nothing is certain."""
    if verdict.outcome in {Outcome.PENDING, Outcome.UNKNOWN}:
        return None
    if verdict.outcome is Outcome.FAILED:
        return AttemptStatus.FAILED
    matches = verdict.amount == intent.amount and verdict.reference == str(attempt.id)
    return AttemptStatus.SUCCEEDED if matches else AttemptStatus.QUARANTINED


def _move_attempt(attempt: Attempt, target: AttemptStatus, verdict: Verdict) -> None:
    attempt.status = ATTEMPT.check(AttemptStatus(attempt.status), target)
    attempt.reason = verdict.reason[:200]
    if target is AttemptStatus.QUARANTINED:
        attempt.reason = f"the provider reports {verdict.amount} for {verdict.reference}"[:200]
        log.warning("payment.quarantined", attempt_id=str(attempt.id), reported=str(verdict.amount))
    attempt.save(update_fields=["status", "reason", "updated_at"])


def _quarantine(intent: Intent, reason: str) -> None:
    """Money that nobody expected waits for a person: told, and on record as all money is."""
    publish(PaymentQuarantined(intent_id=intent.id, reference=intent.reference))
    audit.record(
        "payment.quarantined",
        subject=f"payment:{intent.reference}",
        actor_id=None,
        after={"intent_id": intent.id, "due_minor": intent.amount_minor},
        reason=reason,
    )


def _move_intent(intent: Intent, decided: AttemptStatus, reason: str) -> None:
    if decided is AttemptStatus.FAILED and intent.status == IntentStatus.CANCELLED:
        return  # a cancelled payment that was then declined stays cancelled
    intent.status = INTENT.check(IntentStatus(intent.status), RESULTS[decided])
    if decided is AttemptStatus.SUCCEEDED:
        intent.succeeded_at = clock.now()
        publish(
            PaymentSucceeded(intent_id=intent.id, reference=intent.reference, amount=intent.amount)
        )
    elif decided is AttemptStatus.FAILED:
        publish(PaymentFailed(intent_id=intent.id, reference=intent.reference, reason=reason))
    else:
        _quarantine(intent, reason)
    intent.save(update_fields=["status", "succeeded_at", "updated_at"])
