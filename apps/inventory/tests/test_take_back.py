from time import sleep

import pytest
from django.db import transaction

from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.common.outbox.models import OutboxEvent
from apps.common.tests.parallel import race
from apps.inventory import facade
from apps.inventory.errors import QuantityOutOfRange
from apps.inventory.models import Movement
from apps.inventory.states import MovementKind
from apps.inventory.tests.factories import assert_books_balance, counts, line, stocked

pytestmark = pytest.mark.django_db


def take_back(*lines, kind=MovementKind.RETURN, reference=None, actor_id=None):
    facade.take_back(
        lines, reference=reference or new_id(), kind=kind, reason="Too small", actor_id=actor_id
    )


def sold_out(units=2):
    """A variant whose units were all bought."""
    shirt, order = stocked(units), new_id()
    facade.reserve(lines=[line(shirt, units)], reference=order, minutes=10)
    facade.commit(reference=order)
    OutboxEvent.objects.all().delete()
    return shirt


def test_returned_units_are_for_sale_again_and_the_shop_is_told():
    shirt, clerk, parcel = sold_out(), UserFactory.create(), new_id()
    take_back(line(shirt), line(shirt), reference=parcel, actor_id=clerk.pk)
    assert counts(shirt) == (2, 0)
    move = Movement.objects.latest("id")
    assert (move.kind, move.quantity, move.reason) == ("return", 2, "Too small")
    assert (move.reference, move.actor_id) == (parcel, clerk.pk)
    assert OutboxEvent.objects.get().payload["available"] == 2
    assert_books_balance(shirt)


def test_damaged_units_are_logged_and_stay_off_the_shelf():
    shirt, other = sold_out(), stocked(3)
    take_back(line(shirt, 2), line(other), kind=MovementKind.DAMAGE)
    assert (counts(shirt), counts(other)) == ((0, 0), (3, 0))
    logged = Movement.objects.filter(kind=MovementKind.DAMAGE).values_list("variant", "quantity")
    assert dict(logged) == {shirt: 2, other: 1}
    assert not OutboxEvent.objects.filter(payload__variant_id=str(shirt)).exists()
    assert_books_balance()


@pytest.mark.parametrize("units", [0, -1, 1_000_001])
def test_impossible_quantities_come_not_back(units):
    shirt = sold_out()
    with pytest.raises(QuantityOutOfRange):
        take_back(line(shirt), line(shirt, units))
    assert counts(shirt) == (0, 0)


@pytest.mark.parametrize(
    ("kind", "statements"), [(MovementKind.RETURN, 5), (MovementKind.DAMAGE, 5)]
)
def test_any_number_of_lines_takes_as_many_statements(kind, statements, django_assert_num_queries):
    shelf = [stocked(1) for _ in range(4)]
    with django_assert_num_queries(statements):
        take_back(*[line(variant_id) for variant_id in shelf], kind=kind)


@pytest.mark.django_db(transaction=True)
def test_returns_in_any_order_neither_deadlock_nor_break_the_log():
    """Red 3 of 3 without the lock in `lock_stock`."""
    shelf = [stocked(1) for _ in range(4)]
    kinds = [MovementKind.RETURN, MovementKind.DAMAGE]
    orders = [shelf if number % 3 else shelf[::-1] for number in range(12)]

    def parcel(number):
        with transaction.atomic():
            take_back(*[line(one) for one in orders[number]], kind=kinds[number % 2])
            sleep(0.02)

    calls = [lambda number=number: parcel(number) for number in range(12)]
    assert race(calls) == [None] * 12
    assert {counts(one) for one in shelf} == {(7, 0)}
    assert_books_balance()
