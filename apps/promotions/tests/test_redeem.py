"""Quote, redeem, release, reclaim: one after the other."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.authentication.tests.factories import UserFactory
from apps.common import clock
from apps.common.ids import new_id
from apps.common.money import Money
from apps.promotions import facade
from apps.promotions.errors import CouponRefused
from apps.promotions.models import Coupon, Redemption
from apps.promotions.states import CouponKind, CouponScope, Funder
from apps.promotions.tests.factories import CouponFactory, assert_uses_add_up, basket
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer():
    return UserFactory.create().pk


def redeem(code, buyer_id, reference=None, *, goods=None, is_first_order=False):
    codes = [code] if isinstance(code, str) else code
    return facade.redeem(
        codes,
        basket=goods or basket(10_000),
        buyer_id=buyer_id,
        reference=reference or new_id(),
        is_first_order=is_first_order,
    )


def why(code, buyer_id, **order):
    with pytest.raises(CouponRefused) as refused, transaction.atomic():
        redeem(code, buyer_id, **order)
    return refused.value.members["why"]


def used(row):
    return Coupon.objects.get(pk=row.pk).used


def test_case_and_spaces_of_a_code_do_not_matter(buyer):
    row = CouponFactory.create(code="OWAMBE-10")
    twins = ["owambe-10", " Owambe -10 ", "OWAMBE-10"]
    [discount] = redeem(twins, buyer)
    assert (discount.code, discount.total) == ("OWAMBE-10", Money(1_000, "NGN"))
    assert used(row) == 1


@pytest.mark.parametrize(
    "text", ["", "  ", "no", "x" * 33, "SÄVE10", "\u0661\u0662\u0663", "A\x00BC"]
)
def test_what_cannot_be_a_code_is_unknown_without_a_query(text, buyer):
    with CaptureQueriesContext(connection) as statements, pytest.raises(CouponRefused) as refused:
        facade.quote([text], basket=basket(1), buyer_id=buyer, is_first_order=False)
    assert refused.value.members["why"] == "unknown"
    assert len(statements) == 0


def test_a_quote_is_what_redeeming_takes_and_writes_nothing(buyer):
    row = CouponFactory.create(total_limit=1)
    goods = basket(9_999, 1)
    quoted = facade.quote([row.code], basket=goods, buyer_id=buyer, is_first_order=False)
    assert Redemption.objects.count() == used(row) == 0
    assert redeem(row.code, buyer, goods=goods) == quoted
    with pytest.raises(CouponRefused) as refused:
        facade.quote([row.code], basket=goods, buyer_id=buyer, is_first_order=False)
    assert refused.value.members == {"coupon": row.code, "why": "used-up"}


def test_a_repeat_of_the_reference_answers_the_same_and_uses_nothing(buyer):
    row, reference = CouponFactory.create(), new_id()
    first = redeem(row.code, buyer, reference)
    assert redeem(row.code, buyer, reference, goods=basket(1, 2, 3)) == first
    assert facade.discounts_of(reference) == first
    assert used(row) == 1


def test_a_release_gives_the_use_back_once(buyer):
    row, reference = CouponFactory.create(total_limit=1), new_id()
    redeem(row.code, buyer, reference)
    assert why(row.code, buyer) == "used-up"
    assert facade.release(reference) is True
    assert facade.release(reference) is False
    assert used(row) == 0
    redeem(row.code, buyer)
    assert_uses_add_up()


def test_a_release_of_what_never_used_a_coupon_does_nothing():
    assert facade.release(new_id()) is False
    assert facade.reclaim(new_id()) is True


def test_late_money_takes_the_use_again_or_hears_that_it_is_gone(buyer):
    row, reference = CouponFactory.create(total_limit=1), new_id()
    discounts = redeem(row.code, buyer, reference)
    facade.release(reference)
    assert facade.reclaim(reference) is True
    assert facade.reclaim(reference) is True  # held already
    assert used(row) == 1
    facade.release(reference)
    other = new_id()
    redeem(row.code, UserFactory.create().pk, other)
    assert facade.reclaim(reference) is False
    assert facade.discounts_of(reference) == discounts
    assert_uses_add_up()


def test_late_money_keeps_the_limit_of_each_buyer(buyer):
    row, reference = CouponFactory.create(per_buyer_limit=1), new_id()
    redeem(row.code, buyer, reference)
    facade.release(reference)
    redeem(row.code, buyer)
    assert facade.reclaim(reference) is False
    assert_uses_add_up()


def test_late_money_does_not_make_a_second_first_order(buyer):
    row, other = CouponFactory.create_batch(2, is_first_order_only=True)
    reference = new_id()
    redeem(row.code, buyer, reference, is_first_order=True)
    facade.release(reference)
    redeem(other.code, buyer, is_first_order=True)
    assert facade.reclaim(reference) is False
    assert_uses_add_up()


def test_a_released_reference_that_redeems_again_holds_its_uses_again(buyer):
    row, reference = CouponFactory.create(total_limit=1), new_id()
    first = redeem(row.code, buyer, reference)
    facade.release(reference)
    assert redeem(row.code, buyer, reference) == first
    assert used(row) == 1
    facade.release(reference)
    redeem(row.code, buyer)
    assert why(row.code, buyer, reference=reference) == "used-up"
    assert_uses_add_up()


def test_a_coupon_that_ended_while_its_buyer_was_at_the_checkout_is_refused(buyer):
    row = CouponFactory.create()
    facade.quote([row.code], basket=basket(100), buyer_id=buyer, is_first_order=False)
    Coupon.objects.filter(pk=row.pk).update(ends_at=clock.now())
    assert why(row.code, buyer) == "ended"
    assert used(row) == 0


def test_one_buyer_uses_a_coupon_as_often_as_it_says(buyer):
    row = CouponFactory.create(per_buyer_limit=2)
    redeem(row.code, buyer)
    redeem(row.code, buyer)
    assert why(row.code, buyer) == "used-by-you"
    redeem(row.code, UserFactory.create().pk)
    assert used(row) == 3


def test_a_first_order_comes_once_whichever_coupon(buyer):
    first, second = CouponFactory.create_batch(2, is_first_order_only=True)
    assert why(first.code, buyer, is_first_order=False) == "first-order-only"
    redeem(first.code, buyer, is_first_order=True)
    assert why(second.code, buyer, is_first_order=True) == "first-order-only"
    assert_uses_add_up()


@pytest.mark.parametrize(
    ("terms", "word"),
    [
        ({"is_active": False}, "ended"),
        ({"starts_at": clock.now() + timedelta(days=1)}, "not-started"),
        ({"currency": "USD"}, "currency"),
        ({"minimum_minor": 10_001}, "minimum"),
        ({"kind": CouponKind.FREE_DELIVERY, "percent_bp": None}, "not-for-these-items"),
        ({"scope": CouponScope.PRODUCTS}, "not-for-these-items"),
        ({"scope": CouponScope.CATEGORIES}, "not-for-these-items"),
        ({"percent_bp": 1, "minimum_minor": 10_000}, None),
    ],
)
def test_a_refusal_says_why(buyer, terms, word):
    row = CouponFactory.create(**terms)
    if word is None:
        assert redeem(row.code, buyer)[0].total == Money(1, "NGN")
        return
    assert why(row.code, buyer) == word
    with pytest.raises(CouponRefused) as refused:
        facade.quote([row.code], basket=basket(10_000), buyer_id=None, is_first_order=True)
    assert refused.value.members["why"] == word
    assert used(row) == 0


def test_a_minimum_is_told(buyer):
    row = CouponFactory.create(minimum_minor=10_001)
    with pytest.raises(CouponRefused) as refused:
        redeem(row.code, buyer)
    assert refused.value.members["minimum"] == {"amount": "100.01", "currency": "NGN"}
    assert refused.value.detail == "This coupon is for items of ₦100.01 and more."


def test_a_refused_order_uses_nothing_of_its_other_coupons(buyer):
    vendor = VendorFactory.create()
    good = CouponFactory.create()
    foreign = CouponFactory.create(vendor=vendor, funder=Funder.VENDOR, scope=CouponScope.VENDOR)
    assert why([good.code, foreign.code], buyer) == "not-for-these-items"
    full = CouponFactory.create(total_limit=1, used=1)
    assert why(full.code, buyer) == "used-up"
    assert used(good) == used(foreign) == 0


def test_two_coupons_of_one_payer_do_not_stack(buyer):
    one, two = CouponFactory.create_batch(2)
    assert why([one.code, two.code], buyer) == "does-not-stack"
    assert why([f"CODE{number}" for number in range(21)], buyer) == "does-not-stack"


def test_redeeming_takes_five_statements_and_quoting_two(buyer):
    goods = basket(10_000)
    own = CouponFactory.create(per_buyer_limit=1)
    with CaptureQueriesContext(connection) as quoting:
        facade.quote([own.code], basket=goods, buyer_id=buyer, is_first_order=False)
    with CaptureQueriesContext(connection) as redeeming:
        redeem(own.code, buyer, goods=goods)
    assert (len(quoting), len(redeeming)) == (2, 5)
