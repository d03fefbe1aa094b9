"""Send the payer to the provider."""

from uuid import UUID

from django.db import transaction

from apps.common.db import Named, Prepared
from apps.common.failpoints import failpoint
from apps.payments.errors import PaymentClosed, UnknownPayment
from apps.payments.gateways.base import ChargeRequest
from apps.payments.gateways.registry import gateway
from apps.payments.models import Attempt, Intent
from apps.payments.states import INTENT, AttemptStatus, IntentStatus

CLOSED = {
    IntentStatus.SUCCEEDED: "This payment has already arrived.",
    IntentStatus.CANCELLED: "This payment was cancelled.",
    IntentStatus.QUARANTINED: "This payment is under review.",
}

# The attempt that the provider has not decided, of a payment that is still wanted.
_LIVE_ATTEMPT = Prepared(
    lambda: Attempt.objects.select_related("intent").filter(
        intent_id=Named("intent_id"),
        status=AttemptStatus.OPEN,
        intent__status=IntentStatus.STARTED,
    )
)


def start_intent(*, intent_id: UUID, return_url: str) -> str:
    """Answer the address of the provider's page. Calls the provider: not in a transaction.

    The attempt is stored before the call and is the provider's idempotency key, so a repeat after
    a crash, or a second click, leads to the same charge.

    Raises:
        UnknownPayment: no such intent.
        PaymentClosed: it is paid, cancelled or under review.
    """
    attempt = _LIVE_ATTEMPT.first(intent_id=intent_id) or _next_attempt(intent_id)
    if attempt.redirect_url:
        return attempt.redirect_url
    intent = attempt.intent
    charge = ChargeRequest(
        reference=str(attempt.id),
        amount=intent.amount,
        payer_email=intent.payer_email,
        return_url=return_url,
    )
    failpoint("payments.start.before-call")
    address = gateway(intent.gateway).start(charge)
    failpoint("payments.start.after-call")
    Attempt.objects.filter(id=attempt.id).update(redirect_url=address)
    return address


@transaction.atomic(durable=True)
def _next_attempt(intent_id: UUID) -> Attempt:
    """Another try after a declined one. Locks the intent."""
    intent = Intent.objects.select_for_update().filter(id=intent_id).first()
    if intent is None:
        raise UnknownPayment("There is no such payment.")
    status = IntentStatus(intent.status)
    if status in CLOSED:
        raise PaymentClosed(CLOSED[status], status=status.value)
    if status is IntentStatus.STARTED:  # a second click was faster
        return Attempt.objects.select_related("intent").get(
            intent=intent, status=AttemptStatus.OPEN
        )
    intent.status = INTENT.check(status, IntentStatus.STARTED)
    intent.save(update_fields=["status", "updated_at"])
    return Attempt.objects.create(intent=intent)
