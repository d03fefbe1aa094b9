"""After the sale on a phone: readable, nothing sticking out, and all of it without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from apps.orders.models import VendorPart
from apps.orders.tests.aftersale import delivered_part, paid_part, picture
from apps.orders.tests.factories import ship
from tests.browser.conftest import Shop, elsewhere
from tests.browser.steps import sign_in
from tests.browser.test_stock import faults_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def sale(shop: Shop, settings, tmp_path: Path) -> dict[str, VendorPart]:
    """A paid, a sent and a delivered part of the buyer's."""
    settings.STORAGES = settings.STORAGES | {
        "private": settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path / "private"}}
    }

    def make() -> dict[str, VendorPart]:
        sent = paid_part(shop.gown, buyer=shop.buyer)
        ship(sent)
        return {
            "paid": paid_part(shop.gown, buyer=shop.buyer),
            "sent": sent,
            "delivered": delivered_part(shop.gown, buyer=shop.buyer),
        }

    made: dict[str, VendorPart] = elsewhere(make)
    return made


def open_all(page: Page) -> None:
    for summary in page.locator("main details > summary").all():
        summary.click()


def test_every_page_after_the_sale_is_accessible_on_a_phone(
    phone: Page, shop: Shop, sale: dict[str, VendorPart], complaints: list[str]
) -> None:
    faults: list[str] = []
    sign_in(phone, "buyer@example.com")
    part = sale["delivered"]
    own = f"/orders/{part.order.number}"
    for path in (
        *[f"/orders/{one.order.number}" for one in sale.values()],
        f"{own}/parts/{part.pk}/return",
        f"{own}/parts/{part.pk}/dispute",
    ):
        phone.goto(path)
        open_all(phone)
        faults += faults_of(phone)
    phone.select_option("#id_reason", "damaged")
    phone.fill("#id_text", "The seam is open.")
    phone.get_by_role("button", name="Open the dispute").click()
    phone.wait_for_url("**/disputes/*")
    faults += faults_of(phone)
    phone.context.clear_cookies()
    sign_in(phone, "seller@example.com")
    for path in ("/vendor/returns", *[f"/vendor/orders/{one.pk}" for one in sale.values()]):
        phone.goto(path)
        open_all(phone)
        faults += faults_of(phone)
    phone.get_by_role("link", name="Read it and tell your side").click()
    faults += faults_of(phone)
    assert "\n".join(faults) == ""
    assert complaints == []


def test_a_return_goes_there_and_back_without_scripts(
    plain_phone: Page, sale: dict[str, VendorPart], tmp_path: Path
) -> None:
    page, part = plain_phone, sale["delivered"]
    photo = tmp_path / "hole.png"
    photo.write_bytes(picture())
    sign_in(page, "buyer@example.com")
    page.goto(f"/orders/{part.order.number}")
    page.get_by_role("link", name="Send something back").click()
    page.get_by_label("Moon gown").fill("1")
    page.select_option("#id_reason", "damaged")
    page.set_input_files("#photos", str(photo))
    page.get_by_role("button", name="Ask the house to take it back").press("Enter")
    expect(page.locator(".message--success")).to_contain_text("has your wish")
    page.context.clear_cookies()
    sign_in(page, "seller@example.com")
    page.goto("/vendor/returns")
    page.get_by_role("link", name="Open the order").click()
    page.get_by_role("button", name="Take it back").click()
    page.get_by_role("button", name="It has arrived: pay the buyer back").click()
    expect(page.locator(".message--success")).to_contain_text("paid back")
    expect(page.get_by_text("is on its way back").first).to_be_visible()


def test_a_paid_order_is_called_off_without_scripts(
    plain_phone: Page, sale: dict[str, VendorPart]
) -> None:
    page, part = plain_phone, sale["paid"]
    sign_in(page, "buyer@example.com")
    page.goto(f"/orders/{part.order.number}")
    page.get_by_text("Call off pieces").click()
    page.get_by_role("button", name="Call it off").click()
    expect(page.get_by_text("This order was called off.")).to_be_visible()
