"""A coupon on the way to the payment: used, taken out, refused with its reason."""

import pytest
from django.test import Client

from apps.common import clock
from apps.customers.models import Address
from apps.orders.models import Order
from apps.products.models import Variant
from apps.promotions.models import Coupon, Redemption
from apps.promotions.states import CouponKind, CouponScope, Funder
from apps.promotions.tests.factories import CouponFactory
from apps.storefront.tests.test_buying import reach_payment, text
from apps.storefront.tests.test_cart import put

pytestmark = pytest.mark.django_db(transaction=True)
PAY, USE = "/checkout/pay", "/checkout/coupon"


@pytest.fixture
def ten(db: None) -> Coupon:
    row: Coupon = CouponFactory.create(code="OWAMBE10")
    return row


@pytest.fixture
def key(shopper: Client, gown: Variant, home: Address) -> str:
    """At the last step, with one gown for ₦12,500 and a delivery for ₦2,500."""
    put(shopper, gown)
    return reach_payment(shopper, home)


def test_a_coupon_is_shown_and_redeemed(shopper: Client, key: str, ten: Coupon) -> None:
    page = shopper.post(USE, {"code": " owambe 10"}, follow=True).text
    assert "OWAMBE10" in page
    assert "₦1,250</dd>" in page
    assert page.count("₦13,750") == 2
    shopper.post(PAY, {"key": key})
    order = Order.objects.get()
    assert (order.total_minor, order.discount_minor) == (1_375_000, 125_000)
    assert Redemption.objects.get().reference == order.pk
    assert "₦1,250</dd>" in shopper.get(f"/orders/{order.number}").text


def test_a_second_click_uses_the_coupon_once(shopper: Client, key: str, ten: Coupon) -> None:
    shopper.post(USE, {"code": "OWAMBE10"})
    for _ in range(2):
        shopper.post(PAY, {"key": key})
    ten.refresh_from_db()
    assert (Order.objects.count(), ten.used) == (1, 1)


def test_a_coupon_is_taken_out_again(shopper: Client, key: str, ten: Coupon) -> None:
    shopper.post(USE, {"code": "OWAMBE10"})
    page = shopper.post(USE, {"remove": "OWAMBE10"}, follow=True).text
    assert "OWAMBE10" not in page
    shopper.post(PAY, {"key": key})
    assert Order.objects.get().discount_minor == 0


@pytest.mark.parametrize(
    ("code", "sentence"),
    [("NOWHERE", "no such coupon"), ("", "Write a coupon"), ("x" * 65, "at most 64")],
)
def test_a_refused_code_says_why(shopper: Client, key: str, code: str, sentence: str) -> None:
    answer = shopper.post(USE, {"code": code}, follow=True)
    assert answer.redirect_chain[-1][0] == PAY
    assert sentence in answer.text


def test_a_refused_code_is_kept_to_be_corrected_until_one_is_used(
    shopper: Client, key: str, ten: Coupon
) -> None:
    page = shopper.post(USE, {"code": "OWAMBE1O"}, follow=True).text
    assert 'value="OWAMBE1O"' in page
    page = shopper.post(USE, {"code": "OWAMBE10"}, follow=True).text
    assert "OWAMBE1O" not in page
    assert 'value="OWAMBE10"' not in page.partition("Coupon code")[2]


def test_a_second_coupon_of_the_platform_keeps_the_first(
    shopper: Client, key: str, ten: Coupon
) -> None:
    CouponFactory.create(code="SECOND")
    shopper.post(USE, {"code": "OWAMBE10"})
    page = shopper.post(USE, {"code": "SECOND"}, follow=True).text
    assert "cannot be combined" in page
    assert "₦1,250</dd>" in page


def test_a_coupon_that_ended_meanwhile_is_let_go_before_anything_is_placed(
    shopper: Client, key: str, ten: Coupon
) -> None:
    shopper.post(USE, {"code": "OWAMBE10"})
    Coupon.objects.update(ends_at=clock.now())
    answer = shopper.post(PAY, {"key": key}, follow=True)
    assert "This coupon has ended" in answer.text
    assert "₦1,250</dd>" not in answer.text
    assert not Order.objects.exists()
    assert "OWAMBE10" not in text(shopper, PAY)


def test_an_order_that_costs_nothing_is_paid_at_once(
    shopper: Client, key: str, gown: Variant
) -> None:
    own = {"vendor": gown.vendor, "funder": Funder.VENDOR, "scope": CouponScope.VENDOR}
    CouponFactory.create(code="ALL", percent_bp=10_000, **own)
    CouponFactory.create(code="FREE", kind=CouponKind.FREE_DELIVERY, percent_bp=None)
    for code in ("ALL", "FREE"):
        shopper.post(USE, {"code": code})
    assert "₦0" in shopper.get(PAY).text
    answer = shopper.post(PAY, {"key": key})
    order = Order.objects.get()
    assert (order.total_minor, order.status) == (0, "paid")
    assert answer["Location"] == f"/orders/{order.number}"


def test_a_guest_and_an_empty_bag_use_none(shopper: Client) -> None:
    assert Client().post(USE, {"code": "X"})["Location"].startswith("/accounts/login/")
    assert shopper.post(USE, {"code": "X"})["Location"] == "/checkout"
    assert shopper.get(USE)["Location"] == PAY
