"""Open a payment."""

from uuid import UUID

from apps.common.db import insert
from apps.common.money import Money
from apps.payments.contracts import IntentRef
from apps.payments.gateways.registry import default_gateway
from apps.payments.models import Attempt, Intent


def open_intent(*, reference: UUID, amount: Money, payer_email: str) -> IntentRef:
    """Write down that `amount` is to be paid for `reference`, once, with the first attempt at it.

    One statement in the caller's transaction. Makes no call: `start_intent` does.

    Raises:
        PaymentsUnavailable: no gateway is enabled.
    """
    intent = Intent(
        reference=reference,
        amount_minor=amount.minor,
        currency=amount.currency,
        payer_email=payer_email,
        gateway=default_gateway().name,
    )
    insert(intent, Attempt(intent=intent))
    return intent.as_ref()
