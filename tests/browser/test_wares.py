"""A house's products on a phone: accessible, nothing sticking out, all of it without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from apps.products.models import SizeGuide
from apps.products.tests.pictures import picture
from tests.browser.conftest import Shop, elsewhere
from tests.browser.steps import sign_in
from tests.browser.test_stock import faults_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def _media(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def _guide(shop: Shop) -> None:
    rows = [
        {"size": size, "values": [str(80 + 6 * step), str(62 + 6 * step), None, "160", "58.5"]}
        for step, size in enumerate(("XS", "S", "M", "L", "XL"))
    ]
    SizeGuide.objects.create(
        title="Gowns",
        category=shop.gown.product.category,
        measures=["Bust", "Waist", "Hips", "Full length", "Sleeve"],
        rows=rows,
        how_to_measure="Measure over light clothes.\n\nBust: around the fullest part.",
    )


def test_every_product_page_of_a_house_is_accessible_on_a_phone(
    phone: Page, shop: Shop, complaints: list[str]
) -> None:
    elsewhere(lambda: _guide(shop))
    sign_in(phone, "seller@example.com")
    own = f"/vendor/products/{shop.gown.product_id}"
    faults: list[str] = []
    for path in ("/vendor/products", "/vendor/products?q=zzz", "/vendor/products/new", own):
        phone.goto(path)
        faults += faults_of(phone)
    phone.goto("/p/moon-gown")
    phone.locator(".sizes > summary").click()
    faults += faults_of(phone)
    assert "\n".join(faults) == ""
    assert complaints == []


def test_a_product_is_made_and_published_without_scripts(
    plain_phone: Page, shop: Shop, tmp_path: Path
) -> None:
    page, file = plain_phone, tmp_path / "front.png"
    file.write_bytes(picture(size=(800, 1000)))
    sign_in(page, "seller@example.com")
    page.goto("/vendor/products")
    page.get_by_role("link", name="New product").click()
    page.fill("#id_title", "Sunday iro")
    page.select_option("#id_category", "women")
    page.get_by_role("button", name="Save the draft").click()
    for row, size in enumerate(("S", "M")):
        page.fill(f"#id_form-{row}-size", size)
        page.fill(f"#id_form-{row}-price", "15000")
    page.get_by_role("button", name="Save sizes and colours").click()
    page.set_input_files("#id_file", str(file))
    page.get_by_role("button", name="Add the picture").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".notice")).to_contain_text("It is in the shop.")
    page.get_by_role("link", name="See it in the shop").click()
    expect(page.locator("h1")).to_have_text("Sunday iro")
    page.go_back()
    page.get_by_role("button", name="Take it out again").click()
    expect(page.locator(".notice")).to_contain_text("It is out of the shop.")
