"""Light, readable by everyone, nothing inline, nothing sticking out; and what scripts add."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.browser.conftest import Shop, deliver
from tests.browser.steps import cell, give_address, put_in_bag, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

MAIN_PAGES = [
    "/",
    "/shop",
    "/shop?q=qqqqzzzz",
    "/c/women",
    "/p/moon-gown",
    "/v/atelier-moon",
    "/vendors",
    "/cart",
    "/accounts/login/",
    "/accounts/signup/",
    "/checkout",
    "/account/orders",
    "/account/addresses/new",
    "/account/profile",
    "/no/such/page",
]
SMALL = """() => [...document.querySelectorAll(
    'button, summary, select, textarea, input:not([type=hidden], [type=radio], [type=checkbox])')]
  .filter((one) => one.checkVisibility() && !one.closest('.visually-hidden')
    && !one.classList.contains('visually-hidden') && one.getBoundingClientRect().height < 43.5)
  .map((one) => one.outerHTML.slice(0, 120))"""


def serious(page: Page) -> list[str]:
    found: Any = Axe().run(page).response["violations"]
    return [
        f"{page.url} {one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]


def test_every_main_page_is_accessible_and_keeps_the_policy(
    phone: Page, shop: Shop, complaints: list[str]
) -> None:
    sign_in(phone, "buyer@example.com")
    put_in_bag(phone, "moon-gown", "M")
    faults: list[str] = []
    for path in MAIN_PAGES:
        phone.goto(path)
        faults += serious(phone)
        wide = phone.evaluate("document.documentElement.scrollWidth")
        faults += [f"{path} is {wide} wide"] if wide > 390 else []
        faults += [f"{path} small: {html}" for html in phone.evaluate(SMALL)]
    assert "\n".join(faults) == ""
    assert [one for one in complaints if "404" not in one] == []


def test_every_step_of_buying_and_sending_is_accessible(
    phone: Page, shop: Shop, complaints: list[str]
) -> None:
    faults: list[str] = []
    sign_in(phone, "buyer@example.com")
    put_in_bag(phone, "moon-gown", "M")
    phone.get_by_role("link", name="To checkout").click()
    give_address(phone)
    faults += serious(phone)
    phone.get_by_role("button", name="To payment").click()
    faults += serious(phone)
    phone.get_by_role("button", name="Place the order").click()
    phone.locator("button[value=pending]").click()
    faults += serious(phone)
    phone.get_by_role("button", name="Continue payment").click()
    phone.locator("button[value=approve]").click()
    deliver()
    phone.reload()
    faults += serious(phone)
    phone.context.clear_cookies()
    sign_in(phone, "seller@example.com")
    for path in ("/vendor/orders", "/account/profile", "/account/addresses"):
        phone.goto(path)
        faults += serious(phone)
    phone.goto("/vendor/orders")
    phone.locator("main .lines h2 a").first.click()
    faults += serious(phone)
    assert "\n".join(faults + complaints) == ""


def test_a_narrow_phone_needs_no_sideways_scrolling(phone: Page, shop: Shop) -> None:
    phone.set_viewport_size({"width": 320, "height": 640})
    put_in_bag(phone, "moon-gown", "M")
    for path in ("/", "/shop", "/p/moon-gown", "/cart", "/v/atelier-moon", "/accounts/signup/"):
        phone.goto(path)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_home_weighs_at_most_60_kb_without_pictures(phone: Page, shop: Shop) -> None:
    link = phone.context.new_cdp_session(phone)
    link.send("Network.enable")
    kinds: dict[str, str] = {}
    weights: dict[str, int] = {}
    link.on("Network.responseReceived", lambda got: kinds.update({got["requestId"]: got["type"]}))
    link.on(
        "Network.loadingFinished",
        lambda got: weights.update({got["requestId"]: int(got["encodedDataLength"])}),
    )
    phone.goto("/", wait_until="networkidle")
    weight = sum(size for one, size in weights.items() if kinds.get(one) != "Image")
    assert {"Document", "Stylesheet", "Font", "Script"} <= set(kinds.values())
    assert 5_000 < weight <= 60_000


def test_price_and_stock_follow_the_choice(phone: Page, shop: Shop) -> None:
    phone.goto("/p/moon-gown")
    price, stock = phone.locator("[data-shows=price]"), phone.locator("[data-shows=stock]")
    cell(phone, "L").click()
    expect(price).to_have_text("₦15,000")
    expect(stock).to_have_text("In stock")
    cell(phone, "M").click()
    expect(price).to_have_text("₦12,500")
    expect(stock).to_have_text("Only 3 left")
    assert cell(phone, "S").locator("input").is_disabled()


def test_areas_follow_the_state(phone: Page, shop: Shop) -> None:
    sign_in(phone, "buyer@example.com")
    phone.goto("/account/addresses/new")
    area = phone.locator("#id_lga")
    expect(area).to_be_disabled()
    phone.select_option("#id_state", "Ekiti")
    expect(area.locator("optgroup")).to_have_count(1)
    expect(area.locator("option")).to_have_count(17)  # 16 areas and "Choose"


def test_the_menu_opens_without_javascript(plain_phone: Page, shop: Shop) -> None:
    plain_phone.goto("/")
    plain_phone.locator("details.menu > summary").click()
    plain_phone.locator(".menu__panel").get_by_role("link", name="Women").click()
    expect(plain_phone.get_by_role("heading", name="Women")).to_be_visible()
