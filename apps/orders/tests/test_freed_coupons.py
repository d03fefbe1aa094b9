"""A paid order that is called off as a whole, before anything was sent, frees its coupons once."""

from functools import partial
from typing import Any

import pytest

from apps.authentication.models import User
from apps.common.outbox.testing import deliver_events
from apps.common.tests.parallel import race
from apps.orders import facade
from apps.orders.contracts import Party
from apps.orders.models import Order
from apps.orders.selectors.invariants import faults
from apps.orders.states import ReturnReason, ShipmentStatus
from apps.orders.tests.aftersale import staff, vendor_of
from apps.orders.tests.factories import (
    new_buyer,
    new_variant,
    paid_order,
    place,
    ship,
)
from apps.products.models import Variant
from apps.promotions.errors import CouponRefused
from apps.promotions.models import Coupon
from apps.promotions.tests.factories import CouponFactory

pytestmark = pytest.mark.django_db


def paid_with(coupon: Coupon, *variants: Variant, buyer: User | None = None) -> Order:
    return paid_order(*variants, buyer=buyer, coupons=(coupon.code,), quantity=2)


def used(coupon: Coupon) -> int:
    coupon.refresh_from_db()
    assert [str(fault) for fault in faults()] == []
    return coupon.used


def call_off(order: Order, position: int, **wish: Any) -> None:
    part = order.parts.get(position=position)
    facade.cancel_units(part_id=part.id, by=Party.buyer(order.buyer_id), **wish)


def test_a_whole_order_called_off_frees_the_limit_of_all_and_of_each_buyer() -> None:
    coupon = CouponFactory.create(total_limit=1, per_buyer_limit=1)
    buyer = new_buyer()
    order = paid_with(coupon, new_variant(), new_variant(), buyer=buyer)
    facade.cancel_order(order_id=order.id, buyer_id=buyer.pk)
    order.refresh_from_db()
    assert (order.status, used(coupon)) == ("refunded", 0)
    paid_with(coupon, buyer=buyer)
    assert used(coupon) == 1


def test_the_buyer_may_have_a_first_order_again() -> None:
    coupon = CouponFactory.create(is_first_order_only=True)
    buyer = new_buyer()
    order = paid_with(coupon, buyer=buyer)
    facade.cancel_order(order_id=order.id, buyer_id=buyer.pk)
    order = paid_with(coupon, buyer=buyer)
    ship(order.parts.get())
    with pytest.raises(CouponRefused, match="first"):
        place(buyer=buyer, coupons=(coupon.code,))
    assert used(coupon) == 1


def test_only_the_last_unit_of_the_last_part_frees_it() -> None:
    coupon = CouponFactory.create(total_limit=1)
    gown, cap = new_variant(), new_variant()
    order = paid_with(coupon, gown, cap)
    call_off(order, 1)
    call_off(order, 2, lines={cap.id: 1})
    assert used(coupon) == 1
    call_off(order, 2, lines={cap.id: 1})
    assert used(coupon) == 0


@pytest.mark.parametrize("by", [vendor_of, lambda _: staff()], ids=["vendor", "staff"])
def test_whoever_calls_it_off(by: Any) -> None:
    coupon = CouponFactory.create(total_limit=1)
    part = paid_with(coupon).parts.select_related("order").get()
    facade.cancel_units(part_id=part.id, by=by(part))
    assert used(coupon) == 0


@pytest.mark.parametrize("fate", [ShipmentStatus.LOST, ShipmentStatus.DELIVERED])
def test_what_was_sent_keeps_it_used_though_the_rest_is_called_off(fate: ShipmentStatus) -> None:
    coupon = CouponFactory.create(total_limit=1)
    buyer = new_buyer()
    order = paid_with(coupon, new_variant(), new_variant(), buyer=buyer)
    part = order.parts.select_related("order").get(position=1)
    ship(part)
    facade.move_shipment(part_id=part.id, by=vendor_of(part), status=fate)
    call_off(order, 2)
    deliver_events()
    assert used(coupon) == 1
    first = CouponFactory.create(is_first_order_only=True)
    with pytest.raises(CouponRefused, match="first"):
        place(buyer=buyer, coupons=(first.code,))


def test_a_return_of_everything_keeps_it_used() -> None:
    coupon = CouponFactory.create(total_limit=1)
    gown = new_variant()
    part = paid_with(coupon, gown).parts.select_related("order").get()
    ship(part)
    buyer = Party.buyer(part.order.buyer_id)
    facade.confirm_delivery(part_id=part.id, buyer_id=part.order.buyer_id)
    wish = facade.request_return(
        part_id=part.id, by=buyer, lines={gown.id: 2}, reason=ReturnReason.DOES_NOT_FIT
    )
    facade.approve_return(return_id=wish, by=vendor_of(part))
    facade.receive_return(return_id=wish, by=vendor_of(part))
    assert used(coupon) == 1


@pytest.mark.django_db(transaction=True)
def test_parts_called_off_at_once_beside_new_orders_free_it_once_and_block_nobody() -> None:
    """Red if stock is locked before the coupon: the orders and the cancellation wait in a ring."""
    coupon = CouponFactory.create(total_limit=40)
    gown, cap = new_variant(stock=200), new_variant(stock=200)
    orders = [paid_with(coupon, gown, cap) for _ in range(3)]
    give_up = [partial(facade.cancel_order, order_id=o.id, buyer_id=o.buyer_id) for o in orders[:2]]
    halves = [partial(call_off, orders[2], position) for position in (1, 2)]
    buyers = [new_buyer() for _ in range(6)]
    more = [partial(place, gown, cap, buyer=who, coupons=(coupon.code,)) for who in buyers]
    answers = race([*give_up, *halves, *more])
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert used(coupon) == 6
