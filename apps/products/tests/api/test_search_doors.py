"""Search, suggestions and facets over HTTP."""

from typing import Any

import pytest
from django.test import AsyncClient

from apps.common import reads
from apps.common.tests.pooled import on_the_pool
from apps.products import facade
from apps.products.apis.v2.search_schemas import FacetsOut, SearchPage, SuggestOut
from apps.products.models import Brand
from apps.products.selectors.searching import facets as counting
from apps.products.services.summary import refresh_summary
from apps.products.tests.factories import CategoryFactory, ProductFactory, VariantFactory
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db(transaction=True)
SCHEMAS: dict[str, Any] = {
    "/products/search/?q=ankra": SearchPage,
    "/suggest/?q=an": SuggestOut,
    "/products/facets/": FacetsOut,
    "/products/facets/?q=ankara&category=dresses&price_min=10": FacetsOut,
}


@pytest.fixture
def shop() -> None:
    women = CategoryFactory.create(slug="women", name="Women")
    dresses = CategoryFactory.create(slug="dresses", name="Dresses", parent=women)
    shirts = CategoryFactory.create(slug="shirts", name="Shirts")
    zuri = Brand.objects.create(name="Zuri", slug="zuri")
    house = VendorFactory.create(store_name="Ankara Corner", slug="ankara-corner")
    rows = (
        ("Ankara gown", dresses, zuri, "UK 12", "Red", 600_000, 450),
        ("Ankara dress", dresses, None, "UK 14", "Blue", 1_500_000, 0),
        ("Linen shirt", shirts, zuri, "M", "Red", 30_000_000, 300),
    )
    for title, category, brand, size, colour, price, rating in rows:
        product = ProductFactory.create(
            title=title, vendor=house, category=category, brand=brand,
            rating_average_hundredths=rating, rating_count=1 if rating else 0,
        )  # fmt: skip
        VariantFactory.create(
            product=product, size=size, colour_name=colour, price_minor=price,
            is_in_stock=title != "Linen shirt",
        )  # fmt: skip
        refresh_summary(product)
    facade.refresh_terms()
    facade.sort_tiers()


def _get(api, address: str) -> Any:
    answer = api.get(f"/api/v2{address}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def _counts(values: list[dict[str, Any]]) -> dict[str, int]:
    return {one["value"]: one["count"] for one in values}


def test_a_mended_search_says_so_and_can_be_asked_for_as_typed(api, shop) -> None:
    page = _get(api, "/products/search/?q=ankarra gown size 12")
    assert [row["title"] for row in page["results"]] == ["Ankara gown"]
    assert (page["corrected"], page["is_partial"]) == ("ankara gown 12", False)
    assert _get(api, "/products/search/?q=ankarra&exact=1")["results"] == []


def test_v1_and_the_list_find_the_same(api, shop) -> None:
    titles = [row["title"] for row in _get(api, "/products/search/?q=ankara")["results"]]
    assert len(titles) == 2
    for address in ("/api/v1/products/?q=ankara", "/api/v2/products/?q=ankara"):
        assert [row["title"] for row in api.get(address).json()["results"]] == titles


def test_a_search_takes_the_filters_of_the_list(api, shop) -> None:
    for query, expected in {
        "brand=zuri": {"Ankara gown"},
        "price_min=10000": {"Ankara dress"},
        "colour=blue": {"Ankara dress"},
        "rating=4": {"Ankara gown"},
        "category=women&in_stock=true": {"Ankara gown", "Ankara dress"},
    }.items():
        page = _get(api, f"/products/search/?q=ankara&{query}")
        assert {row["title"] for row in page["results"]} == expected, query
    unknown = api.get("/api/v2/products/search/?q=qqqq&brand=none")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "invalid-input")


@pytest.mark.parametrize("q", ["👗", "👗 👠", "👗🏽‍♀️ ❤️", "♥ ✨"])
def test_signs_without_letters_ask_for_nothing(api, shop, q) -> None:
    ProductFactory.create(title="Hue lamp ✨👗", tags=["hue"])
    for address in ("/products/search/", "/products/"):
        page = _get(api, f"{address}?q={q}")
        assert (page["results"], page["corrected"], page["is_partial"]) == ([], "", False)
    assert _get(api, f"/products/facets/?q={q}")["categories"] == []
    assert not any(_get(api, f"/suggest/?q={q}").values())


def test_a_sign_beside_words_asks_for_nothing_more(api, shop) -> None:
    page = _get(api, "/products/search/?q=👗ankara✨gown ❤️")
    assert [row["title"] for row in page["results"]] == ["Ankara gown"]
    assert (page["corrected"], page["is_partial"]) == ("", False)


def test_two_letters_suggest_words_products_and_names(api, shop) -> None:
    given = _get(api, "/suggest/?q=AN")
    assert given["words"][0] == "ankara"
    assert {one["title"] for one in given["products"]} == {"Ankara gown", "Ankara dress"}
    assert given["products"][0]["price"]["currency"] == "NGN"
    assert given["vendors"] == [{"slug": "ankara-corner", "name": "Ankara Corner"}]
    assert _get(api, "/suggest/?q=shi")["categories"] == [{"slug": "shirts", "name": "Shirts"}]
    assert _get(api, "/suggest/?q=zu")["brands"] == [{"slug": "zuri", "name": "Zuri"}]
    assert "ankara gown" in _get(api, "/suggest/?q=ankara go")["words"]
    assert _get(api, "/suggest/?q=corn")["vendors"][0]["slug"] == "ankara-corner"


