from functools import partial

import pytest

from apps.authentication.tests.factories import UserFactory
from apps.common.outbox.models import OutboxEvent
from apps.common.outbox.testing import deliver_events
from apps.inventory import facade
from apps.inventory.errors import NothingAsked, StillInStock, TooManyRequested, VariantNotFound
from apps.inventory.events import BackInStock
from apps.inventory.models import BackInStockRequest
from apps.inventory.services import wait_for_stock
from apps.inventory.tasks import tell_more_waiting_buyers
from apps.inventory.tests.factories import at_once, stocked
from apps.products.models import Product
from apps.products.tests.factories import VariantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer():
    return UserFactory.create()


def ask(variant_id, buyer):
    return facade.ask_when_back(variant_id=variant_id, buyer_id=buyer.pk)


def back(variant_id, units=1):
    facade.set_on_hand(variant_id=variant_id, quantity=units, reason="test")
    deliver_events()


def told():
    """How many requests each event answers, in order."""
    events = OutboxEvent.objects.filter(name=BackInStock.name).order_by("id")
    return [len(event.payload["request_ids"]) for event in events]


def test_asking_again_answers_the_same_request(buyer):
    shirt = stocked(0)
    assert ask(shirt, buyer) == ask(shirt, buyer)
    assert BackInStockRequest.objects.count() == 1


def test_there_is_nothing_to_wait_for_while_it_can_be_bought(buyer):
    with pytest.raises(StillInStock):
        ask(stocked(1), buyer)


def test_what_is_not_in_the_shop_cannot_be_waited_for(buyer):
    shirt = stocked(0)
    Product.objects.update(status="draft")
    with pytest.raises(VariantNotFound):
        ask(shirt, buyer)


def test_a_request_is_answered_once_and_can_be_made_again(buyer):
    shirt = stocked(0)
    first = ask(shirt, buyer)
    back(shirt)
    back(shirt, 0)
    back(shirt)
    assert told() == [1]
    back(shirt, 0)
    assert ask(shirt, buyer).id != first.id
    back(shirt)
    assert told() == [1, 1]


def test_a_request_taken_back_is_not_answered(buyer):
    shirt = stocked(0)
    ask(shirt, buyer)
    facade.take_wish_back(variant_id=shirt, buyer_id=buyer.pk)
    with pytest.raises(NothingAsked):
        facade.take_wish_back(variant_id=shirt, buyer_id=buyer.pk)
    back(shirt)
    assert told() == []


def test_one_event_answers_so_many_and_the_next_minutes_the_rest(monkeypatch):
    monkeypatch.setattr(wait_for_stock, "BATCH", 2)
    shirt, buyers = stocked(0), UserFactory.create_batch(5)
    for one in buyers:
        ask(shirt, one)
    back(shirt)
    assert told() == [2]
    assert [tell_more_waiting_buyers.call() for _ in range(3)] == [2, 1, 0]
    assert told() == [2, 2, 1]
    requests = BackInStockRequest.objects.order_by("told_at", "created_at")
    assert [row.buyer_id for row in requests] == [one.pk for one in buyers], "oldest first"


def test_the_rest_waits_on_when_it_sells_out_again(monkeypatch):
    monkeypatch.setattr(wait_for_stock, "BATCH", 1)
    shirt = stocked(0)
    for one in UserFactory.create_batch(2):
        ask(shirt, one)
    back(shirt)
    back(shirt, 0)
    assert tell_more_waiting_buyers.call() == 0
    assert BackInStockRequest.objects.filter(told_at__isnull=True).count() == 1


def test_a_buyer_waits_for_a_limited_number(buyer, monkeypatch):
    monkeypatch.setattr(wait_for_stock, "MOST_A_BUYER", 2)
    for _ in range(2):
        ask(stocked(0), buyer)
    with pytest.raises(TooManyRequested):
        ask(stocked(0), buyer)


def test_a_variant_nobody_counted_is_sold_out_too(buyer):
    shirt = VariantFactory.create().pk
    ask(shirt, buyer)
    back(shirt, 2)
    assert told() == [1]


@pytest.mark.django_db(transaction=True)
def test_asking_at_once_makes_one_request_and_keeps_the_limit(buyer, monkeypatch):
    """Red 3 of 3 without the buyer's lock: the unique index raises, or the limit is passed."""
    monkeypatch.setattr(wait_for_stock, "MOST_A_BUYER", 3)
    for shirt in (stocked(0), stocked(0)):
        same = at_once(8, partial(ask, shirt, buyer))
        assert len({wish.id for wish in same}) == 1
    others = iter([stocked(0) for _ in range(8)])
    results = at_once(8, lambda: ask(next(others), buyer))
    assert sum(isinstance(one, TooManyRequested) for one in results) == 7
    assert BackInStockRequest.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_answer_each_request_once():
    """Red 3 of 3 without the lock on the requests."""
    shirt = stocked(0)
    for one in UserFactory.create_batch(6):
        ask(shirt, one)
    facade.set_on_hand(variant_id=shirt, quantity=1, reason="test")
    results = at_once(6, partial(wait_for_stock.tell_waiting, variant_id=shirt))
    assert sum(results) == 6
    ids = [
        one
        for event in OutboxEvent.objects.filter(name=BackInStock.name)
        for one in event.payload["request_ids"]
    ]
    assert len(ids) == len(set(ids)) == 6
