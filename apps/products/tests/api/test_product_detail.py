"""One product, what goes with it, and the tree."""

import pytest

from apps.products import facade
from apps.products.contracts import ProductId
from apps.products.models import Brand, SizeGuide
from apps.products.tests.factories import CategoryFactory, ProductFactory, VariantFactory
from apps.products.tests.pictures import picture

pytestmark = pytest.mark.django_db
DOORS = ["/api/v1", "/api/v2"]


def test_a_product_shows_its_path_variants_reviews_and_rating(api) -> None:
    women = CategoryFactory.create(slug="women", name="Women")
    gowns = CategoryFactory.create(slug="gowns", name="Gowns", parent=women)
    variant = VariantFactory.create(
        product__category=gowns, product__slug="iro", sale_price_minor=1_000_000, colour_name="Wine"
    )
    product_id = ProductId(variant.product_id)
    for rating in (5, 4):
        facade.add_review(product_id=product_id, author_name="Ada", rating=rating, body="Fits.")
    shown = api.get("/api/v1/products/iro/").json()
    assert [step["slug"] for step in shown["category"]] == ["women", "gowns"]
    assert shown["variants"][0]["price"]["amount"] == "10000.00"
    assert shown["variants"][0]["compare_at"]["amount"] == "12500.00"
    assert [review["rating"] for review in shown["reviews"]] == [4, 5]
    assert (shown["rating"], shown["rating_count"]) == (4.5, 2)
    assert [(bar["stars"], bar["count"], bar["percent"]) for bar in shown["stars"]] == [
        (5, 1, 50),
        (4, 1, 50),
        (3, 0, 0),
        (2, 0, 0),
        (1, 0, 0),
    ]
    assert (shown["brand"], shown["fit"], shown["size_guide"]) == (None, None, None)
    assert shown["seo_title"].endswith(shown["vendor"]["store_name"])
    assert shown["published_at"].endswith("Z")


def test_both_doors_tell_the_same(api, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    brand = Brand.objects.create(slug="adunni", name="Adunni")
    guide = SizeGuide.objects.create(
        title="Gowns", measures=["Bust"], rows=[{"size": "M", "values": ["91.5"]}]
    )
    product = ProductFactory.create(slug="iro", brand=brand, size_guide=guide, fit="large")
    VariantFactory.create(product=product, colour_name="Wine", sale_price_minor=1_000_000)
    own = ProductId(product.id)
    facade.add_review(product_id=own, author_name="Ada", rating=3, body="Wide.")
    facade.add_media(product_id=own, content=picture(), alt="Front")
    one, other = (api.get(f"{door}/products/iro/").json() for door in DOORS)
    assert one["brand"] == {"slug": "adunni", "name": "Adunni"}
    assert one["fit"] == "large"
    assert one["size_guide"]["rows"] == [{"size": "M", "cm": ["91.5"], "inches": ["36.0"]}]
    assert one["reviews"][0]["is_verified"] is False
    assert one == other


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("state", ["draft", "archived"])
def test_what_is_not_in_the_shop_is_not_found(api, state, door) -> None:
    ProductFactory.create(slug="hidden", status=state)
    for path in (f"{door}/products/hidden/", f"{door}/products/hidden/related/"):
        answer = api.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "product-not-found")


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("slug", ["nowhere", "%00", "..%2F..", "a b", "x" * 500])
def test_odd_addresses_are_not_found(api, slug, door) -> None:
    assert api.get(f"{door}/products/{slug}/").status_code in {400, 404}


@pytest.mark.parametrize("door", DOORS)
def test_related_products_share_the_category_first(api, door) -> None:
    product = ProductFactory.create(slug="iro")
    ProductFactory.create(title="Same vendor", vendor=product.vendor)
    ProductFactory.create(title="Same category", category=product.category)
    ProductFactory.create(title="Neither")
    rows = api.get(f"{door}/products/iro/related/").json()["results"]
    assert [row["title"] for row in rows] == ["Same category", "Same vendor"]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("many", [1, 6])
def test_a_product_costs_the_same_however_much_it_holds(
    api, django_assert_num_queries, many, door
) -> None:
    product = ProductFactory.create(slug="iro")
    VariantFactory.create_batch(many, product=product)
    for _ in range(many):
        facade.add_review(product_id=ProductId(product.id), author_name="Ada", rating=5)
    for address in (f"{door}/products/iro/", f"{door}/products/iro/related/"):
        api.get(address)  # compiled once per process
        with django_assert_num_queries(3):
            assert api.get(address).status_code == 200
    assert len(api.get(f"{door}/products/iro/").json()["variants"]) == many


@pytest.mark.parametrize("door", DOORS)
def test_the_tree_comes_whole_in_one_query(api, django_assert_num_queries, door) -> None:
    women = CategoryFactory.create(slug="women", name="Women", position=1)
    CategoryFactory.create(slug="men", name="Men", position=2)
    CategoryFactory.create(slug="gowns", name="Gowns", parent=women)
    api.get(f"{door}/categories/")  # compiled once per process
    with django_assert_num_queries(1):
        rows = api.get(f"{door}/categories/").json()["results"]
    assert [row["slug"] for row in rows] == ["women", "men"]
    assert [child["slug"] for child in rows[0]["children"]] == ["gowns"]
    assert [step["name"] for step in rows[0]["children"][0]["path"]] == ["Women", "Gowns"]
