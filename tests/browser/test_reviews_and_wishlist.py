"""Reviews and the wishlist in Chromium: on a phone, without scripts, for everyone."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from apps.common import clock
from apps.products.models import Purchase, Review
from apps.products.tests.reviews import review_of
from tests.browser.conftest import Shop, deliver, elsewhere
from tests.browser.steps import sign_in
from tests.browser.test_quality import SMALL, serious

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
WORDS = "The cloth is heavy and falls well. I wore it to a wedding in Abẹ́òkúta."


@pytest.fixture
def talked_about(shop: Shop) -> Shop:
    """A gown that others reviewed, and that the buyer has."""

    def talk() -> None:
        product = shop.gown.product
        for stars, title in ((5, "Worth it"), (4, "Good"), (2, "Too long for me")):
            review_of(product, stars, title=title, body=WORDS, fit="large")
        Purchase.objects.create(product=product, user=shop.buyer, delivered_at=clock.now())

    elsewhere(talk)
    return shop


def look(page: Page, name: str) -> None:
    """Keep a picture where somebody asked for it by FASHIONISTAR_LOOK."""
    if folder := os.environ.get("FASHIONISTAR_LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_pages_of_reviews_and_wishes_are_for_everyone(
    phone: Page, talked_about: Shop, complaints: list[str]
) -> None:
    sign_in(phone, "buyer@example.com")
    phone.goto("/shop")
    phone.get_by_role("button", name="Keep Moon gown for later").click()
    faults: list[str] = []
    for path in (
        "/wishlist",
        "/p/moon-gown",
        "/p/moon-gown/reviews",
        "/p/moon-gown/review",
        "/account/reviews",
        "/p/sun-cap/review",
        "/shop",
    ):
        for width in (390, 1280):
            phone.set_viewport_size({"width": width, "height": 844})
            phone.goto(path)
            faults += serious(phone)
            faults += [f"{path} small: {html}" for html in phone.evaluate(SMALL)]
            wide = phone.evaluate("document.documentElement.scrollWidth")
            faults += [f"{path} is {wide} wide"] if wide > width else []
            look(phone, f"{path.strip('/').replace('/', '-')}-{width}")
    phone.context.clear_cookies()
    sign_in(phone, "seller@example.com")
    phone.goto("/vendor/reviews")
    faults += serious(phone)
    look(phone, "vendor-reviews")
    assert "\n".join(faults) == ""
    assert complaints == []


def test_a_buyer_reviews_and_a_house_answers_without_scripts(
    plain_phone: Page, talked_about: Shop
) -> None:
    page = plain_phone
    sign_in(page, "buyer@example.com")
    page.goto("/p/moon-gown")
    page.get_by_role("link", name="Write a review").click()
    page.get_by_label("3, it will do").check()
    page.get_by_label("In short").fill("It will do")
    page.get_by_role("button", name="Send the review").click()
    expect(page.get_by_role("status")).to_contain_text("Your review is in the shop.")
    page.goto("/p/moon-gown/reviews?sort=highest")
    page.get_by_role("button", name="Helpful").first.click()
    expect(page.get_by_role("button", name="Helpful (1)")).to_have_attribute("aria-pressed", "true")
    page.context.clear_cookies()
    sign_in(page, "seller@example.com")
    page.goto("/vendor/reviews?answered=no")
    page.get_by_label("Your reply").first.fill("Thank you, Ada.")
    page.get_by_role("button", name="Send the reply").first.click()
    page.goto("/p/moon-gown")
    expect(page.locator(".review__reply")).to_contain_text("Thank you, Ada.")
    assert elsewhere(Review.objects.filter(user=talked_about.buyer).get).rating == 3


def test_a_guest_keeps_pieces_without_scripts_and_finds_them_after_sign_in(
    plain_phone: Page, shop: Shop
) -> None:
    deliver()  # so that the catalogue knows what is in stock
    page = plain_phone
    page.goto("/shop")
    page.get_by_role("button", name="Keep Sun cap for later").click()
    expect(page.get_by_role("link", name="Wishlist, 1 item")).to_be_visible()
    sign_in(page, "buyer@example.com")
    page.goto("/wishlist")
    page.get_by_role("button", name="Move to the bag").click()
    expect(page.get_by_role("link", name="Bag, 1 item")).to_be_visible()
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
