"""v2 writes its JSON itself: it keeps to the schema, says what v1 says, and the pool reads it."""

from typing import Any

import pytest
from django.test import AsyncClient

from apps.common import reads
from apps.common.http.pagination import NumberedPage, Page
from apps.common.tests.pooled import on_the_pool
from apps.products import facade
from apps.products.apis.v2.schemas import CategoryOut, ProductCardOut, ProductOut
from apps.products.contracts import ProductId
from apps.products.models import Brand, Collection, Media
from apps.products.tests.factories import CategoryFactory, ProductFactory, VariantFactory

pytestmark = pytest.mark.django_db(transaction=True)
RENDITIONS = [
    {"type": mime, "width": width, "name": f"products/é {width}.{mime[6:]}"}
    for mime in ("image/jpeg", "image/webp")
    for width in (960, 320, 640)
]
SCHEMAS: dict[str, Any] = {
    "/products/?limit=2": Page[ProductCardOut],
    "/products/?limit=2&ordering=price&category=women&size=M": Page[ProductCardOut],
    "/products/?page=2&limit=1": NumberedPage[ProductCardOut],
    "/products/iro/": ProductOut,
    "/products/iro/related/": Page[ProductCardOut],
    "/categories/": Page[CategoryOut],
}


@pytest.fixture
def catalogue() -> None:
    women = CategoryFactory.create(slug="women", name="Women")
    gowns = CategoryFactory.create(slug="gowns", name="Gowns", parent=women)
    brand = Brand.objects.create(name="Àṣọ", slug="aso")
    season = Collection.objects.create(title="Owambe", slug="owambe")
    for slug, price in (("iro", 999_999_999_999), ("buba", 100), ("gele", 7)):
        product = ProductFactory.create(
            slug=slug, title=f"{slug} “Èkó”", category=gowns, brand=brand, tags=["a", "b"]
        )
        product.collections.add(season)
        VariantFactory.create(product=product, size="M", price_minor=price, sale_price_minor=1)
        cover = Media.objects.create(
            product=product, image=f"products/{slug} é.jpg", status="ready", width=5, height=6,
            renditions=RENDITIONS,
        )  # fmt: skip
        product.cover, product.lowest_price_minor = cover, price
        product.lowest_compare_minor = price + 1
        product.save()
        facade.add_review(product_id=ProductId(product.id), author_name="Ada", rating=5)
    ProductFactory.create(title="Without a cover", category=women)


@pytest.mark.parametrize("address", SCHEMAS)
def test_the_bytes_keep_to_the_schema(api, catalogue, address) -> None:
    answer = api.get(f"/api/v2{address}")
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    kept = SCHEMAS[address].model_validate_json(answer.content, strict=False)
    assert kept.model_dump(mode="json", exclude_unset=True) == answer.json()
    assert set(SCHEMAS[address].model_fields) == set(answer.json())


def only(known: Any, shown: Any) -> Any:
    """What of `known` has a place in `shown`: v1 tells more of a picture."""
    if isinstance(shown, dict):
        return {name: only(known[name], shown[name]) for name in shown}
    if isinstance(shown, list):
        return [only(a, b) for a, b in zip(known, shown, strict=True)]
    return known


@pytest.mark.parametrize("address", [one for one in SCHEMAS if "page=" not in one])
def test_both_doors_say_the_same(api, catalogue, address) -> None:
    first, second = (api.get(f"/api/{door}{address}").json() for door in ("v1", "v2"))
    for page in (first, second):
        for name in ("next", "previous"):
            page[name] = str(page.pop(name, "")).replace("/v1/", "/v2/")
        for review in page.get("reviews", ()):
            for name in set(review) - {"author_name", "rating", "title", "body", "created_at"}:
                del review[name]  # v1's page shows fewer members so far
    assert only(first, second) == second


@pytest.mark.parametrize("address", SCHEMAS)
def test_the_pool_reads_what_the_orm_reads(api, catalogue, address) -> None:
    async def ask() -> bytes:
        answer = await AsyncClient().get(f"/api/v2{address}")
        return bytes(answer.content)

    plain = api.get(f"/api/v2{address}").content
    before = reads.metrics()
    assert on_the_pool(ask) == plain
    after = reads.metrics()
    assert after["reads"] > before["reads"]
    assert after["without_pool"] == before["without_pool"]


def test_numbered_pages_count_no_further_than_they_go(api, catalogue, monkeypatch) -> None:
    seen = api.get("/api/v2/products/?page=2&limit=3").json()
    assert [row["title"] for row in seen["results"]] == ["iro “Èkó”"]
    told = {name: seen[name] for name in ("page", "pages", "count", "count_is_exact")}
    assert told == {"page": 2, "pages": 2, "count": 4, "count_is_exact": True}
    assert seen["next"] is None
    assert "page=1" in seen["previous"]
    beyond = api.get("/api/v2/products/?page=3&limit=3")
    problem = beyond.json()
    assert (beyond.status_code, problem["code"], problem["pages"]) == (404, "no-such-page", 2)
    assert api.get("/api/v2/products/?page=3&brand=none").status_code == 422
    Brand.objects.create(name="Bare", slug="bare")
    assert api.get("/api/v2/products/?page=1&brand=bare").json()["results"] == []
    deep = api.get("/api/v2/products/?page=101&limit=100")
    assert (deep.status_code, list(deep.json()["errors"])) == (422, ["page"])


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=1&cursor=abc", "page=1.5", "page=²", "page=2&q=iro"]
)
def test_a_wrong_page_number_is_a_problem(api, query) -> None:
    answer = api.get(f"/api/v2/products/?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input")


def test_a_numbered_page_costs_two_statements(api, catalogue, django_assert_num_queries) -> None:
    api.get("/api/v2/products/?page=1")
    with django_assert_num_queries(2):
        api.get("/api/v2/products/?page=2&limit=1")
