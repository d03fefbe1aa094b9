"""A house's coupons: made, listed, ended; nobody else's."""

import pytest
from django.test import Client

from apps.authentication.models import User
from apps.promotions.models import Coupon
from apps.promotions.states import CouponScope, Funder
from apps.promotions.tests.factories import CouponFactory
from apps.vendors.models import Vendor
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
PATH = "/vendor/coupons"
TEN = {"code": "adire 10", "kind": "percentage", "percent_bp": "12.5", "cap": "5000"}


@pytest.fixture
def house(buyer: User) -> Vendor:
    found: Vendor = VendorFactory.create(owner=buyer)
    return found


def own_coupon(house: Vendor, **terms: object) -> Coupon:
    row: Coupon = CouponFactory.create(
        vendor=house, funder=Funder.VENDOR, scope=CouponScope.VENDOR, **terms
    )
    return row


def test_a_house_makes_a_coupon_and_ends_it(shopper: Client, house: Vendor) -> None:
    assert "No coupon yet" in shopper.get(PATH).text
    page = shopper.post(PATH, TEN, follow=True).text
    row = Coupon.objects.get()
    assert (row.code, row.percent_bp, row.cap_minor) == ("ADIRE10", 1250, 500_000)
    assert (row.vendor_id, row.funder) == (house.pk, "vendor")
    assert "12.5 % off, at most ₦5,000" in page
    assert ">Running<" in page
    page = shopper.post(f"{PATH}/{row.pk}/end", follow=True).text
    assert ">Ended<" in page
    assert "End ADIRE10" not in page


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"percent_bp": ""}, "basis points"),
        ({"percent_bp": "101"}, "less than or equal to 100"),
        ({"amount": "1"}, "A fixed coupon has one"),
        ({"cap": "-1"}, "More than nothing"),
        ({"code": "no"}, "3 to 32 letters"),
        ({"ends_at": "2020-01-01T00:00"}, "After the start"),
        ({"starts_at": "0001-01-01T00:00"}, "from 2000 to 2100"),
        ({"total_limit": "0"}, "or none"),
        ({"code": "taken"}, "Take another code"),
    ],
    ids=str,
)
def test_what_is_wrong_stands_at_its_field(
    shopper: Client, house: Vendor, fault: dict[str, str], sentence: str
) -> None:
    CouponFactory.create(code="TAKEN")
    answer = shopper.post(PATH, TEN | fault)
    assert answer.status_code == 200
    assert sentence in answer.text
    assert Coupon.objects.count() == 1


def test_a_sum_and_free_delivery_say_what_they_give(shopper: Client, house: Vendor) -> None:
    shopper.post(PATH, {"code": "SUM", "kind": "fixed", "amount": "1500", "minimum": "20000"})
    shopper.post(PATH, {"code": "FREE", "kind": "free-delivery", "starts_at": "2090-01-01T00:00"})
    page = shopper.get(PATH).text
    assert "₦1,500 off, from ₦20,000" in page
    assert "Free delivery" in page
    assert ">Not started<" in page
    own_coupon(house, total_limit=2, used=2)
    assert ">Used up<" in shopper.get(PATH).text


def test_another_houses_coupon_is_neither_seen_nor_ended(shopper: Client, house: Vendor) -> None:
    foreign = own_coupon(VendorFactory.create(), code="FOREIGN")
    assert "FOREIGN" not in shopper.get(PATH).text
    assert shopper.post(f"{PATH}/{foreign.pk}/end").status_code == 404
    foreign.refresh_from_db()
    assert foreign.is_active


def test_who_has_no_house_has_no_coupons(shopper: Client) -> None:
    assert shopper.get(PATH).status_code == 403
    assert shopper.post(PATH, TEN).status_code == 403


def test_a_guest_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(PATH)["Location"].startswith("/accounts/login/")


def test_opening_the_address_of_ending_ends_nothing(shopper: Client, house: Vendor) -> None:
    row = own_coupon(house)
    assert shopper.get(f"{PATH}/{row.pk}/end")["Location"] == PATH
    row.refresh_from_db()
    assert row.is_active