def test_a_typo_in_the_beginning_is_mended(api, shop) -> None:
    given = _get(api, "/suggest/?q=ankr")
    assert (given["corrected"], given["words"][0]) == ("ankar", "ankara")
    assert given["products"]


@pytest.mark.parametrize("q", ["", "a", "%25", "((", "!!!", "-", "x" * 120, "%E2%80%AE"])
def test_nothing_is_suggested_for_nothing(api, shop, q) -> None:
    given = _get(api, f"/suggest/?q={q}")
    assert not any(given[name] for name in ("words", "products", "categories", "brands"))


def test_a_suggestion_needs_a_short_query(api) -> None:
    for query in ("", "?q=" + "x" * 121):
        assert api.get(f"/api/v2/suggest/{query}").status_code == 422


def test_each_facet_is_counted_without_its_own_filter(api, shop) -> None:
    seen = _get(api, "/products/facets/?category=dresses&colour=Red")
    assert _counts(seen["categories"]) == {"women": 1, "dresses": 1, "shirts": 1}
    assert _counts(seen["colours"]) == {"Red": 1, "Blue": 1}
    assert _counts(seen["sizes"]) == {"UK 12": 1}
    assert [(one["value"], one["label"], one["count"]) for one in seen["brands"]] == [
        ("zuri", "Zuri", 1)
    ]
    assert seen["in_stock"]["count"] == 1
    assert _counts(seen["ratings"]) == {"4": 1, "3": 1, "2": 1}
    assert not seen["categories"][0]["is_at_least"]


def test_prices_stand_in_ranges(api, shop) -> None:
    seen = _get(api, "/products/facets/")
    assert (seen["price_min"]["amount"], seen["price_max"]["amount"]) == ("6000.00", "300000.00")
    ranges = [(one["from"]["amount"], one["to"] and one["to"]["amount"]) for one in seen["prices"]]
    assert ranges == [("5000.00", "10000.00"), ("10000.00", "25000.00"), ("250000.00", None)]


@pytest.mark.parametrize("words", ["", "q=ankara&", "q=%21%21&"])
def test_facets_refuse_what_the_list_refuses(api, shop, words) -> None:
    for name in ("vendor", "brand", "collection", "category"):
        for address in ("/products/", "/products/facets/"):
            answer = api.get(f"/api/v2{address}?{words}{name}=nowhere")
            assert (answer.status_code, list(answer.json()["errors"])) == (422, [name]), address


@pytest.mark.parametrize("query", ["limit=5", "limit=abc", "cursor=x", "page=1", "ordering=price"])
def test_facets_have_no_order_and_no_pages(api, shop, query) -> None:
    answer = api.get(f"/api/v2/products/facets/?{query}")
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [query.partition("=")[0]])


def test_facets_of_a_known_name_without_goods_are_empty(api, shop) -> None:
    Brand.objects.create(name="Bare", slug="bare")
    assert _get(api, "/products/facets/?brand=bare")["in_stock"]["count"] == 0


def test_facets_of_a_search_are_those_of_what_it_finds(api, shop) -> None:
    for q in ("ankara", "ankarra"):
        assert _counts(_get(api, f"/products/facets/?q={q}")["categories"]) == {
            "women": 2,
            "dresses": 2,
        }
    assert _get(api, "/products/facets/?q=%28%28")["categories"] == []
    assert _counts(_get(api, "/products/facets/?q=velvet shirt")["categories"]) == {"shirts": 1}


def test_counting_stops_and_says_so(api, shop, monkeypatch) -> None:
    monkeypatch.setattr(counting, "LOOKED_AT", 1)
    counting._counts.cache_clear()
    try:
        seen = _get(api, "/products/facets/")
    finally:
        counting._counts.cache_clear()
    assert all(one["is_at_least"] for one in seen["categories"])
    assert sum(one["count"] for one in seen["sizes"]) == 2


COSTS = {
    "/products/search/?q=ankara": 2,
    "/products/search/?q=ankara&category=women": 3,
    "/products/search/?q=ankarra": 5,
    "/suggest/?q=an": 3,
    "/products/facets/": 2,
    "/products/facets/?q=ankara": 3,
    "/products/facets/?category=women&colour=Red": 7,
}


@pytest.mark.parametrize("address", COSTS)
def test_what_each_costs(api, shop, address, django_assert_num_queries) -> None:
    _get(api, address)  # compiled once per process
    with django_assert_num_queries(COSTS[address]):
        _get(api, address)


@pytest.mark.parametrize("address", SCHEMAS)
def test_the_bytes_keep_to_the_schema_and_come_from_the_pool(api, shop, address) -> None:
    async def ask() -> bytes:
        return bytes((await AsyncClient().get(f"/api/v2{address}")).content)

    plain = api.get(f"/api/v2{address}").content
    SCHEMAS[address].model_validate_json(plain.replace(b'"from":', b'"from_":'))
    before = reads.metrics()
    assert on_the_pool(ask) == plain
    assert reads.metrics()["without_pool"] == before["without_pool"]
