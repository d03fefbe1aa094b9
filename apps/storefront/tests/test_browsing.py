"""Home, lists, product, house: what people see, and what they see when there is nothing."""

import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.products.models import Product, Variant
from apps.products.tests.factories import CategoryFactory, ProductFactory, VariantFactory
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_chrome() -> None:
    cache.clear()


def page_of(client: Client, path: str, **query: str) -> str:
    answer = client.get(path, query)
    assert answer.status_code == 200, (path, answer.status_code)
    return str(answer.content.decode())


@pytest.mark.parametrize("path", ["/", "/shop", "/vendors", "/cart"])
def test_an_empty_shop_still_has_pages(client: Client, path: str) -> None:
    assert "Fashionistar" in page_of(client, path)


def test_home_shows_new_pieces_and_houses(client: Client, gown: Variant) -> None:
    page = page_of(client, "/")
    assert "Moon gown" in page
    assert gown.product.vendor.store_name in page
    assert "₦12,500" in page


def test_the_strip_of_kinds_keeps_its_shape_however_many_there_are(client: Client) -> None:
    for place in range(9):
        CategoryFactory.create(name=f"Kind {place}", slug=f"kind-{place}", position=place)
    CategoryFactory.create(name="Women", slug="women", position=9)
    page = page_of(client, "/")
    assert page.count('<li class="kind">') == 5
    assert "kind-women-400.jpg" in page
    assert "Kind 8" in page  # in the menu


def test_a_category_lists_what_lies_below_it(client: Client) -> None:
    women = CategoryFactory.create(name="Women", slug="women")
    dresses = CategoryFactory.create(name="Dresses", slug="dresses", parent=women)
    ProductFactory.create(title="Moon gown", category=dresses)
    ProductFactory.create(title="Other thing")
    page = page_of(client, "/c/women")
    assert "Moon gown" in page
    assert "Other thing" not in page
    assert 'href="/c/dresses"' in page


@pytest.mark.parametrize("path", ["/c/nothing", "/p/nothing", "/v/nothing"])
def test_what_does_not_exist_answers_404_as_a_page(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'class="wordmark"' in answer.content.decode()


def test_drafts_are_not_shown(client: Client) -> None:
    ProductFactory.create(slug="draft", status="draft", published_at=None)
    assert client.get("/p/draft").status_code == 404


def test_filters_narrow_and_can_be_taken_off(client: Client, gown: Variant) -> None:
    VariantFactory.create(product__title="Small thing", size="S", stock=1)
    page = page_of(client, "/shop", size="UK 12", colour="Indigo")
    assert "Moon gown" in page
    assert "Small thing" not in page
    assert 'aria-label="Remove UK 12"' in page
    assert 'href="?colour=Indigo"' in page


def test_a_search_without_results_helps_on(client: Client, gown: Variant) -> None:
    page = page_of(client, "/shop", q="qqqzzzxxx")
    assert "Nothing found for “qqqzzzxxx”" in page
    assert "Moon gown" in page  # suggested


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"price_min": "cheap"}, "An amount such as"),
        ({"price_min": "9", "price_max": "1"}, "below the lowest"),
        ({"ordering": "password"}, "One of"),
        ({"cursor": "../../etc"}, "first page"),
        ({"q": "a" * 999}, "At most"),
        ({"category": "nothing"}, "No category"),
        ({"collection": "nothing"}, "No collection"),
        ({"size": "\x00"}, "visible characters"),
    ],
)
def test_filters_that_make_no_sense_are_told(
    client: Client, gown: Variant, query: dict[str, str], sentence: str
) -> None:
    page = page_of(client, "/shop", **query)
    assert page.index('class="errorlist"') < page.index("f-ordering")  # seen first, on a phone too
    assert sentence.lower() in page.lower()


def test_more_than_a_page_leads_on_and_keeps_the_filters(client: Client) -> None:
    vendor = VendorFactory.create()
    for _ in range(25):
        ProductFactory.create(vendor=vendor)
    page = page_of(client, "/shop", price_min="1")
    link = re.search(r'rel="next" href="(\?[^"]+)"', page)
    assert link is not None
    assert "price_min=1" in link[1]
    second = page_of(client, "/shop" + link[1].replace("&amp;", "&"))
    assert second.count('class="card"') + second.count("card--out") == 1
    assert 'rel="prev"' in second


def test_each_variant_is_a_choice_and_sold_out_ones_cannot_be_made(
    client: Client, gown: Variant
) -> None:
    gone = VariantFactory.create(product=gown.product, size="UK 14", colour_name="Indigo", stock=0)
    page = page_of(client, "/p/moon-gown")
    assert re.search(rf'value="{gown.id}" required data-price="₦12,500"', page)
    assert re.search(rf'value="{gone.id}" required disabled', page)
    assert "UK 14" in page
    assert 'data-stock="Only 3 left"' in page


def test_the_only_variant_is_chosen_already(client: Client, gown: Variant) -> None:
    assert f'value="{gown.id}" required checked' in page_of(client, "/p/moon-gown")


def test_a_piece_that_is_gone_says_so(client: Client) -> None:
    VariantFactory.create(product__slug="gone", stock=0)
    page = page_of(client, "/p/gone")
    assert "Sold out." in page
    assert "Put in the bag" not in page


def test_a_picture_that_is_not_there_yet_is_said(client: Client, gown: Variant) -> None:
    assert "Image pending" in page_of(client, "/p/moon-gown")


def structured(page: str) -> Any:
    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_search_engines_read_the_product(client: Client, gown: Variant) -> None:
    facts = structured(page_of(client, "/p/moon-gown"))
    assert facts["name"] == "Moon gown"
    assert facts["offers"][0]["price"] == "12500.00"
    assert facts["offers"][0]["priceCurrency"] == "NGN"


def test_a_title_cannot_leave_its_script(client: Client, gown: Variant) -> None:
    Product.objects.filter(pk=gown.product_id).update(title="</script><b>& out")
    page = page_of(client, "/p/moon-gown")
    assert "<b>& out" not in page
    assert structured(page)["name"] == "</script><b>& out"


def test_a_house_shows_its_own_pieces_only(client: Client, gown: Variant) -> None:
    ProductFactory.create(title="Other thing")
    page = page_of(client, f"/v/{gown.product.vendor.slug}")
    assert "Moon gown" in page
    assert "Other thing" not in page


def cost(client: Client, path: str) -> int:
    client.get("/vendors")  # the category tree is cached
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("path", "most"),
    [("/", 4), ("/shop", 5), ("/p/moon-gown", 12), ("/v/{house}", 4), ("/cart", 0)],
)
def test_a_page_costs_the_same_however_much_it_holds(
    client: Client, gown: Variant, path: str, most: int
) -> None:
    vendor = gown.product.vendor
    path = path.format(house=vendor.slug)
    few = cost(client, path)
    for number in range(6):
        VariantFactory.create(product=gown.product, size=f"S{number}", stock=1)
        VariantFactory.create(product__vendor=vendor, product__category=gown.product.category)
        VariantFactory.create(product__category=gown.product.category)
    assert cost(client, path) <= few <= most
