"""Many at once on real connections; the docstrings say without which guard a test went red."""

import time
from functools import partial

import pytest
from django.db import transaction

from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.common.tests.parallel import race
from apps.promotions import facade
from apps.promotions.errors import CouponRefused
from apps.promotions.models import Coupon, Redemption
from apps.promotions.tests.factories import CouponFactory, assert_uses_add_up, basket

REST_OF_THE_ORDER = 0.02  # seconds; the guards must hold until the commit
pytestmark = pytest.mark.django_db(transaction=True)


def order(codes, buyer_id, reference=None, *, is_first_order=False):
    """Redeem in a transaction of its own that goes on for a while, as placing an order does."""

    def place():
        with transaction.atomic():
            discounts = facade.redeem(
                codes,
                basket=basket(10_000),
                buyer_id=buyer_id,
                reference=reference or new_id(),
                is_first_order=is_first_order,
            )
            time.sleep(REST_OF_THE_ORDER)
            return discounts

    return place


def winners(results, *, why):
    """How many redeemed; every loser was told that word, and nothing else went wrong."""
    refused = [result for result in results if isinstance(result, CouponRefused)]
    failed = [result for result in results if isinstance(result, Exception)]
    assert [error for error in failed if error not in refused] == []
    assert {error.members["why"] for error in refused} <= {why}
    return len(results) - len(refused)


def buyers(count):
    return [user.pk for user in UserFactory.create_batch(count)]


@pytest.mark.parametrize("limit", [1, 10])
def test_fifty_orders_use_a_coupon_as_often_as_its_limit(limit):
    """Red without the condition of the UPDATE, or without the look at its rows."""
    row = CouponFactory.create(total_limit=limit)
    results = race([order([row.code], buyer_id) for buyer_id in buyers(50)])
    assert winners(results, why="used-up") == limit
    assert Redemption.objects.filter(coupon=row).count() == limit
    assert_uses_add_up()


def test_parallel_orders_of_one_buyer_keep_to_the_limit_of_each():
    """Red without the lock on the coupon's row."""
    row = CouponFactory.create(per_buyer_limit=1)
    [buyer_id] = buyers(1)
    results = race([order([row.code], buyer_id) for _ in range(20)])
    assert winners(results, why="used-by-you") == 1
    assert_uses_add_up()


def test_parallel_orders_of_one_buyer_are_first_once_whichever_coupon():
    """Red without the partial unique index."""
    rows = CouponFactory.create_batch(20, is_first_order_only=True)
    [buyer_id] = buyers(1)
    results = race([order([row.code], buyer_id, is_first_order=True) for row in rows])
    assert winners(results, why="first-order-only") == 1
    assert_uses_add_up()


def test_one_reference_many_times_at_once_is_one_use_with_one_answer():
    """Red without the lock on the coupon's row."""
    row, reference = CouponFactory.create(), new_id()
    [buyer_id] = buyers(1)
    results = race([order([row.code], buyer_id, reference) for _ in range(20)])
    assert winners(results, why="") == 20
    assert len({result[0].total for result in results}) == 1
    assert Coupon.objects.get(pk=row.pk).used == 1
    assert_uses_add_up()


def test_many_releases_of_one_reference_give_it_back_once():
    """Red without the lock on the coupons."""
    row = CouponFactory.create(total_limit=5)
    references = [new_id(), new_id()]
    for buyer_id, reference in zip(buyers(2), references, strict=True):
        order([row.code], buyer_id, reference)()
    results = race([partial(facade.release, references[0])] * 20)
    assert sorted(results) == [False] * 19 + [True]
    assert Coupon.objects.get(pk=row.pk).used == 1
    assert_uses_add_up()


def test_late_money_races_new_buyers_for_the_last_use():
    """Red without the condition of the UPDATE, or without the look at its rows."""
    row, late = CouponFactory.create(total_limit=1), new_id()
    order([row.code], buyers(1)[0], late)()
    facade.release(late)
    calls = [partial(facade.reclaim, late), *[order([row.code], one) for one in buyers(19)]]
    again, *others = race(calls)
    assert again in {True, False}
    assert winners(others, why="used-up") + again == 1
    assert_uses_add_up()
