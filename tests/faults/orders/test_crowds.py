"""Crowds over real HTTP, two web processes, one PostgreSQL: nothing is sold twice, nobody gets 5xx.

Nor are there more uses of a coupon, refunds or returns than there may be. In one module: starting
the processes is what the short form costs.

The normal suite runs them 40 times smaller and with two seeds; `test --faults orders` in full.
"""

import random

import pytest

from apps.authentication.contracts import UserId
from apps.authentication.facade import access_token_for
from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.common.money import Money
from apps.inventory.models import Movement, Stock
from apps.orders.models import Order, Refund, Return
from apps.orders.tests.aftersale import delivered_part, paid_part
from apps.orders.tests.factories import new_buyer, new_variant
from apps.payments.models import Intent
from apps.promotions.models import Redemption
from apps.promotions.tests.factories import CouponFactory
from apps.vendors.tests.factories import VendorFactory
from tests.faults.orders.books import assert_books_agree
from tests.faults.orders.crowd import Call, Reply, percentile, storm, words
from tests.faults.orders.goods import buyers, order, shelf
from tests.faults.orders.web import Web

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SOLD_OUT = "409 out-of-stock"
UNITS = 100


def tell(what: str, seed: int, replies: list[Reply]) -> None:
    print(
        f"\n{what}, seed {seed}: {dict(words(replies))}; "
        f"p50 {percentile(replies, 50):.2f} s, p99 {percentile(replies, 99):.2f} s"
    )


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


@pytest.mark.parametrize("limit", [1, 100])
def test_a_crowd_with_one_coupon(crowded: Web, scale: int, seed: int, limit: int) -> None:
    """The goods suffice for all; the coupon does not."""
    crowd = buyers(1000 // scale)
    limit = max(1, limit // scale)
    goods = shelf([len(crowd)] * 3)
    coupon = CouponFactory.create(total_limit=limit, percent_bp=1500)
    chance = random.Random(seed)
    calls = [
        order(buyer, chance.sample(goods, 2), coupons=[coupon.code.lower()]) for buyer in crowd
    ]
    replies = storm(crowded.urls, calls)
    tell(f"{len(crowd)} buyers, a coupon for {limit}", seed, replies)
    assert words(replies) == {"201": limit, "409 coupon-refused": len(crowd) - limit}
    assert {reply.body["why"] for reply in replies if reply.status == 409} == {"used-up"}
    coupon.refresh_from_db()
    assert (coupon.used, Redemption.objects.count()) == (limit, limit)
    assert Order.objects.exclude(discount_minor=0).count() == limit
    assert_books_agree()


def test_ten_refunds_of_sixty_percent_of_one_charge(crowded: Web, seed: int) -> None:
    part = paid_part(new_variant(stock=3))
    person = UserFactory.create(is_staff=True, is_superuser=True)
    token = access_token_for(UserId(person.pk))
    most = Money(part.refundable.minor * 6 // 10, part.order.currency)
    body = {"amount": most.as_json(), "reason": "It came late."}
    path = f"/api/v1/orders/parts/{part.id}/refund/"
    calls = [Call(token, path, body, key=new_id().hex) for _ in range(10)]
    replies = storm(crowded.urls, calls)
    tell("10 refunds of 60 %", seed, replies)
    assert words(replies) == {"200": 1, "409 refund-too-large": 9}
    assert Refund.objects.count() == 1
    assert Intent.objects.get().refunded_minor == most.minor
    assert_books_agree()


def test_one_refund_sent_ten_times_under_one_key(crowded: Web, seed: int) -> None:
    part = paid_part(new_variant(stock=3))
    person = UserFactory.create(is_staff=True, is_superuser=True)
    token, key = access_token_for(UserId(person.pk)), new_id().hex
    body = {"amount": Money(100_000, part.order.currency).as_json(), "reason": "It came late."}
    path = f"/api/v1/orders/parts/{part.id}/refund/"
    replies = storm(crowded.urls, [Call(token, path, body, key=key)] * 10)
    tell("one refund ten times", seed, replies)
    assert words(replies) == {"200": 10}
    assert Refund.objects.count() == 1
    assert_books_agree()


def test_the_last_unit_comes_back_once(crowded: Web, seed: int) -> None:
    """Asked for by many clicks, received by many clicks: one return, one refund, one unit."""
    buyer, owner = new_buyer(), new_buyer()
    gown = new_variant(stock=3, vendor=VendorFactory.create(owner=owner))
    part = delivered_part(gown, buyer=buyer)
    items = [{"variant_id": str(gown.id), "quantity": 1}]
    wish = {"lines": items, "reason": "does-not-fit"}
    token = access_token_for(UserId(buyer.pk))
    asked = storm(crowded.urls, [Call(token, f"/api/v2/orders/parts/{part.id}/returns", wish)] * 8)
    tell("8 returns of the last unit", seed, asked)
    assert words(asked) == {"201": 1, "409 fewer-units-left": 7}
    return_id = Return.objects.get().id
    token = access_token_for(UserId(owner.pk))
    (agreed,) = storm(
        crowded.urls, [Call(token, f"/api/v2/vendor/returns/{return_id}/approve", {})]
    )
    assert agreed.status == 200
    path = f"/api/v2/vendor/returns/{return_id}/receive"
    received = storm(crowded.urls, [Call(token, path, {})] * 8)
    tell("received 8 times", seed, received)
    assert words(received) == {"200": 1, "409 illegal-transition": 7}
    assert (Refund.objects.count(), Movement.objects.filter(kind="return").count()) == (1, 1)
    assert_books_agree()
