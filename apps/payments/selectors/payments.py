"""Reads of payments."""

from collections.abc import Iterable
from uuid import UUID

from apps.common.db import Named, Plan, Prepared, plans
from apps.payments.contracts import PaymentState
from apps.payments.models import Intent

_OF = Prepared(lambda: Intent.objects.filter(reference__any=Named("references")))


def payment_of(reference: UUID) -> PaymentState | None:
    """Where the payment for `reference` stands; asks our own tables only."""
    intent = Intent.objects.filter(reference=reference).first()
    return intent.as_state() if intent else None


def payments_of(references: Iterable[UUID]) -> Plan[dict[UUID, PaymentState]]:
    """Read where the payments for many references stand, in one statement."""
    intents = yield from plans.rows(_OF, references=list(set(references)))
    return {intent.reference: intent.as_state() for intent in intents}
