"""A payment was declined."""

from uuid import UUID

from django.db import transaction

from apps.orders.services.move_order import locked_order
from apps.orders.services.note_timeline import note


@transaction.atomic
def note_decline(*, order_id: UUID, reason: str) -> None:
    """Tell the buyer's timeline; the order waits on for another try."""
    note(locked_order(order_id), reason=f"Payment failed: {reason}"[:200])
