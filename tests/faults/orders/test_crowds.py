"""Crowds over real HTTP, two web processes, one PostgreSQL: nothing is sold twice, nobody gets 5xx.

The normal suite runs them 40 times smaller and with two seeds; `test --faults orders` in full.
"""

import random

import pytest

from apps.inventory.models import Stock
from apps.orders.models import Order
from tests.faults.orders.books import assert_books_agree
from tests.faults.orders.crowd import Reply, percentile, storm, words
from tests.faults.orders.goods import buyers, order, shelf
from tests.faults.orders.web import Web

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SOLD_OUT = "409 out-of-stock"
UNITS = 100


def tell(what: str, seed: int, replies: list[Reply]) -> None:
    print(f"\n{what}, seed {seed}: {dict(words(replies))}; p99 {percentile(replies, 99):.2f} s")


def test_a_crowd_for_the_last_unit(crowded: Web, scale: int, seed: int) -> None:
    crowd = buyers(1000 // scale)
    (last,) = shelf([1])
    random.Random(seed).shuffle(crowd)
    replies = storm(crowded.urls, [order(buyer, [last]) for buyer in crowd])
    tell(f"{len(crowd)} buyers, 1 unit", seed, replies)
    assert words(replies) == {"201": 1, SOLD_OUT: len(crowd) - 1}, crowded.said()[-3000:]
    assert Order.objects.count() == 1
    assert_books_agree()


def test_mixed_carts_in_any_order_take_exactly_what_is_there(
    crowded: Web, scale: int, seed: int
) -> None:
    """Half of the buyers want the hot one, alone or among others, in any order."""
    chance = random.Random(seed)
    units = max(10, UNITS // scale)
    crowd = buyers(5000 // scale)
    hot, *others = shelf([units, *[units * 4] * 5])
    baskets = [[*chance.sample(others, chance.randint(0, 3)), hot] for _ in crowd]
    for basket in baskets:
        chance.shuffle(basket)
    calls = [order(buyer, basket) for buyer, basket in zip(crowd, baskets, strict=True)]
    replies = storm(crowded.urls, calls)
    tell(f"{len(crowd)} buyers, {units} units, mixed carts", seed, replies)
    assert words(replies) == {"201": units, SOLD_OUT: len(crowd) - units}, crowded.said()[-3000:]
    stock = Stock.objects.get(pk=hot.pk)
    assert (stock.on_hand, stock.reserved) == (units, units)
    assert "deadlock" not in crowded.said()
    assert_books_agree()
