"""Reads of payments."""

from uuid import UUID

from apps.payments.contracts import PaymentState
from apps.payments.models import Intent


def payment_of(reference: UUID) -> PaymentState | None:
    """Where the payment for `reference` stands; asks our own tables only."""
    intent = Intent.objects.filter(reference=reference).first()
    return intent.as_state() if intent else None
