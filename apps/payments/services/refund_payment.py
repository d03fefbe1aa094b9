"""Give money back."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from apps.common import clock
from apps.common.failpoints import failpoint
from apps.common.money import Money
from apps.common.outbox import publish
from apps.payments.contracts import RefundState
from apps.payments.errors import (
    InvalidRefund,
    PaymentNotReceived,
    RefundDiffers,
    RefundExceedsPayment,
    UnknownPayment,
)
from apps.payments.events import RefundRequested
from apps.payments.models import Intent, Refund
from apps.payments.states import IntentStatus

# The event sends it at once; the sweep does where the event's delivery is lost or dead.
FIRST_LOOK = timedelta(minutes=2)


@transaction.atomic
def refund(*, refund_id: UUID, reference: UUID, amount: Money, reason: str) -> RefundState:
    """Write down that `amount` goes back to the payer of `reference`, once per `refund_id`.

    Runs in the caller's transaction, locks the intent, makes no call: the provider is told after
    the commit. The same id again answers the refund as it stands. `reason` is cut at 200
    characters.

    Raises:
        UnknownPayment: nothing was to be paid under this reference.
        PaymentNotReceived: the money has not arrived, or is under review.
        InvalidRefund: the amount is not above zero, or in another currency.
        RefundExceedsPayment: less is left (member `refundable`). Nothing is kept.
        RefundDiffers: the id stands for another payment or amount.
    """
    intent = Intent.objects.select_for_update().filter(reference=reference).first()
    if intent is None:
        raise UnknownPayment("There is no such payment.")
    known = Refund.objects.select_related("intent").filter(id=refund_id).first()
    if known is not None:
        return _as_asked_before(known, intent, amount)
    _refuse_impossible(intent, amount)
    _set_aside(intent, amount)
    asked = Refund.objects.create(
        id=refund_id,
        intent=intent,
        amount_minor=amount.minor,
        reason=reason[:200],
        look_at=clock.now() + FIRST_LOOK,
    )
    publish(RefundRequested(refund_id=refund_id, reference=reference, amount=amount))
    failpoint("payments.refund.after-request")
    return asked.as_state()


def _as_asked_before(known: Refund, intent: Intent, amount: Money) -> RefundState:
    if known.intent_id != intent.id or known.amount != amount:
        raise RefundDiffers("This id stands for another refund.")
    return known.as_state()


def _refuse_impossible(intent: Intent, amount: Money) -> None:
    if amount.currency != intent.currency:
        raise InvalidRefund(errors={"amount": [f"The payment was made in {intent.currency}."]})
    if amount.minor <= 0:
        raise InvalidRefund(errors={"amount": ["Must be above zero."]})
    if intent.status != IntentStatus.SUCCEEDED:
        raise PaymentNotReceived(
            "Nothing has arrived that could be refunded.", status=intent.status
        )


def _set_aside(intent: Intent, amount: Money) -> None:
    """Count the amount as refunded, if that much is left: one statement, its row count checked."""
    enough = Intent.objects.filter(
        id=intent.id, refunded_minor__lte=F("amount_minor") - amount.minor
    )
    if not enough.update(refunded_minor=F("refunded_minor") + amount.minor):
        left = intent.amount - intent.refunded
        raise RefundExceedsPayment(f"{left.text()} can be refunded.", refundable=left.as_json())
