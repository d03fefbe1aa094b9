"""Say how many units there are: a count, or a delivery."""

from collections.abc import Sequence

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.inventory.contracts import StockCount, StockLine
from apps.inventory.errors import UnitsAreReserved
from apps.inventory.rules import check_units
from apps.inventory.services.move_stock import Move, counted_rows, move_stock
from apps.inventory.states import MovementKind
from apps.products.contracts import VariantId


@transaction.atomic
def set_on_hand(
    *, variant_id: VariantId, quantity: int, reason: str, actor_id: UserId | None = None
) -> StockCount:
    """Correct the count of a variant to what is on the shelf. The same count writes nothing.

    Locks the stock row; makes it on the first count.

    Raises:
        QuantityOutOfRange: not 0 to a million.
        UnitsAreReserved: buyers hold more than that.
    """
    check_units(quantity, least=0)
    count = counted_rows([variant_id])[variant_id]
    if quantity < count.reserved:
        raise UnitsAreReserved(
            f"{count.reserved} units are reserved by buyers.", reserved=count.reserved
        )
    if quantity == count.on_hand:
        return count
    move = Move(variant_id, quantity - count.on_hand, 0)
    [after] = move_stock([move], kind=MovementKind.ADJUST, reason=reason, actor_id=actor_id)
    return after


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
