"""The one place where stock rows move.

Two statements for any number of rows: lock them in id order (so that mixed carts queue instead of
deadlocking), then one conditional UPDATE that writes its own log. The condition is the table's
invariant after the move, `0 <= reserved <= on_hand`; rows that would break it do not move, and the
count of rows moved is checked. The CHECK constraint stands behind both.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from apps.authentication.contracts import UserId
from apps.common import clock
from apps.common.db import preparing_cursor
from apps.common.outbox import publish
from apps.inventory.contracts import StockCount
from apps.inventory.errors import OutOfStock
from apps.inventory.events import StockChanged
from apps.inventory.models import Stock
from apps.inventory.selectors.stock import counts_of
from apps.inventory.states import AdjustReason, MovementKind
from apps.products import facade as products
from apps.products.contracts import VariantId

_MOVE = """
WITH moved AS (
    UPDATE inventory_stock AS stock
    SET on_hand = stock.on_hand + wanted.on_hand, reserved = stock.reserved + wanted.reserved
    FROM unnest(%(ids)s::uuid[], %(on_hand)s::int[], %(reserved)s::int[])
        AS wanted(variant_id, on_hand, reserved)
    WHERE stock.variant_id = wanted.variant_id
        AND stock.reserved + wanted.reserved BETWEEN 0 AND stock.on_hand + wanted.on_hand
    RETURNING stock.variant_id, stock.on_hand, stock.reserved,
        stock.on_hand - wanted.on_hand AS on_hand_before,
        stock.reserved - wanted.reserved AS reserved_before, stock.low_at,
        greatest(abs(wanted.on_hand), abs(wanted.reserved)) AS quantity
), logged AS (
    INSERT INTO inventory_movement (variant_id, kind, cause, quantity,
        on_hand_before, on_hand_after, reserved_before, reserved_after,
        reason, reference, at, actor_id)
    SELECT variant_id, %(kind)s, %(cause)s, quantity, on_hand_before, on_hand,
        reserved_before, reserved, %(reason)s, %(reference)s, %(at)s, %(actor)s
    FROM moved
)
SELECT moved.variant_id, moved.on_hand, moved.reserved,
    coalesce(moved.low_at, own.low_at, %(low_at)s)
FROM moved
LEFT JOIN products_variant AS variant ON variant.id = moved.variant_id
LEFT JOIN inventory_lowstockdefault AS own ON own.vendor_id = variant.vendor_id
"""
_LOCK = """
SELECT variant_id, on_hand, reserved FROM inventory_stock
WHERE variant_id = ANY(%s) ORDER BY variant_id FOR UPDATE
"""


@dataclass(frozen=True, slots=True)
class Move:
    """By how much one variant's two counts change."""

    variant_id: VariantId
    on_hand: int
    reserved: int

    @property
    def takes(self) -> int:
        """Units that stop being free (negative: that become free)."""
        return self.reserved - self.on_hand


@dataclass(frozen=True, slots=True)
class _Moved:
    """A row after its move, and from how many free units on it is low."""

    count: StockCount
    low_at: int


def move_stock(
    moves: Sequence[Move],
    *,
    kind: MovementKind,
    cause: AdjustReason | None = None,
    reason: str = "",
    reference: UUID | None = None,
    actor_id: UserId | None = None,
) -> list[StockCount]:
    """Move every row or none; log each, and publish StockChanged where something turned.

    That is: sold out, back in stock, or fallen to the low-stock threshold.

    Belongs into the caller's atomic block, which takes back what moved when it raises. Locks the
    rows in id order until the end of the transaction.

    Raises:
        OutOfStock: a row has too few units for its move.
        TransactionManagementError: outside of a transaction.
    """
    if not moves:
        return []
    ids = [move.variant_id for move in moves]
    lock_stock(ids)
    log = {
        "kind": kind.value,
        "cause": cause or "",
        "reason": reason[:120],
        "reference": reference,
        "actor": actor_id,
    }
    moved = _run(moves, log)
    if len(moved) != len(moves):
        done = {after.count.variant_id for after in moved}
        raise out_of_stock([move for move in moves if move.variant_id not in done])
    _tell({move.variant_id: move.takes for move in moves}, moved)
    return [after.count for after in moved]


def lock_stock(variant_ids: Collection[VariantId]) -> dict[VariantId, StockCount]:
    """Lock the rows in id order and return what they hold."""
    with preparing_cursor() as cursor:
        cursor.execute(_LOCK, [list(variant_ids)])
        return {
            VariantId(pk): StockCount(VariantId(pk), on_hand, reserved)
            for pk, on_hand, reserved in cursor.fetchall()
        }


def counted_rows(variant_ids: Collection[VariantId]) -> dict[VariantId, StockCount]:
    """Lock the rows like `lock_stock`; make those of variants that were never counted."""
    make_rows(variant_ids)
    return lock_stock(variant_ids)


def make_rows(variant_ids: Collection[VariantId]) -> None:
    """Make the rows that are missing, in id order."""
    rows = [Stock(variant_id=variant_id) for variant_id in sorted(variant_ids)]
    Stock.objects.bulk_create(rows, ignore_conflicts=True)


def _run(moves: Sequence[Move], log: Mapping[str, Any]) -> list[_Moved]:
    parameters: dict[str, Any] = {
        **log,
        "ids": [move.variant_id for move in moves],
        "on_hand": [move.on_hand for move in moves],
        "reserved": [move.reserved for move in moves],
        "low_at": settings.LOW_STOCK_AT,
        "at": clock.now(),
    }
    with preparing_cursor() as cursor:
        cursor.execute(_MOVE, parameters)
        return [
            _Moved(StockCount(VariantId(pk), on_hand, reserved), low_at)
            for pk, on_hand, reserved, low_at in cursor.fetchall()
        ]


def _tell(taken: Mapping[VariantId, int], moved: Sequence[_Moved]) -> None:
    """Publish only where something turned: the rest may ask for the count."""
    told = (_turned(after, taken[after.count.variant_id]) for after in moved)
    publish(*[event for event in told if event])


def _turned(after: _Moved, taken: int) -> StockChanged | None:
    now = after.count.available
    before = now + taken
    fell = before > after.low_at >= now
    if not fell and (before > 0) == (now > 0):
        return None
    low_at = after.low_at if fell else None
    return StockChanged(variant_id=after.count.variant_id, available=now, low_at=low_at)


def out_of_stock(short: Sequence[Move]) -> OutOfStock:
    """Say of each move for which there is too little what is left."""
    ids = [move.variant_id for move in short]
    counts, goods = counts_of(ids), products.sellable(ids)
    lines = [
        {
            "variant_id": str(pk),
            "sku": goods[pk].sku if pk in goods else "",
            "available": counts[pk].available,
        }
        for pk in ids
    ]
    first = lines[0]
    return OutOfStock(
        f"{first['available']} left",
        sku=first["sku"],
        available=first["available"],
        lines=lines,
    )
