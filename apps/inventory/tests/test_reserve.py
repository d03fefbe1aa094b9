from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.common import clock
from apps.common.ids import new_id
from apps.inventory import facade
from apps.inventory.errors import OutOfStock, QuantityOutOfRange, ReservationNotFound
from apps.inventory.models import Movement, Reservation
from apps.inventory.states import ReservationStatus
from apps.inventory.tests.factories import assert_books_balance, counts, line, stocked
from apps.products.contracts import VariantId

pytestmark = pytest.mark.django_db


def reserve(*lines, minutes=10):
    reference = new_id()
    facade.reserve(lines=lines, reference=reference, minutes=minutes)
    return reference


def expire(reference):
    Reservation.objects.filter(reference=reference).update(
        expires_at=clock.now() - timedelta(seconds=1)
    )


def test_a_hold_takes_from_what_is_free_and_is_logged_with_before_and_after():
    shirt = stocked(5)
    reference = reserve(line(shirt, 2))
    assert facade.available([shirt]) == {shirt: 3}
    move = Movement.objects.get(reference=reference)
    assert (move.kind, move.quantity) == ("reserve", 2)
    assert (move.on_hand_before, move.on_hand_after) == (5, 5)
    assert (move.reserved_before, move.reserved_after) == (0, 2)
    assert_books_balance()


def test_two_lines_of_one_variant_are_one_demand():
    shirt = stocked(3)
    with pytest.raises(OutOfStock), transaction.atomic():
        reserve(line(shirt, 2), line(shirt, 2))
    reserve(line(shirt, 1), line(shirt, 2))
    assert counts(shirt) == (3, 3)
    assert Reservation.objects.get().quantity == 3


def test_all_lines_or_none_and_the_refusal_says_what_is_left():
    shirt, cap = stocked(5, sku="SHIRT"), stocked(1, sku="CAP")
    with pytest.raises(OutOfStock) as refused, transaction.atomic():
        reserve(line(shirt, 2), line(cap, 2))
    assert refused.value.members == {
        "sku": "CAP",
        "available": 1,
        "lines": [{"variant_id": str(cap), "sku": "CAP", "available": 1}],
    }
    assert (counts(shirt), counts(cap)) == ((5, 0), (1, 0))
    assert not Reservation.objects.exists()
    assert_books_balance()


def test_a_variant_without_stock_is_out_of_stock():
    with pytest.raises(OutOfStock), transaction.atomic():
        reserve(line(VariantId(new_id())))


@pytest.mark.parametrize("units", [0, -1, 2**31, 2**63, 10**30])
def test_impossible_quantities_are_refused(units):
    shirt = stocked(5)
    with pytest.raises(QuantityOutOfRange), transaction.atomic():
        reserve(line(shirt, units))
    assert counts(shirt) == (5, 0)


def test_paying_takes_the_units_off_the_shelf_once():
    shirt = stocked(5)
    reference = reserve(line(shirt, 2))
    for _ in range(3):
        facade.commit(reference=reference)
    assert counts(shirt) == (3, 0)
    assert Movement.objects.filter(kind="commit").count() == 1
    assert_books_balance()


def test_releasing_gives_the_units_back_once():
    shirt = stocked(5)
    reference = reserve(line(shirt, 2))
    assert [facade.release(reference=reference) for _ in range(3)] == [True, False, False]
    assert counts(shirt) == (5, 0)
    assert_books_balance()


def test_what_is_paid_is_not_released():
    shirt = stocked(5)
    reference = reserve(line(shirt, 2))
    facade.commit(reference=reference)
    assert facade.release(reference=reference) is False
    assert counts(shirt) == (3, 0)


def test_a_late_payment_takes_the_units_again_when_they_are_free():
    shirt = stocked(2)
    reference = reserve(line(shirt, 2))
    facade.release(reference=reference)
    facade.commit(reference=reference)
    assert counts(shirt) == (0, 0)
    assert Reservation.objects.get().status == ReservationStatus.COMMITTED
    assert_books_balance()


def test_a_late_payment_for_what_is_gone_is_refused_and_keeps_nothing():
    shirt, cap = stocked(2), stocked(9)
    reference = reserve(line(shirt, 2), line(cap, 1))
    facade.release(reference=reference)
    other = reserve(line(shirt, 1))
    with pytest.raises(OutOfStock):
        facade.commit(reference=reference)
    assert (counts(shirt), counts(cap)) == ((2, 1), (9, 0))
    facade.commit(reference=other)
    assert counts(shirt) == (1, 0)
    assert_books_balance()


def test_the_refusal_leaves_the_callers_transaction_usable():
    shirt = stocked(1)
    reference = reserve(line(shirt))
    facade.release(reference=reference)
    reserve(line(shirt))
    with transaction.atomic():
        with pytest.raises(OutOfStock):
            facade.commit(reference=reference)
        assert counts(shirt) == (1, 1)


def test_nothing_is_committed_that_was_never_reserved():
    with pytest.raises(ReservationNotFound):
        facade.commit(reference=new_id())
    assert facade.release(reference=new_id()) is False


def test_one_reference_holds_once():
    shirt = stocked(5)
    reference = reserve(line(shirt))
    with pytest.raises(IntegrityError), transaction.atomic():
        facade.reserve(lines=[line(shirt)], reference=reference, minutes=1)
    assert counts(shirt) == (5, 1)


def test_what_ran_out_is_released_and_the_rest_is_kept():
    shirt = stocked(9)
    gone, kept, paid = (reserve(line(shirt)) for _ in range(3))
    facade.commit(reference=paid)
    for reference in (gone, paid):
        expire(reference)
    assert facade.release_expired() == 1
    status = dict(Reservation.objects.values_list("reference", "status"))
    assert (status[gone], status[kept], status[paid]) == ("released", "held", "committed")
    assert facade.release_expired() == 0
    assert_books_balance()


def test_a_reservation_of_many_lines_takes_as_many_statements_as_of_one(django_assert_num_queries):
    few, many = [line(stocked(9))], [line(stocked(9)) for _ in range(20)]
    for lines in (few, many):
        reference = new_id()
        with django_assert_num_queries(3):  # lock, move and log, holds
            facade.reserve(lines=lines, reference=reference, minutes=1)
        with django_assert_num_queries(6):  # the same, and the holds locked first
            facade.commit(reference=reference)


def test_stock_rows_are_locked_in_the_order_of_their_ids():
    """Whatever the plan of the query: mixed carts queue instead of deadlocking."""
    lines = [line(stocked(9)) for _ in range(3)]
    with CaptureQueriesContext(connection) as seen:
        reserve(*reversed(lines))
    [locking] = [query["sql"] for query in seen if "FOR UPDATE" in query["sql"]]
    assert locking.strip().endswith("ORDER BY variant_id FOR UPDATE")


def test_what_is_sold_out_is_refused_before_anything_is_locked(django_assert_num_queries):
    shirt, cap = stocked(3, sku="SHIRT"), stocked(1, sku="CAP")
    facade.check_free([line(shirt, 3), line(cap, 1)])
    with pytest.raises(OutOfStock) as refused:
        facade.check_free([line(shirt, 2), line(shirt, 2)])
    assert (refused.value.members["sku"], refused.value.members["available"]) == ("SHIRT", 3)
    with django_assert_num_queries(1):
        facade.check_free([line(shirt, 1), line(cap, 1)])
