import pytest
from django.db import IntegrityError, transaction

from apps.authentication.contracts import UserId
from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.inventory import facade
from apps.inventory.contracts import StockLine
from apps.inventory.errors import QuantityOutOfRange, UnitsAreReserved
from apps.inventory.models import Movement, Stock
from apps.inventory.rules import MAX_UNITS
from apps.inventory.tests.factories import assert_books_balance, counts, line, stocked
from apps.products.contracts import VariantId
from apps.products.tests.factories import VariantFactory

pytestmark = pytest.mark.django_db


def test_a_first_count_makes_the_row_and_its_log():
    variant_id, clerk = VariantId(VariantFactory.create().pk), UserId(UserFactory.create().pk)
    count = facade.set_on_hand(variant_id=variant_id, quantity=7, reason="shelf", actor_id=clerk)
    assert (count.on_hand, count.reserved, count.available) == (7, 0, 7)
    move = Movement.objects.get()
    assert (move.kind, move.quantity, move.on_hand_before, move.on_hand_after) == (
        "adjust",
        7,
        0,
        7,
    )
    assert (move.reason, move.actor_id) == ("shelf", clerk)


def test_the_same_count_writes_nothing():
    variant_id = stocked(7)
    facade.set_on_hand(variant_id=variant_id, quantity=7, reason="again")
    assert Movement.objects.count() == 1


def test_a_delivery_adds_up():
    variant_id = stocked(7)
    assert facade.receive([StockLine(variant_id, 5)], reason="delivery")[0].on_hand == 12
    assert_books_balance()


def test_a_count_does_not_go_below_what_buyers_hold():
    variant_id = stocked(5)
    facade.reserve(lines=[line(variant_id, 3)], reference=new_id(), minutes=10)
    with pytest.raises(UnitsAreReserved) as refused:
        facade.set_on_hand(variant_id=variant_id, quantity=2, reason="loss")
    assert refused.value.members == {"reserved": 3}
    assert facade.set_on_hand(variant_id=variant_id, quantity=3, reason="loss").available == 0
    assert_books_balance()


@pytest.mark.parametrize("quantity", [-1, MAX_UNITS + 1, 2**31, 2**63, 10**30])
def test_impossible_counts_are_refused(quantity):
    variant_id = stocked(1)
    with pytest.raises(QuantityOutOfRange):
        facade.set_on_hand(variant_id=variant_id, quantity=quantity, reason="x")
    with pytest.raises(QuantityOutOfRange):
        facade.receive([StockLine(variant_id, quantity)], reason="x")
    assert counts(variant_id) == (1, 0)


def test_what_was_never_counted_is_not_there():
    unknown = VariantId(new_id())
    assert facade.available([unknown]) == {unknown: 0}


@pytest.mark.parametrize("change", [{"reserved": 4}, {"on_hand": -1}, {"reserved": -1}], ids=repr)
def test_the_database_refuses_what_cannot_be(change):
    """The last line of defence, whoever writes: red without the CHECK constraints."""
    variant_id = stocked(3)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stock.objects.filter(pk=variant_id).update(**change)
