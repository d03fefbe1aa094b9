"""Hold units for an order that is not paid yet, and what becomes of the hold."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import batched, groupby
from operator import attrgetter
from uuid import UUID

from django.db import DatabaseError, transaction

from apps.common import clock
from apps.common.db import insert
from apps.common.observability.logs import logger
from apps.inventory.contracts import StockLine
from apps.inventory.errors import OutOfStock, ReservationNotFound
from apps.inventory.models import Reservation
from apps.inventory.rules import summed
from apps.inventory.selectors.stock import available
from apps.inventory.services.move_stock import Move, lock_stock, move_stock, out_of_stock
from apps.inventory.states import RESERVATION, MovementKind, ReservationStatus
from apps.products.contracts import VariantId

log = logger(__name__)

_AT_ONCE = 25  # expired references in one transaction: buyers of the same goods wait for it


def check_free(lines: Iterable[StockLine]) -> None:
    """Refuse what is sold out already, waiting for no lock. Promises nothing: `reserve` does.

    In a flash sale most are refused here, and keep nobody waiting. One query.

    Raises:
        OutOfStock: a variant has too few free units, its lines summed.
        QuantityOutOfRange: a quantity is not possible.
    """
    wanted = summed((line.variant_id, line.quantity) for line in lines)
    free = available(wanted)
    if short := [Move(pk, 0, units) for pk, units in wanted.items() if free[pk] < units]:
        raise out_of_stock(short)


@transaction.atomic(savepoint=False)
def reserve(*, lines: Iterable[StockLine], reference: UUID, minutes: int) -> None:
    """Hold all the lines under a new reference for that long, or nothing.

    Locks the stock rows in id order until the end of the transaction. A refusal takes the whole
    transaction back.

    Raises:
        OutOfStock: a variant has too few free units, its lines summed.
        QuantityOutOfRange: a quantity is not possible.
    """
    wanted = summed((line.variant_id, line.quantity) for line in lines)
    moves = [Move(variant_id, 0, units) for variant_id, units in wanted.items()]
    move_stock(moves, kind=MovementKind.RESERVE, reference=reference)
    expires_at = clock.now() + timedelta(minutes=minutes)
    insert(
        *[
            Reservation(
                reference=reference, variant_id=variant_id, quantity=units, expires_at=expires_at
            )
            for variant_id, units in wanted.items()
        ]
    )


@transaction.atomic
def commit(*, reference: UUID) -> None:
    """Take the held units off the shelf, once: the order is paid. Repeats do nothing.

    A hold that was released meanwhile is taken again from what is free. Locks the reservations,
    then the stock rows in id order.

    Raises:
        ReservationNotFound: nothing was ever reserved under the reference.
        OutOfStock: released units are gone. Nothing is kept.
    """
    rows = _locked(reference)
    if not rows:
        raise ReservationNotFound("Nothing was reserved under this reference.")
    held = [row for row in rows if row.status == ReservationStatus.HELD]
    late = [row for row in rows if row.status == ReservationStatus.RELEASED]
    taken = [Move(VariantId(row.variant_id), -row.quantity, -row.quantity) for row in held]
    taken += [Move(VariantId(row.variant_id), -row.quantity, 0) for row in late]
    move_stock(taken, kind=MovementKind.COMMIT, reference=reference)
    _turn([*held, *late], ReservationStatus.COMMITTED)


@transaction.atomic
def release(*, reference: UUID) -> bool:
    """Give the held units back, once. False when none was held: released or committed before.

    Locks the reservations, then the stock rows in id order.
    """
    held = [row for row in _locked(reference) if row.status == ReservationStatus.HELD]
    _give_back(held)
    return bool(held)


def release_expired(*, at_most: int = 10_000) -> int:
    """Release holds that ran out; returns how many references were released.

    Some at a time; one that fails is logged and does not keep the rest. The numbers are those of a
    flash sale: its holds end in the same minute and shall all be free in the next.
    """
    expired = Reservation.objects.filter(
        status=ReservationStatus.HELD, expires_at__lte=clock.now()
    ).order_by("expires_at")
    references = dict.fromkeys(expired.values_list("reference", flat=True)[:at_most])
    return sum(_try_to_release(batch) for batch in batched(references, _AT_ONCE))


def _try_to_release(references: Sequence[UUID]) -> int:
    try:
        return _release_if_expired(references)
    except (OutOfStock, DatabaseError):
        if len(references) > 1:
            return sum(_try_to_release([one]) for one in references)
        log.exception("stock.hold-not-released", reference=str(references[0]))
        return 0


@transaction.atomic
def _release_if_expired(references: Sequence[UUID]) -> int:
    """Look again under the lock: some may have been paid or released meanwhile.

    Locks the reservations, then the stock rows of all of them in id order.
    """
    held = [row for row in _locked(*references) if row.status == ReservationStatus.HELD]
    alive = {row.reference for row in held if row.expires_at > clock.now()}
    over = [row for row in held if row.reference not in alive]
    lock_stock({VariantId(row.variant_id) for row in over})
    _give_back(over)
    return len({row.reference for row in over})


def _give_back(held: Sequence[Reservation]) -> None:
    for reference, rows in groupby(held, key=attrgetter("reference")):
        moves = [Move(VariantId(row.variant_id), 0, -row.quantity) for row in rows]
        move_stock(moves, kind=MovementKind.RELEASE, reference=reference)
    _turn(held, ReservationStatus.RELEASED)


def _locked(*references: UUID) -> list[Reservation]:
    rows = Reservation.objects.select_for_update().filter(reference__in=references)
    return list(rows.order_by("reference", "variant_id"))


def _turn(rows: Iterable[Reservation], status: ReservationStatus) -> None:
    turned = list(rows)
    for row in turned:
        RESERVATION.check(ReservationStatus(row.status), status)
    if turned:
        Reservation.objects.filter(pk__in=[row.pk for row in turned]).update(status=status)
