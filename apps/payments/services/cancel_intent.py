"""Give a payment up."""

from uuid import UUID

from django.db import transaction

from apps.payments.contracts import PaymentState
from apps.payments.errors import PaymentClosed, UnknownPayment
from apps.payments.models import Intent
from apps.payments.services.find_late_money import ask_later
from apps.payments.states import INTENT, IntentStatus


@transaction.atomic
def cancel_intent(*, reference: UUID) -> PaymentState:
    """Expect no money any more; repeatable. Locks the intent.

    An attempt that is open at the provider stays open: should it still be paid, `settle` reports
    the money. It is asked for by the clock for three days.

    Raises:
        UnknownPayment: nothing is to be paid under this reference.
        PaymentClosed: the money has already arrived, or is under review.
    """
    intent = Intent.objects.select_for_update().filter(reference=reference).first()
    if intent is None:
        raise UnknownPayment("There is no such payment.")
    status = IntentStatus(intent.status)
    if status in {IntentStatus.SUCCEEDED, IntentStatus.QUARANTINED}:
        raise PaymentClosed("This payment has already arrived.", status=status.value)
    if status is not IntentStatus.CANCELLED:
        intent.status = INTENT.check(status, IntentStatus.CANCELLED)
        intent.save(update_fields=["status", "updated_at"])
        ask_later(intent)
    return intent.as_state()
