"""A person corrects a count, and says why."""

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.common.errors import InvalidInput
from apps.inventory.contracts import StockCount
from apps.inventory.errors import UnitsAreReserved
from apps.inventory.rules import MAX_UNITS, check_units
from apps.inventory.services.keep_record import keep_record
from apps.inventory.services.move_stock import Move, counted_rows, move_stock
from apps.inventory.states import ONLY_LESS, ONLY_MORE, AdjustReason, MovementKind
from apps.products.contracts import VariantId


@transaction.atomic
def adjust(
    *,
    variant_id: VariantId,
    reason: AdjustReason,
    note: str = "",
    on_hand: int | None = None,
    by: int | None = None,
    actor_id: UserId,
) -> StockCount:
    """Set a variant's units to a count, or change them by a difference; one of the two.

    The same count, or a difference of 0, writes nothing. A repeat of a difference counts again.
    Locks the stock row; makes it on the first count.

    Raises:
        InvalidInput: both or neither is given, reason OTHER comes without a note, or the count goes
            the other way than the reason says.
        QuantityOutOfRange: not 0 to a million would be left.
        UnitsAreReserved: less than buyers hold would be left.
    """
    _check(reason, note, on_hand, by)
    before = counted_rows([variant_id])[variant_id]
    goal = before.on_hand + by if by is not None else on_hand
    _check_sign(reason, (goal or 0) - before.on_hand)
    after = moved_to(before, goal or 0, reason=reason, note=note, actor_id=actor_id)
    if after != before:
        keep_record(
            "stock.adjusted",
            variant_id,
            actor_id=actor_id,
            before={"on_hand": before.on_hand},
            after={"on_hand": after.on_hand, "reason": reason.value},
            reason=note,
        )
    return after


def moved_to(
    before: StockCount,
    goal: int,
    *,
    reason: AdjustReason | None,
    note: str,
    actor_id: UserId | None,
) -> StockCount:
    """Bring a locked row to a count.

    Raises:
        QuantityOutOfRange: not 0 to a million.
        UnitsAreReserved: buyers hold more than that.
    """
    check_units(goal, least=0)
    if goal < before.reserved:
        raise UnitsAreReserved(
            f"{before.reserved} units are reserved by buyers.", reserved=before.reserved
        )
    if goal == before.on_hand:
        return before
    move = Move(before.variant_id, goal - before.on_hand, 0)
    [after] = move_stock(
        [move], kind=MovementKind.ADJUST, cause=reason, reason=note, actor_id=actor_id
    )
    return after


def _check(reason: AdjustReason, note: str, on_hand: int | None, by: int | None) -> None:
    if (on_hand is None) == (by is None):
        sentence = "Give the count or the difference, one of the two."
        raise InvalidInput(sentence, errors={"on_hand": [sentence]})
    if by is not None and abs(by) > MAX_UNITS:
        raise InvalidInput(f"At most {MAX_UNITS} units.", errors={"by": [f"At most {MAX_UNITS}."]})
    if reason == AdjustReason.OTHER and not note.strip():
        raise InvalidInput("Say what the reason is.", errors={"note": ["Say what it is."]})


def _check_sign(reason: AdjustReason, change: int) -> None:
    sentence = ""
    if change > 0 and reason in ONLY_LESS:
        sentence = "What is damaged or stolen is taken away, not added."
    if change < 0 and reason in ONLY_MORE:
        sentence = "What is found is added, not taken away."
    if sentence:
        raise InvalidInput(sentence, errors={"reason": [sentence]})
