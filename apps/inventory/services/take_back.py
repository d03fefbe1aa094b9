"""Units that come back from buyers: onto the shelf, or written off."""

from collections.abc import Iterable, Mapping
from typing import Literal
from uuid import UUID

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.inventory.contracts import StockLine
from apps.inventory.models import Movement
from apps.inventory.rules import summed
from apps.inventory.services.move_stock import Move, counted_rows, make_rows, move_stock
from apps.inventory.states import MovementKind
from apps.products.contracts import VariantId


@transaction.atomic
def take_back(
    lines: Iterable[StockLine],
    *,
    reference: UUID,
    kind: Literal[MovementKind.RETURN, MovementKind.DAMAGE],
    reason: str,
    actor_id: UserId | None,
) -> None:
    """Take sold units back: RETURN puts them on the shelf, DAMAGE only logs them.

    A repeat counts again: call it in the transaction that moves the return (or cancelled part) on,
    under its lock. Locks the stock rows in id order until the end of the transaction.

    Args:
        lines: the units; the lines of one variant are summed.
        reference: the return, cancellation or order that they come from.
        kind: where they go.
        reason: why, in words; cut at 120 characters.
        actor_id: who decided it; None for the shop itself.

    Raises:
        QuantityOutOfRange: a quantity is not possible.
    """
    units = summed((line.variant_id, line.quantity) for line in lines)
    if kind == MovementKind.DAMAGE:
        _write_off(units, reference, reason, actor_id)
        return
    make_rows(units.keys())
    moves = [Move(variant_id, back, 0) for variant_id, back in units.items()]
    move_stock(
        moves, kind=MovementKind.RETURN, reason=reason, reference=reference, actor_id=actor_id
    )


def _write_off(
    units: Mapping[VariantId, int], reference: UUID, reason: str, actor_id: UserId | None
) -> None:
    """Log units that never reach the shelf; the lock keeps the log a chain."""
    counts = counted_rows(units.keys())
    Movement.objects.bulk_create(
        Movement(
            variant_id=variant_id,
            kind=MovementKind.DAMAGE,
            quantity=lost,
            on_hand_before=counts[variant_id].on_hand,
            on_hand_after=counts[variant_id].on_hand,
            reserved_before=counts[variant_id].reserved,
            reserved_after=counts[variant_id].reserved,
            reason=reason[:120],
            reference=reference,
            actor_id=actor_id,
        )
        for variant_id, lost in units.items()
    )
