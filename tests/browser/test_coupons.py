"""A house makes a coupon on its phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Shop
from tests.browser.steps import sign_in
from tests.browser.test_quality import SMALL, serious

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_a_house_makes_and_ends_a_coupon(phone: Page, shop: Shop, complaints: list[str]) -> None:
    sign_in(phone, "seller@example.com")
    phone.goto("/account/profile")
    phone.get_by_role("link", name="Its coupons").click()
    faults = serious(phone)
    phone.get_by_label("Code").fill("moon 15")
    phone.get_by_label("Per cent", exact=False).first.fill("15")
    phone.get_by_role("button", name="Make the coupon").click()
    expect(phone.locator("main")).to_contain_text("15 % off")
    faults += serious(phone)
    faults += [f"small: {html}" for html in phone.evaluate(SMALL)]
    wide = phone.evaluate("document.documentElement.scrollWidth")
    faults += [f"{wide} wide"] if wide > 390 else []
    phone.get_by_role("button", name="End MOON15").click()
    expect(phone.locator("main .tag")).to_have_text("Ended")
    assert "\n".join(faults + complaints) == ""
