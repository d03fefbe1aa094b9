"""A house's stock on a phone: readable, nothing sticking out, and all of it without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Shop
from tests.browser.steps import fill_sign_in, sign_in
from tests.browser.test_quality import SMALL, serious

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page that is shown."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    too_wide = [f"{page.url} is {wide} wide"] if wide > 390 else []
    small = [f"{page.url} small: {html}" for html in page.evaluate(SMALL)]
    return serious(page) + too_wide + small


def sheet(folder: Path, text: str) -> str:
    file = folder / "stock.csv"
    file.write_text(text)
    return str(file)


def test_every_stock_page_is_accessible_on_a_phone(
    phone: Page, shop: Shop, complaints: list[str], tmp_path: Path
) -> None:
    sign_in(phone, "seller@example.com")
    faults: list[str] = []
    for path in ("/vendor/stock", "/vendor/stock?q=zzz", f"/vendor/stock/{shop.gown.pk}"):
        phone.goto(path)
        for summary in phone.locator(".shelf__adjust > summary").all():
            summary.click()
        faults += faults_of(phone)
    for text in (f"sku,on_hand\n{shop.gown.sku},7\n", "sku,on_hand\nNOPE,1\n"):
        phone.goto("/vendor/stock/sheet")
        faults += faults_of(phone)
        phone.set_input_files("input[name=file]", sheet(tmp_path, text))
        phone.get_by_role("button", name="Show what changes").click()
        phone.wait_for_url("**/vendor/stock/sheet/*")
        faults += faults_of(phone)
    assert "\n".join(faults) == ""
    assert complaints == []


def test_stock_is_kept_without_scripts(plain_phone: Page, shop: Shop, tmp_path: Path) -> None:
    page = plain_phone
    sign_in(page, "seller@example.com")
    page.goto("/vendor/stock")
    page.fill("#stock-q", shop.gown.sku)
    page.locator("main").get_by_role("button", name="Search").click()
    page.get_by_text("Adjust").click()
    page.select_option("select[name=how]", "take")
    page.fill("input[name=units]", "1")
    page.select_option("select[name=reason]", "damage")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".message--success")).to_have_text("Saved: 2 on the shelf.")
    assert f"q={shop.gown.sku}" in page.url, "back to the same search"
    page.goto("/vendor/stock/sheet")
    file = sheet(tmp_path, f"sku,on_hand\n{shop.gown.sku},7\n")
    page.set_input_files("input[name=file]", file)
    page.get_by_role("button", name="Show what changes").click()
    page.get_by_role("button", name="Make these changes").click()
    expect(page.locator(".message--success")).to_have_text("Saved: 1 of your pieces changed.")
    page.goto(f"/vendor/stock/{shop.gown.pk}")
    expect(page.get_by_text("Stock sheet")).to_have_count(1)


def test_a_guest_waits_for_a_sold_out_size_without_scripts(plain_phone: Page, shop: Shop) -> None:
    page = plain_phone
    page.goto("/p/moon-gown")
    page.get_by_role("button", name="Tell me when it is back").click()
    page.wait_for_url("**/accounts/login/**")
    fill_sign_in(page, "buyer@example.com")
    page.wait_for_url("**/p/moon-gown")
    page.get_by_role("button", name="Tell me when it is back").click()
    expect(page.get_by_text("We write to you when S in Indigo is back.")).to_be_visible()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("button", name="Tell me when it is back")).to_be_visible()
