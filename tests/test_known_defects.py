"""The defects of an earlier shop that concern orders, each as a test by its letter.

(a), codes for signing in, is guarded beside the accounts: apps/authentication/tests.
"""

import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from pydantic import ValidationError

from apps.common import clock
from apps.common.ids import new_id
from apps.common.money import Money
from apps.common.tests.parallel import in_parallel
from apps.orders.models import Order, OrderLine, VendorPart
from apps.orders.tests.factories import (
    ADDRESS,
    new_buyer,
    new_variant,
    paid_order,
    place,
    placed_order,
)
from apps.products.states import ProductStatus
from apps.promotions.models import Redemption
from apps.promotions.tests.factories import CouponFactory
from apps.vendors.tests.factories import VendorFactory
from backend.settings.env import Env

ROOT = Path(__file__).parents[1]
ORDERS = "/api/v2/orders"


def body(*variants: Any, **more: Any) -> dict[str, Any]:
    items = [{"variant_id": str(variant.pk), "quantity": 1} for variant in variants]
    return {"items": items, "address": ADDRESS, **more}


@pytest.mark.django_db
def test_b_a_key_is_bound_to_its_account_path_and_body(api: Any) -> None:
    """A replay never shows another's order, nor the answer to another question."""
    gown, ours, theirs = new_variant(stock=5), new_buyer(), new_buyer()
    key = {"Idempotency-Key": "the-same-key"}
    first = api.post(ORDERS, body(gown), signed_in=ours, headers=key).json()
    other = api.post(ORDERS, body(gown), signed_in=theirs, headers=key).json()
    assert first["order_id"] != other["order_id"]
    assert Order.objects.get(id=other["order_id"]).buyer_id == theirs.pk
    again = api.post(ORDERS, body(gown), signed_in=ours, headers=key)
    assert again.json()["order_id"] == first["order_id"]
    differs = api.post(ORDERS, body(gown, note="twice"), signed_in=ours, headers=key)
    assert (differs.status_code, differs.json()["code"]) == (422, "idempotency-key-reused")


@pytest.mark.django_db(transaction=True)
def test_c_orders_of_one_millisecond_have_numbers_of_their_own() -> None:
    gown, buyers = new_variant(stock=20), [new_buyer() for _ in range(20)]
    with time_machine.travel(clock.now(), tick=False):
        placed = in_parallel(20, lambda number: place(gown, buyer=buyers[number]))
    assert len({order.number for order in placed}) == 20
    assert len(set(Order.objects.values_list("placed_at", flat=True))) == 1


@pytest.mark.django_db
def test_d_each_vendor_has_its_part_of_a_basket_of_two() -> None:
    ours, theirs = new_variant(), new_variant()
    order = placed_order(ours, theirs, quantity=2)
    parts = {part.vendor_id: part for part in VendorPart.objects.filter(order=order)}
    assert set(parts) == {ours.vendor_id, theirs.vendor_id}
    for variant in (ours, theirs):
        part = parts[variant.vendor_id]
        assert [line.variant_id for line in OrderLine.objects.filter(part=part)] == [variant.pk]
        assert part.items_minor == 2 * variant.price_minor
    sums = [part.items_minor + part.delivery_minor for part in parts.values()]
    assert sum(sums) == order.total_minor


@pytest.mark.django_db(transaction=True)
def test_e_a_use_of_a_coupon_is_counted_at_once_and_for_its_buyer() -> None:
    gown, coupon = new_variant(stock=20), CouponFactory.create(per_buyer_limit=1)
    buyers = [new_buyer() for _ in range(8)]

    def order(number: int) -> object:
        return place_with(coupon.code, gown, buyers[number])

    in_parallel(8, order)
    coupon.refresh_from_db()
    assert coupon.used == 8
    users = Redemption.objects.values_list("buyer_id", flat=True)
    assert sorted(users) == sorted(buyer.pk for buyer in buyers)


def place_with(code: str, variant: Any, buyer: Any) -> object:
    from apps.orders.services.place_order import place_order  # noqa: PLC0415
    from apps.orders.tests.factories import item, wish  # noqa: PLC0415

    return place_order(wish(item(variant), buyer=buyer, coupons=(code,)), key=new_id().hex)


@pytest.mark.django_db
def test_f_locks_are_tried_on_postgresql_and_join_nothing_nullable() -> None:
    """`FOR UPDATE` over an outer join is refused by PostgreSQL alone: so nothing else is used."""
    assert connection.vendor == "postgresql"
    with pytest.raises(ValidationError):
        Env(database_url="sqlite:///shop.db")
    joined = re.compile(r"select_for_update\((?P<words>[^)]*\)?)\)[^\n]*\.select_related")
    wrong = [
        f"{path}: {found.group()}"
        for path in (ROOT / "apps").rglob("*.py")
        for found in joined.finditer(path.read_text())
        if "of=" not in found.group("words")
    ]
    assert wrong == []


@pytest.mark.parametrize("status", [ProductStatus.DRAFT, ProductStatus.ARCHIVED])
@pytest.mark.django_db
def test_g_what_is_not_published_cannot_be_ordered(api: Any, status: ProductStatus) -> None:
    gown = new_variant()
    type(gown.product).objects.filter(pk=gown.product_id).update(status=status)
    answer = api.post(
        ORDERS, body(gown), signed_in=new_buyer(), headers={"Idempotency-Key": new_id().hex}
    )
    assert (answer.status_code, answer.json()["code"]) == (404, "not-for-sale")
    assert Order.objects.count() == 0


@pytest.mark.django_db
def test_h_commission_is_of_the_goods_at_the_rate_of_that_day() -> None:
    """Not of the delivery, not of what the platform gives away, not by tomorrow's rate."""
    vendor = VendorFactory.create(commission_bp=1000)
    gown = new_variant(vendor=vendor)
    order = paid_order(gown, quantity=2)
    type(vendor).objects.filter(pk=vendor.pk).update(commission_bp=2500)
    part = VendorPart.objects.get(order=order)
    assert part.delivery_minor > 0
    assert (part.commission_bp, part.commission_minor) == (1000, part.items_minor // 10)


@pytest.mark.parametrize("name", ["user_id", "buyer_id", "customer_id", "buyer"])
@pytest.mark.django_db
def test_i_the_buyer_is_who_signed_in_whatever_the_body_says(api: Any, name: str) -> None:
    ours, victim = new_buyer(), new_buyer()
    wanted = body(new_variant(), **{name: str(victim.pk)})
    answer = api.post(ORDERS, wanted, signed_in=ours, headers={"Idempotency-Key": new_id().hex})
    assert answer.status_code in {201, 422}
    assert not Order.objects.filter(buyer=victim).exists()


@pytest.mark.django_db
def test_i_vendors_are_told_of_money_not_of_wishes_and_no_kobo_is_lost() -> None:
    """Nobody is paid when an order is placed; 0.9 as a float would lose kobo at these sums."""
    order = placed_order(new_variant())
    assert {part.status for part in VendorPart.objects.filter(order=order)} == {"pending"}
    great = Money(9_007_199_254_740_993, "NGN")  # 2^53 + 1: no float holds it
    mine, rest = great.split([9000, 1000])
    assert mine + rest == great
