"""A house's product pages: make, change, show and hide products without a script."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.products.models import Media, Product, SizeGuide, Variant
from apps.products.tests.factories import CategoryFactory, ProductFactory, VariantFactory
from apps.products.tests.pictures import picture
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
ROOT = "/vendor/products"


@pytest.fixture(autouse=True)
def _fresh(settings: Any, tmp_path: Any) -> None:
    cache.clear()
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def house() -> Any:
    person = UserFactory.create()
    vendor: Any = VendorFactory.create(owner=person)
    vendor.browser = Client()
    vendor.browser.force_login(person)
    return vendor


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return str(answer.content.decode())


def matrix(*rows: dict[str, Any], known: int = 0) -> dict[str, Any]:
    sent = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": known}
    for number, row in enumerate(rows):
        sent |= {f"form-{number}-{name}": value for name, value in row.items()}
    return sent


def test_a_product_goes_from_an_empty_list_to_the_shop_by_forms_alone(house: Any) -> None:
    CategoryFactory.create(slug="gowns", name="Gowns")
    browser = house.browser
    assert "Make the first one" in shown(browser, ROOT)
    words = {"title": "Iro", "category": "gowns", "tags": "lace, silk", "brand": "Ìfé"}
    made = browser.post(f"{ROOT}/new", words)
    product = Product.objects.get()
    own = f"{ROOT}/{product.id}"
    assert (made.status_code, made["Location"]) == (302, own)
    assert (product.status, product.tags) == ("draft", ["lace", "silk"])
    early = browser.post(f"{own}/move", {"move": "publish"}, follow=True)
    assert "still needs a variant" in early.content.decode()
    rows = [
        {"size": "M", "colour": "Wine", "price": "12500", "sale_price": "9000.50"},
        {"size": "L", "colour": "Wine", "price": "12500", "sku": "MY-L", "weight_g": "300"},
        {"size": "", "price": ""},
    ]
    assert browser.post(f"{own}/cells", matrix(*rows)).status_code == 302
    cells = list(product.variants.values_list("sku", "size", "price_minor", "sale_price_minor"))
    assert cells == [("IRO-WINE-M", "M", 1_250_000, 900_050), ("MY-L", "L", 1_250_000, None)]
    file = SimpleUploadedFile("x.png", picture(), content_type="image/png")
    browser.post(f"{own}/pictures", {"file": file, "alt": "The front"})
    page = browser.post(f"{own}/move", {"move": "publish"}, follow=True).content.decode()
    assert "It is in the shop." in page
    assert "The front" in page
    assert "9,000.50" in shown(Client(), "/p/iro")


def test_what_was_moved_can_be_moved_back(house: Any) -> None:
    product = VariantFactory.create(product__vendor=house).product
    own, undo = f"{ROOT}/{product.id}", ""
    for move, now in (("archive", "archived"), ("publish", "published"), ("archive", "archived")):
        page = house.browser.post(f"{own}/move", {"move": move}, follow=True).content.decode()
        product.refresh_from_db()
        assert product.status == now
        (undo,) = re.findall(r'class="notice.*?name="move" value="(\w+)"', page, re.DOTALL)
    assert undo == "publish"
    house.browser.post(f"{own}/move", {"move": "restore"})
    product.refresh_from_db()
    assert product.status == "draft"
    refused = house.browser.post(f"{own}/move", {"move": "burn"}, follow=True)
    assert "Choose what to do." in refused.content.decode()


def test_the_matrix_comes_back_with_its_words_when_a_row_is_wrong(house: Any) -> None:
    cell = VariantFactory.create(product__vendor=house, size="M", sku="A-1")
    own = f"{ROOT}/{cell.product_id}"
    before = list(Variant.objects.values())
    for row, told in (
        ({"size": "M", "price": "-1"}, "greater than or equal to 0"),
        ({"size": "M", "price": "1", "colour_hex": "red"}, "valid value"),
        ({"size": "M", "price": "10", "sale_price": "10"}, "must be below the price"),
        ({"size": "M", "price": "12.345"}, "decimal places"),
    ):
        answer = house.browser.post(f"{own}/cells", matrix(row, known=0))
        page = answer.content.decode()
        assert (answer.status_code, told in page) == (200, True), row
        assert list(Variant.objects.values()) == before
    for sent in ({}, {"form-TOTAL_FORMS": "x"}, {"form-TOTAL_FORMS": "9" * 9}):
        assert house.browser.post(f"{own}/cells", sent).status_code == 200
    twice = matrix({"size": "M", "price": "1"}, {"size": "M", "price": "2"})
    assert "stands twice" in house.browser.post(f"{own}/cells", twice).content.decode()
    VariantFactory.create(product__vendor=house, sku="B-1")
    before = list(Variant.objects.values())
    taken = house.browser.post(f"{own}/cells", matrix({"size": "Vast", "price": "1", "sku": "B-1"}))
    page = taken.content.decode()
    assert (taken.status_code, "has the SKU B-1" in page, "Vast" in page) == (200, True, True)
    assert list(Variant.objects.values()) == before


def test_a_row_that_is_left_out_is_retired_and_the_rest_stay_themselves(house: Any) -> None:
    product = ProductFactory.create(vendor=house)
    kept, gone = (VariantFactory.create(product=product, size=size) for size in "ML")
    page = shown(house.browser, f"{ROOT}/{product.id}")
    assert page.count('<legend class="visually-hidden">Row') == 5
    rows = [{"size": one.size, "sku": one.sku, "price": "12500.00"} for one in (kept, gone)]
    rows[1]["DELETE"] = "on"
    house.browser.post(f"{ROOT}/{product.id}/cells", matrix(*rows, known=2))
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.is_active, gone.is_active) == (True, False)


def test_pictures_are_named_ordered_and_removed(house: Any) -> None:
    product = VariantFactory.create(product__vendor=house).product
    own = f"{ROOT}/{product.id}/pictures"
    for side in (8, 9):
        file = SimpleUploadedFile("x.png", picture(size=(side, side)), content_type="image/png")
        house.browser.post(own, {"file": file})
    first, second = product.media.all()
    house.browser.post(f"{own}/{second.id}", {"do": "earlier"})
    assert list(product.media.all()) == [second, first]
    house.browser.post(f"{own}/{second.id}", {"do": "cover"})
    house.browser.post(f"{own}/{second.id}", {"do": "save", "alt": "The hem"})
    product.refresh_from_db()
    assert (product.cover_id, product.media.get(id=second.id).alt) == (second.id, "The hem")
    house.browser.post(f"{own}/{second.id}", {"do": "remove"})
    assert list(product.media.all()) == [first]
    no_picture = SimpleUploadedFile("x.png", b"<svg/>", content_type="image/png")
    refused = house.browser.post(own, {"file": no_picture}, follow=True)
    assert refused.status_code == 200
    assert Media.objects.count() == 1


def test_the_list_is_narrowed_and_many_are_moved_at_once(house: Any) -> None:
    good = VariantFactory.create(
        product__vendor=house, product__title="Good gown", product__status="draft"
    ).product
    bare = ProductFactory.create(
        vendor=house, title="Bare cap", status="draft", lowest_price_minor=None
    )
    other = VariantFactory.create(product__status="draft").product
    chosen = {"move": "publish", "id": [str(one.id) for one in (good, bare, other)]}
    page = house.browser.post(f"{ROOT}/moves", chosen, follow=True).content.decode()
    assert "1 of 3 moved." in page
    assert "still needs a variant" in page
    other.refresh_from_db()
    assert other.status == "draft"
    drafts = shown(house.browser, f"{ROOT}?status=draft")
    assert ("Bare cap" in drafts, "Good gown" in drafts) == (True, False)
    assert "Good gown" in shown(house.browser, f"{ROOT}?q=gown")
    assert "Nothing of yours" in shown(house.browser, f"{ROOT}?q=%00zz")
    for unknown in ("%00", "sold", "9" * 99):
        assert "Bare cap" in shown(house.browser, f"{ROOT}?status={unknown}")
    nothing = house.browser.post(f"{ROOT}/moves", {"move": "publish"}, follow=True)
    assert "Choose at least one" in nothing.content.decode()


def test_another_houses_product_is_not_there(house: Any) -> None:
    other = VariantFactory.create().product
    before = list(Product.objects.values())
    own = f"{ROOT}/{other.id}"
    assert house.browser.get(own).status_code == 404
    for path in ("", "/cells", "/fit", "/pictures", f"/pictures/{new_id()}", "/move", "/copy"):
        assert house.browser.post(own + path, {"move": "archive"}).status_code == 404, path
    assert list(Product.objects.values()) == before


def test_who_has_no_house_sees_none_of_it(shopper: Client) -> None:
    for path in (ROOT, f"{ROOT}/new", f"{ROOT}/{new_id()}"):
        assert shopper.get(path).status_code == 403
        assert Client().get(path).status_code == 302


def test_the_fit_and_a_copy_are_made_by_forms(house: Any) -> None:
    product = VariantFactory.create(product__vendor=house).product
    guide = SizeGuide.objects.create(
        title="Mine",
        vendor_id=house.id,
        category=product.category,
        measures=["Bust"],
        rows=[{"size": "M", "values": ["91.5"]}],
        how_to_measure="Stand straight.",
    )
    own = f"{ROOT}/{product.id}"
    house.browser.post(f"{own}/fit", {"fit": "small", "size_guide": str(guide.id)})
    product.refresh_from_db()
    assert (product.fit, product.size_guide_id) == ("small", guide.id)
    assert f'value="{guide.id}" selected' in shown(house.browser, own)
    page = shown(Client(), f"/p/{product.slug}")
    for told in ("Runs small", "Size guide: Mine", "91.5", "36.0 in", "Stand straight."):
        assert told in page
    refused = house.browser.post(f"{own}/fit", {"fit": "x", "size_guide": str(new_id())})
    assert refused.status_code == 302
    house.browser.post(f"{own}/copy")
    assert Product.objects.filter(vendor_id=house.id, status="draft").count() == 1


def test_a_long_list_asks_no_more_than_a_short_one(house: Any) -> None:
    ProductFactory.create(vendor=house)
    shown(house.browser, ROOT)
    with CaptureQueriesContext(connection) as few:
        shown(house.browser, ROOT)
    ProductFactory.create_batch(30, vendor=house)
    with CaptureQueriesContext(connection) as many:
        shown(house.browser, ROOT)
    assert len(many) == len(few)
