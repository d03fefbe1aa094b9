"""The search box: suggestions by keyboard, and a plain form without a script."""

import pytest
from playwright.sync_api import Page, expect

from apps.products import facade
from apps.products.models import Product
from tests.browser.conftest import Shop, elsewhere
from tests.browser.test_quality import serious

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def _count() -> None:
    for product in Product.objects.all():
        product.save()
    facade.sort_tiers()
    facade.refresh_terms()


def test_suggestions_are_read_by_keyboard_and_leave_by_escape(
    phone: Page, shop: Shop, complaints: list[str]
) -> None:
    elsewhere(_count)
    phone.goto("/shop")
    box = phone.get_by_role("combobox", name="Search the shop")
    box.press_sequentially("mo")
    options = phone.get_by_role("option")
    expect(options.first).to_have_text("moon")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    expect(box).to_have_value("moon")
    assert serious(phone) == []
    box.press("Escape")
    expect(phone.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("mo")
    box.press_sequentially("on")
    expect(phone.get_by_role("listbox")).to_be_visible()
    box.press("ArrowUp")
    box.press("Enter")
    phone.wait_for_url("**/p/moon-gown")
    assert complaints == []


def test_an_arrow_reopens_what_escape_closed(
    phone: Page, shop: Shop, complaints: list[str]
) -> None:
    elsewhere(_count)
    phone.goto("/shop")
    box = phone.get_by_role("combobox", name="Search the shop")
    suggestions = phone.get_by_role("listbox", name="Suggestions")
    options = suggestions.get_by_role("option")
    box.press("ArrowDown")
    expect(suggestions).to_be_hidden()  # nothing is typed
    box.press_sequentially("mo")
    for arrow, place in (("ArrowDown", options.first), ("ArrowUp", options.last)):
        expect(suggestions).to_be_visible()
        box.press("Escape")
        expect(suggestions).to_be_hidden()
        expect(box).to_have_attribute("aria-expanded", "false")
        box.press(arrow)
        expect(suggestions).to_be_visible()
        expect(box).to_have_attribute("aria-expanded", "true")
        expect(place).to_have_attribute("aria-selected", "true")
        expect(suggestions.get_by_role("option", selected=True)).to_have_count(1)
    box.press("Escape")
    expect(box).to_have_value("mo")
    box.fill("moon g")
    box.press("ArrowDown")  # sooner than its own suggestions come
    expect(options.first).to_have_text("moon gown")
    assert complaints == []


def test_the_page_says_what_it_mended_and_counts_what_narrows(phone: Page, shop: Shop) -> None:
    elsewhere(_count)
    phone.goto("/shop?q=mooon")
    expect(phone.get_by_text("Showing results for moon.")).to_be_visible()
    expect(phone.locator(".card")).to_have_count(1)
    phone.get_by_text("Filter and sort").click()
    expect(phone.get_by_label("Kind")).to_contain_text("Women (1)")
    assert serious(phone) == []
    phone.get_by_text("Filter and sort").click()
    phone.get_by_role("link", name="Search instead for mooon").click()
    expect(phone.get_by_text("Nothing found for")).to_be_visible()


def test_without_a_script_the_box_is_a_form(plain_phone: Page, shop: Shop) -> None:
    elsewhere(_count)
    plain_phone.goto("/")
    plain_phone.get_by_label("Search the shop").fill("moon")
    plain_phone.get_by_role("button", name="Search").click()
    expect(plain_phone.get_by_role("heading", name="Results for “moon”")).to_be_visible()
    expect(plain_phone.locator(".card")).to_have_count(1)
