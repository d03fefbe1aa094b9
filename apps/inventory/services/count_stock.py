"""Say how many units there are: a count, or a delivery."""

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.inventory.contracts import StockCount
from apps.inventory.errors import UnitsAreReserved
from apps.inventory.models import Stock
from apps.inventory.rules import check_units
from apps.inventory.services.move_stock import Move, lock_stock, move_stock
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
    count = _locked_row(variant_id)
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
    *, variant_id: VariantId, quantity: int, reason: str, actor_id: UserId | None = None
) -> StockCount:
    """Add units that arrived.

    Raises:
        QuantityOutOfRange: not 1 to a million, or more than a million together.
    """
    check_units(quantity, least=1)
    count = _locked_row(variant_id)
    check_units(count.on_hand + quantity, least=1)
    move = Move(variant_id, quantity, 0)
    [after] = move_stock([move], kind=MovementKind.RECEIVE, reason=reason, actor_id=actor_id)
    return after


def _locked_row(variant_id: VariantId) -> StockCount:
    Stock.objects.bulk_create([Stock(variant_id=variant_id)], ignore_conflicts=True)
    return lock_stock([variant_id])[variant_id]
