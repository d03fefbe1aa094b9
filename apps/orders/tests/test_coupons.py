"""Coupons in an order: what they take off, whose they are, and that everything still adds up."""

from typing import Any

import pytest
from django.db.models import F, Sum

from apps.common.errors import Conflict
from apps.orders.models import Order, OrderLine, VendorPart
from apps.orders.services.cancel_order import cancel_order
from apps.orders.services.quote_order import quote_order
from apps.orders.tests.factories import (
    free,
    item,
    new_buyer,
    new_variant,
    paid_order,
    place,
    placed_order,
    wish,
)
from apps.payments.models import Intent
from apps.promotions.errors import CouponRefused
from apps.promotions.models import Redemption
from apps.promotions.states import CouponKind, CouponScope, Funder
from apps.promotions.tests.factories import CouponFactory
from apps.vendors.models import Vendor
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db


def vendors_coupon(vendor: Vendor, **terms: object) -> Any:
    return CouponFactory.create(
        vendor=vendor, funder=Funder.VENDOR, scope=CouponScope.VENDOR, **terms
    )


def test_a_platform_coupon_lessens_the_price_but_not_what_the_vendor_is_paid_for() -> None:
    CouponFactory.create(code="TENOFF")
    order = placed_order(new_variant(), coupons=("ten off",), quantity=2)
    [part] = order.parts.all()
    assert (order.items_minor, order.discount_minor) == (2_500_000, 250_000)
    assert order.total_minor == 2_500_000 + 250_000 - 250_000
    assert (part.discount_minor, part.platform_discount_minor) == (250_000, 250_000)
    assert part.commission_minor == 250_000
    assert Intent.objects.get(reference=order.id).amount_minor == order.total_minor


def test_a_vendors_coupon_lessens_the_commission_too_and_only_its_own_lines() -> None:
    one, two = VendorFactory.create(), VendorFactory.create()
    vendors_coupon(one, code="MINE20", percent_bp=2000)
    order = placed_order(new_variant(vendor=one), new_variant(vendor=two), coupons=("MINE20",))
    mine, other = order.parts.order_by("position")
    assert (mine.discount_minor, mine.platform_discount_minor) == (250_000, 0)
    assert (mine.commission_minor, other.commission_minor) == (100_000, 125_000)
    assert (other.discount_minor, other.delivery_discount_minor) == (0, 0)
    assert [(one.code, one.amount_minor) for one in order.discounts.all()] == [("MINE20", 250_000)]


def test_free_delivery_is_taken_off_the_deliveries() -> None:
    CouponFactory.create(code="SHIPFREE", kind=CouponKind.FREE_DELIVERY, percent_bp=None)
    order = placed_order(new_variant(), new_variant(), coupons=("SHIPFREE",))
    parts = list(order.parts.all())
    assert [part.delivery_discount_minor for part in parts] == [250_000, 250_000]
    assert order.total_minor == order.items_minor


def test_what_costs_nothing_is_paid_at_once(settings) -> None:
    settings.DELIVERY_FEE_MINOR = 0
    CouponFactory.create(code="GIFT", percent_bp=10_000)
    gown = new_variant(stock=2)
    placed = place(gown, coupons=("GIFT",))
    order = Order.objects.get(id=placed.order_id)
    assert (order.status, order.total_minor, placed.intent_id) == ("paid", 0, None)
    assert not Intent.objects.exists()
    assert free(gown) == 1
    assert order.parts.get().status == "paid"


def test_a_refused_coupon_keeps_nothing() -> None:
    coupon = CouponFactory.create(code="RICH", minimum_minor=90_000_000)
    gown = new_variant(stock=1)
    with pytest.raises(CouponRefused) as refusal:
        place(gown, coupons=("RICH",))
    assert refusal.value.members["why"] == "minimum"
    assert free(gown) == 1
    assert not Order.objects.exists()
    coupon.refresh_from_db()
    assert coupon.used == 0


def test_goods_that_are_gone_free_the_coupon() -> None:
    coupon = CouponFactory.create(code="TENOFF", total_limit=1)
    with pytest.raises(Conflict):
        place(new_variant(stock=0), coupons=("TENOFF",))
    coupon.refresh_from_db()
    assert coupon.used == 0


def test_an_order_that_is_given_up_frees_the_coupon() -> None:
    coupon = CouponFactory.create(code="TENOFF", total_limit=1)
    order = placed_order(coupons=("TENOFF",))
    cancel_order(order_id=order.id, buyer_id=order.buyer_id)
    coupon.refresh_from_db()
    assert coupon.used == 0
    placed_order(coupons=("TENOFF",))


def test_a_first_order_coupon_is_for_the_first() -> None:
    CouponFactory.create(code="WELCOME", is_first_order_only=True)
    buyer = new_buyer()
    paid_order(buyer=buyer)
    with pytest.raises(CouponRefused) as refusal:
        place(buyer=buyer, coupons=("WELCOME",))
    assert refusal.value.members["why"] == "first-order-only"
    assert placed_order(coupons=("WELCOME",)).discount_minor > 0


def test_lines_parts_and_order_add_up_with_three_coupons() -> None:
    one, two = VendorFactory.create(), VendorFactory.create()
    vendors_coupon(one, code="ONE13", percent_bp=1300)
    vendors_coupon(two, code="TWOFIX", kind=CouponKind.FIXED, percent_bp=None, amount_minor=777_77)
    CouponFactory.create(code="SHOP7", percent_bp=733)
    goods = [
        new_variant(vendor=one, price_minor=333_333),
        new_variant(vendor=one, price_minor=1),
        new_variant(vendor=two, price_minor=999_999),
    ]
    order = placed_order(*goods, quantity=3, coupons=("ONE13", "TWOFIX", "SHOP7"))
    parts = VendorPart.objects.filter(order=order)
    lines = OrderLine.objects.filter(part__order=order)
    off = F("discount_minor") + F("delivery_discount_minor")
    assert parts.aggregate(sum=Sum(off))["sum"] == order.discount_minor
    for part in parts:
        assert sum(line.discount_minor for line in lines.filter(part=part)) == part.discount_minor
    redeemed = Redemption.objects.filter(reference=order.id)
    assert redeemed.aggregate(sum=Sum("amount_minor"))["sum"] == order.discount_minor
    assert order.discounts.count() == 3


def test_a_quote_costs_what_placing_costs_and_holds_nothing() -> None:
    coupon = CouponFactory.create(code="TENOFF")
    gown, buyer = new_variant(stock=3), new_buyer()
    asked = wish(item(gown, 2), buyer=buyer, coupons=("TENOFF",))
    quoted = quote_order(asked)
    assert free(gown) == 3
    coupon.refresh_from_db()
    assert coupon.used == 0
    order = placed_order(gown, buyer=buyer, quantity=2, coupons=("TENOFF",))
    assert (quoted.total, quoted.discount) == (order.total, quoted.items.percent(1000))
