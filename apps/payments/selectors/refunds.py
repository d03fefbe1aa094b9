"""Reads of refunds."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from apps.payments.contracts import RefundState
from apps.payments.models import Refund


def refunds_of(references: Iterable[UUID]) -> dict[UUID, list[RefundState]]:
    """The refunds of payments by their references, oldest first, in one statement."""
    refunds = Refund.objects.filter(intent__reference__in=list(references))
    found: dict[UUID, list[RefundState]] = defaultdict(list)
    for refund in refunds.select_related("intent").order_by("created_at", "id"):
        found[refund.intent.reference].append(refund.as_state())
    return dict(found)
