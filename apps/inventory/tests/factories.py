"""The smallest valid stock: variants with units on the shelf, and looks at what holds."""

from collections.abc import Callable
from threading import Barrier
from typing import Any

from django.db import connection
from django.db.models import Sum

from apps.common.tests.parallel import race
from apps.inventory import facade
from apps.inventory.contracts import StockLine
from apps.inventory.models import Movement, Reservation, Stock
from apps.inventory.states import ReservationStatus
from apps.products.contracts import VariantId
from apps.products.tests.factories import VariantFactory


def stocked(units: int, **variant: Any) -> VariantId:
    """A published variant with that many units."""
    variant_id = VariantId(VariantFactory.create(**variant).pk)
    facade.set_on_hand(variant_id=variant_id, quantity=units, reason="test")
    return variant_id


def line(variant_id: VariantId, units: int = 1) -> StockLine:
    """One line of one variant."""
    return StockLine(variant_id, units)


def counts(variant_id: VariantId) -> tuple[int, int]:
    """On hand and reserved."""
    stock = Stock.objects.get(pk=variant_id)
    return stock.on_hand, stock.reserved


def at_once(times: int, call: Callable[[], Any]) -> list[Any]:
    """Race one call against itself on open connections: connecting takes longer than most calls."""
    gate = Barrier(times)

    def run() -> Any:
        connection.ensure_connection()
        gate.wait(20)
        return call()

    return race([run] * times)


def assert_books_balance(*variant_ids: VariantId) -> None:
    """Whatever happened: holds add up, and each row's log is a chain from zero to its counts."""
    chosen = Stock.objects.filter(pk__in=variant_ids) if variant_ids else Stock.objects.all()
    for stock in chosen:
        held = Reservation.objects.filter(
            variant_id=stock.pk, status=ReservationStatus.HELD
        ).aggregate(units=Sum("quantity"))["units"]
        assert stock.reserved == (held or 0)
        before = (0, 0)
        for move in Movement.objects.filter(variant_id=stock.pk).order_by("id"):
            assert (move.on_hand_before, move.reserved_before) == before
            before = (move.on_hand_after, move.reserved_after)
        assert before == (stock.on_hand, stock.reserved)
