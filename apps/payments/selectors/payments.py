"""Reads of payments."""

from collections.abc import Iterable
from uuid import UUID

from apps.payments.contracts import PaymentState
from apps.payments.models import Intent


def payment_of(reference: UUID) -> PaymentState | None:
    """Where the payment for `reference` stands; asks our own tables only."""
    intent = Intent.objects.filter(reference=reference).first()
    return intent.as_state() if intent else None


def payments_of(references: Iterable[UUID]) -> dict[UUID, PaymentState]:
    """Where the payments for many references stand, in one statement."""
    intents = Intent.objects.filter(reference__in=set(references))
    return {intent.reference: intent.as_state() for intent in intents}
