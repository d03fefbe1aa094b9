"""Say how many units there are: a count, or a delivery."""

from collections.abc import Collection, Sequence

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.inventory.contracts import StockCount, StockLine
from apps.inventory.rules import check_units
from apps.inventory.services.adjust_stock import adjust, moved_to
from apps.inventory.services.move_stock import Move, counted_rows, make_rows, move_stock
from apps.inventory.states import AdjustReason, MovementKind
from apps.products.contracts import VariantId


@transaction.atomic
def set_on_hand(
    *, variant_id: VariantId, quantity: int, reason: str, actor_id: UserId | None = None
) -> StockCount:
    """Correct the count of a variant to what is on the shelf. The same count writes nothing.

    With an actor it is that person's adjustment after a count. Locks the stock row; makes it on
    the first count.

    Raises:
        QuantityOutOfRange: not 0 to a million.
        UnitsAreReserved: buyers hold more than that.
    """
    if actor_id is not None:
        counted = AdjustReason.COUNT
        return adjust(
            variant_id=variant_id, reason=counted, note=reason, on_hand=quantity, actor_id=actor_id
        )
    before = counted_rows([variant_id])[variant_id]
    return moved_to(before, quantity, reason=None, note=reason, actor_id=None)


@transaction.atomic
def receive(
    lines: Sequence[StockLine], *, reason: str, actor_id: UserId | None = None
) -> list[StockCount]:
    """Add units that arrived; each variant once.

    Raises:
        QuantityOutOfRange: not 1 to a million, or more than a million together.
    """
    counts = counted_rows([line.variant_id for line in lines])
    for line in lines:
        check_units(line.quantity, least=1)
        check_units(counts[line.variant_id].on_hand + line.quantity, least=1)
    moves = [Move(line.variant_id, line.quantity, 0) for line in lines]
    return move_stock(moves, kind=MovementKind.RECEIVE, reason=reason, actor_id=actor_id)


@transaction.atomic
def open_rows(variant_ids: Collection[VariantId]) -> None:
    """Begin to count new variants, at zero; a repeat does nothing."""
    make_rows(variant_ids)
