"""Many at once on real connections; the docstrings say without which guard a test went red."""

import random
from functools import partial
from threading import Event

import pytest
from django.db import OperationalError, connection, transaction

from apps.common.ids import new_id
from apps.common.tests.parallel import race, race_behind
from apps.inventory import facade
from apps.inventory.contracts import StockLine
from apps.inventory.errors import OutOfStock
from apps.inventory.models import Reservation
from apps.inventory.services.move_stock import lock_stock
from apps.inventory.tests.factories import assert_books_balance, counts, line, stocked
from apps.products.contracts import VariantId
from apps.products.tests.factories import VariantFactory

pytestmark = pytest.mark.django_db(transaction=True)


def buyer(lines):
    return lambda: facade.reserve(lines=lines, reference=new_id(), minutes=10)


def outcomes(results):
    """How many won; every loser was told that the stock is gone, and nothing else went wrong."""
    losers = [result for result in results if result is not None]
    assert [error for error in losers if not isinstance(error, OutOfStock)] == []
    return len(results) - len(losers)


def test_fifty_buyers_of_the_last_unit():
    """Red 3 of 3 without the condition of the UPDATE, or without the count of its rows."""
    last = stocked(1)
    assert outcomes(race([buyer([line(last)]) for _ in range(50)])) == 1
    assert counts(last) == (1, 1)
    assert Reservation.objects.count() == 1
    assert_books_balance()


def test_buyers_of_few_units_take_exactly_those():
    some = stocked(10)
    assert outcomes(race([buyer([line(some)]) for _ in range(40)])) == 10
    assert counts(some) == (10, 10)
    assert_books_balance()


def test_mixed_carts_in_random_order_neither_oversell_nor_deadlock():
    """Red 3 of 3 without `lock_stock` before the UPDATE: PostgreSQL reports deadlocks."""
    chance = random.Random(7)
    goods = [stocked(12) for _ in range(6)]

    def cart():
        return [line(variant_id) for variant_id in chance.sample(goods, 4)]

    results = race([buyer(cart()) for _ in range(40)])
    won = outcomes(results)
    assert sum(counts(variant_id)[1] for variant_id in goods) == 4 * won
    assert won >= 12
    assert_books_balance()


def test_a_release_and_a_commit_at_once_end_as_one_sale():
    """Red 3 of 3 without the lock on the reservations."""
    for _ in range(8):
        shirt, reference = stocked(1), new_id()
        facade.reserve(lines=[line(shirt)], reference=reference, minutes=10)
        released, committed = race(
            [
                partial(facade.release, reference=reference),
                partial(facade.commit, reference=reference),
            ]
        )
        assert isinstance(released, bool)
        assert committed is None
        assert counts(shirt) == (0, 0)
        assert_books_balance()


def test_many_commits_of_one_hold_take_it_once():
    """Red 3 of 3 without the lock on the reservations."""
    shirt, reference = stocked(5), new_id()
    facade.reserve(lines=[line(shirt, 2)], reference=reference, minutes=10)
    calls = [lambda: facade.commit(reference=reference)] * 10
    assert race_behind(partial(lock_stock, [shirt]), calls) == [None] * 10
    assert counts(shirt) == (3, 0)
    assert_books_balance()


def test_many_releases_of_one_hold_give_it_back_once():
    """Red 3 of 3 without the lock on the reservations."""
    shirt, reference = stocked(5), new_id()
    facade.reserve(lines=[line(shirt, 2)], reference=reference, minutes=10)
    calls = [lambda: facade.release(reference=reference)] * 10
    results = race_behind(partial(lock_stock, [shirt]), calls)
    assert sorted(results) == [False] * 9 + [True]
    assert counts(shirt) == (5, 0)
    assert_books_balance()


def test_late_payments_race_new_buyers_for_the_last_unit():
    """Red 3 of 3 without the condition of the UPDATE, or without the count of its rows."""
    shirt, late = stocked(1), new_id()
    facade.reserve(lines=[line(shirt)], reference=late, minutes=10)
    facade.release(reference=late)
    calls = [lambda: facade.commit(reference=late), *[buyer([line(shirt)]) for _ in range(9)]]
    assert outcomes(race(calls)) == 1
    on_hand, reserved = counts(shirt)
    assert on_hand + (1 - reserved) == 1
    assert_books_balance()


def test_first_counts_at_once_make_one_row():
    shirt = VariantId(VariantFactory.create().pk)
    calls = [lambda: facade.receive([StockLine(shirt, 1)], reason="delivery") for _ in range(10)]
    assert not [result for result in race(calls) if isinstance(result, Exception)]
    assert counts(shirt) == (10, 0)
    assert_books_balance()


def test_an_order_that_is_not_done_keeps_nobody_from_other_variants():
    """A flash sale's row is locked to the end of each order; what others want is not."""
    hot, other = stocked(9), stocked(9)
    is_held, may_end = Event(), Event()

    def slow():
        with transaction.atomic():
            buyer([line(hot)])()
            is_held.set()
            may_end.wait(20)

    def quick(*variants):
        is_held.wait(20)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '300ms'")
                buyer([line(variant) for variant in variants])()
        finally:
            may_end.set()

    assert race([slow, partial(quick, other)]) == [None, None]
    is_held.clear()
    may_end.clear()
    _, waited = race([slow, partial(quick, hot)])
    assert isinstance(waited, OperationalError), "the row itself is taken in turns"
    assert counts(other) == (9, 1)
    assert_books_balance()
