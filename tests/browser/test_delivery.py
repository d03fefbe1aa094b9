"""Delivery on a phone: a house sets it, a buyer chooses it; all of it without scripts."""

import pytest
from playwright.sync_api import Page, expect

from apps.customers.tests.factories import AddressFactory
from apps.delivery.tests.factories import MethodFactory, ZoneFactory
from tests.browser.conftest import Shop, elsewhere
from tests.browser.steps import put_in_bag, sign_in
from tests.browser.test_stock import faults_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def set_up(shop: Shop) -> None:
    """Two couriers and a pickup of Atelier Moon to Lagos, where the buyer lives."""
    lagos = ZoneFactory.create(name="Lagos")
    house = shop.gown.product.vendor
    MethodFactory.create(name="Rider", zone=lagos, vendor=house)
    MethodFactory.create(name="Express", zone=lagos, vendor=house, fee_minor=400_000, max_days=1)
    MethodFactory.create(
        name="Atelier",
        zone=lagos,
        vendor=house,
        kind="pickup",
        fee_minor=0,
        pickup_address="18 Adeniran Ogunsanya Street, Surulere, Mondays to Saturdays, 10 to 18",
        is_active=True,
    )
    AddressFactory.create(user=shop.buyer)


def test_every_delivery_page_is_accessible_on_a_phone(
    phone: Page, shop: Shop, complaints: list[str]
) -> None:
    sign_in(phone, "seller@example.com")
    faults: list[str] = []
    paths = ["/vendor/delivery", "/vendor/delivery/new", "/vendor/delivery/zones/new"]
    for path in paths:
        phone.goto(path)
        faults += faults_of(phone)
    elsewhere(lambda: set_up(shop))
    phone.goto("/vendor/delivery")
    faults += faults_of(phone)
    phone.context.clear_cookies()
    sign_in(phone, "buyer@example.com")
    put_in_bag(phone, "moon-gown", "M")
    put_in_bag(phone, "sun-cap", "One size")
    faults += faults_of(phone)
    phone.goto("/checkout")
    phone.get_by_role("button", name="Deliver here").click()
    faults += faults_of(phone)
    assert "\n".join(faults) == ""
    assert complaints == []


def test_a_house_sets_a_way_and_a_buyer_takes_it_without_scripts(
    plain_phone: Page, shop: Shop
) -> None:
    page = plain_phone
    elsewhere(lambda: set_up(shop))
    sign_in(page, "seller@example.com")
    page.goto("/vendor/orders")
    page.get_by_role("link", name="Delivery").click()
    page.get_by_role("link", name="Add a way").click()
    page.fill("#id_name", "By bicycle")
    page.select_option("#id_zone_id", label="Lagos (of the shop)")
    page.fill("#id_fee", "1200")
    page.fill("#id_min_days", "1")
    page.fill("#id_max_days", "2")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".message--success")).to_have_text("By bicycle is saved.")
    page.get_by_role("button", name="Switch off Express").click()
    expect(page.locator(".message--success")).to_have_text("Express is off.")

    page.context.clear_cookies()
    sign_in(page, "buyer@example.com")
    put_in_bag(page, "moon-gown", "M")
    expect(page.locator("main")).to_contain_text("By bicycle, 1 to 2 days, to Lagos")
    page.get_by_role("link", name="To checkout").click()
    page.get_by_role("button", name="Deliver here").click()
    expect(page.get_by_label("By bicycle")).to_be_checked()
    expect(page.get_by_label("Express")).to_have_count(0)
    page.get_by_label("Atelier").check()
    page.get_by_role("button", name="To payment").click()
    expect(page.locator("main")).to_contain_text("collected at 18 Adeniran Ogunsanya Street")
    page.get_by_role("button", name="Place the order").click()
    page.locator("button[value=approve]").click()
    expect(page.get_by_role("region", name="Atelier Moon")).to_contain_text("Collected at 18")
    expect(page.locator("main")).to_contain_text("₦12,500")
