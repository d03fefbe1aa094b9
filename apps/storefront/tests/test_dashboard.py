"""A house's first page: its numbers, what waits, and nothing of another house."""

import re

import pytest
from django.test import Client

from apps.analytics.tasks import sum_up_stale_days
from apps.authentication.tests.factories import UserFactory
from apps.orders.tests.factories import new_variant, paid_order
from apps.products.models import Variant
from apps.vendors.models import Vendor
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Vendor:
    vendor: Vendor = VendorFactory.create(owner=UserFactory.create(email="seller@example.com"))
    return vendor


@pytest.fixture
def seller(house: Vendor) -> Client:
    client = Client()
    client.force_login(house.members.get().user)
    return client


def main_of(client: Client, query: str = "") -> str:
    answer = client.get(f"/vendor{query}")
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2]


def sold(house: Vendor) -> Variant:
    red = new_variant(vendor=house, stock=4)
    paid_order(red, quantity=2)
    sum_up_stale_days.call()
    return red


def test_the_numbers_stand_on_it(seller: Client, house: Vendor) -> None:
    red = sold(house)
    shown = main_of(seller)
    assert "₦27,500" in shown  # two gowns and their delivery
    assert "1 order to send" in shown
    assert "2 left" in shown
    assert f"/p/{red.product.slug}" in shown
    assert "Forecast" in shown


@pytest.mark.parametrize(("query", "bars"), [("", 30), ("?days=7", 7), ("?days=90", 90)])
def test_each_day_has_a_bar_and_a_row(seller: Client, house: Vendor, query: str, bars: int) -> None:
    sold(house)
    shown = main_of(seller, query)
    heights = re.findall(r'class="bars__bar"[^>]* height="(\d+)"', shown)
    assert len(heights) == bars
    assert [height != "0" for height in heights] == [False] * (bars - 1) + [True]
    assert shown.count('<th scope="row">') == bars
    assert "style=" not in shown


def test_odd_days_are_thirty(seller: Client, house: Vendor) -> None:
    sold(house)
    assert "Last 30 days" in main_of(seller, "?days=1%27--")


def test_a_new_house_is_told_what_comes(seller: Client) -> None:
    shown = main_of(seller)
    assert "Nothing sold yet" in shown
    assert "<svg viewBox" not in shown


def test_another_house_stays_out_of_it(seller: Client, house: Vendor) -> None:
    theirs = sold(VendorFactory.create())
    sold(house)
    shown = main_of(seller)
    assert theirs.product.slug not in shown
    assert "₦27,500" in shown


def test_guests_sign_in_first_and_buyers_have_none() -> None:
    assert Client().get("/vendor")["Location"].startswith("/accounts/login/")
    buyer = Client()
    buyer.force_login(UserFactory.create())
    assert buyer.get("/vendor").status_code == 403


def test_the_profile_leads_to_it(seller: Client) -> None:
    assert 'href="/vendor"' in seller.get("/account/profile").content.decode()
