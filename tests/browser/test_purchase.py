"""A whole purchase from two houses, on a phone, without a line of JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Shop, deliver
from tests.browser.steps import fill_sign_in, give_address, put_in_bag, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def place_and_pay(page: Page) -> str:
    """From the bag to a paid order; its number."""
    page.get_by_role("link", name="To checkout").click()
    fill_sign_in(page, "buyer@example.com")
    give_address(page)
    page.get_by_label("Note for the houses").fill("Call before you come.")
    page.get_by_role("button", name="To payment").click()
    page.get_by_role("button", name="Place the order").click()
    page.locator("button[value=approve]").click()
    expect(page.get_by_text("Your payment has arrived.")).to_be_visible()
    deliver()
    page.reload()
    expect(page.get_by_text("Your order is paid.")).to_be_visible()
    return page.locator(".order__number").inner_text()


def test_buying_sending_and_receiving_without_javascript(plain_phone: Page, shop: Shop) -> None:
    page = plain_phone
    page.goto("/")
    page.get_by_role("link", name="Moon gown").first.click()
    put_in_bag(page, "moon-gown", "M")
    put_in_bag(page, "sun-cap", "One size")
    page.get_by_role("button", name="One Sun cap more").click()
    expect(page.get_by_label("Number of Sun cap")).to_have_value("2")
    number = place_and_pay(page)
    expect(page.get_by_role("region", name="Atelier Moon")).to_contain_text("Moon gown")

    page.context.clear_cookies()
    sign_in(page, "seller@example.com")
    page.goto("/vendor/orders")
    page.get_by_role("link", name=number).first.click()
    expect(page.locator("main")).not_to_contain_text("Sun cap")
    page.fill("#id_carrier", "GIG Logistics")
    page.fill("#id_tracking_number", "GIG-2231")
    page.get_by_role("button", name="Mark as sent").click()
    expect(page.locator(".message--success")).to_contain_text("marked as sent")

    page.context.clear_cookies()
    sign_in(page, "buyer@example.com")
    page.goto(f"/orders/{number}")
    expect(page.locator("main")).to_contain_text("GIG-2231")
    page.get_by_role("button", name="I have received it").click()
    expect(page.get_by_role("region", name="Atelier Moon")).to_contain_text("Delivered")


def test_a_declined_payment_is_told_and_tried_again(plain_phone: Page, shop: Shop) -> None:
    page = plain_phone
    put_in_bag(page, "sun-cap", "One size")
    page.get_by_role("link", name="To checkout").click()
    fill_sign_in(page, "buyer@example.com")
    give_address(page)
    page.get_by_role("button", name="To payment").click()
    page.get_by_role("button", name="Place the order").click()
    page.locator("button[value=decline]").click()
    expect(page.get_by_text("The payment did not go through.")).to_be_visible()
    page.get_by_role("button", name="Continue payment").click()
    page.locator("button[value=approve]").click()
    expect(page.get_by_text("Your payment has arrived.")).to_be_visible()
