"""Reads of refunds."""

from uuid import UUID

from apps.payments.contracts import RefundState
from apps.payments.models import Refund


def refunds_of(reference: UUID) -> list[RefundState]:
    """The refunds of a payment, oldest first, in one statement."""
    refunds = Refund.objects.filter(intent__reference=reference).select_related("intent")
    return [refund.as_state() for refund in refunds.order_by("created_at", "id")]
