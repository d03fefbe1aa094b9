import pytest

from apps.common.errors import InvalidInput
from apps.common.money import Money
from apps.products import facade
from apps.products.contracts import ProductId, VariantSpec
from apps.products.errors import NotPublishable, SkuTaken
from apps.products.models import Product, Variant
from apps.products.tests.factories import CategoryFactory, ProductFactory, VariantFactory
from apps.vendors.contracts import VendorId
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db


def _vendor() -> VendorId:
    return VendorId(VendorFactory.create().id)


def _spec(sku: str = "A-1", naira: int = 12_500, **changes) -> VariantSpec:
    return VariantSpec(sku=sku, price=Money(naira * 100, "NGN"), **changes)


def test_a_draft_gets_an_address_from_its_title_and_a_suffix_when_it_is_taken() -> None:
    vendor_id = _vendor()
    slugs = [
        facade.create_product(vendor_id=vendor_id, title="Àdìrẹ Ẹlẹ́kọ Kaftan").slug
        for _ in range(3)
    ]
    assert slugs == ["adire-eleko-kaftan", "adire-eleko-kaftan-2", "adire-eleko-kaftan-3"]


def test_no_product_stands_at_an_address_that_means_something_else(api) -> None:
    """Every word that v2 serves below /products/ is one that a title may not take."""
    root = "/api/v2/products/"
    fixed = [
        path.removeprefix(root).strip("/")
        for path in api.get("/api/v2/openapi.json").json()["paths"]
        if path.startswith(root) and path != root and "{" not in path
    ]
    assert "search" in fixed
    for word in fixed:
        made = facade.create_product(vendor_id=_vendor(), title=word.title())
        assert made.slug == f"{word}-2"


def test_a_title_is_what_is_seen_and_there_is_something_to_see() -> None:
    made = facade.create_product(vendor_id=_vendor(), title="\u202eIro\u200b  silk\x07\n")
    assert Product.objects.get(id=made.id).title == "Iro silk"
    for hidden in ("\u202e", "\u200b\u2066 \x07", "\xad"):
        with pytest.raises(InvalidInput):
            facade.create_product(vendor_id=_vendor(), title=hidden)


def test_a_description_keeps_its_words_and_loses_what_runs() -> None:
    made = facade.create_product(
        vendor_id=_vendor(),
        title="Boubou",
        description='<p onclick="x()">Silk<script>alert(1)</script></p>'
        '<a href="javascript:alert(1)">x</a><svg onload=alert(1)><img src=x onerror=y>',
    )
    stored = Product.objects.get(id=made.id).description
    assert "Silk" in stored
    for bad in ("script", "onclick", "onload", "onerror", "<img", "<svg"):
        assert bad not in stored


@pytest.mark.parametrize("title", ["", "   ", "\x00", "x" * 201])
def test_a_title_must_be_visible_and_bounded(title: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        facade.create_product(vendor_id=_vendor(), title=title)
    assert "title" in refused.value.errors
    assert not Product.objects.exists()


def test_an_unknown_category_is_named() -> None:
    with pytest.raises(InvalidInput) as refused:
        facade.create_product(vendor_id=_vendor(), title="Gele", category="hats")
    assert "category" in refused.value.errors


def test_a_brand_is_shared_in_any_case() -> None:
    for name in ("Ìfé Studio", "ìfé studio"):
        facade.create_product(vendor_id=_vendor(), title="Gele", brand=name)
    assert len({product.brand_id for product in Product.objects.all()}) == 1


def test_publishing_needs_a_category_a_variant_and_a_price() -> None:
    category = CategoryFactory.create()
    made = facade.create_product(vendor_id=_vendor(), title="Gele")
    with pytest.raises(NotPublishable) as bare:
        facade.publish_product(product_id=made.id)
    assert bare.value.members["missing"] == ["a category", "a variant"]
    facade.update_product(product_id=made.id, category=category.slug)
    facade.set_variants(product_id=made.id, variants=[_spec(naira=0)])
    with pytest.raises(NotPublishable):
        facade.publish_product(product_id=made.id)
    facade.set_variants(product_id=made.id, variants=[_spec()])
    assert facade.publish_product(product_id=made.id).status == "published"
    assert facade.archive_product(product_id=made.id).status == "archived"


def test_a_published_product_cannot_lose_what_it_needs() -> None:
    variant = VariantFactory.create()
    product_id = ProductId(variant.product_id)
    for step in (
        lambda: facade.set_variants(product_id=product_id, variants=[]),
        lambda: facade.set_variants(product_id=product_id, variants=[_spec(naira=0)]),
        lambda: facade.update_product(product_id=product_id, category=""),
    ):
        with pytest.raises(NotPublishable):
            step()
    variant.refresh_from_db()
    assert (variant.is_active, variant.price_minor) == (True, 1_250_000)


def test_a_matrix_keeps_known_variants_and_retires_the_rest() -> None:
    product = ProductFactory.create()
    before = facade.set_variants(
        product_id=ProductId(product.id),
        variants=[_spec("A", size="S", colour="Red"), _spec("B", size="M", colour="Red")],
    )
    after = facade.set_variants(
        product_id=ProductId(product.id),
        variants=[
            _spec("B2", 9_000, size="M", colour="Red", sale_price=Money(800_000, "NGN")),
            _spec("C", size="L", colour="Navy Blue"),
        ],
    )
    assert after[0].id == before[1].id
    assert (after[0].sku, after[0].price.minor, after[0].compare_at) == (
        "B2",
        800_000,
        Money(900_000, "NGN"),
    )
    assert after[1].colour_hex == "#2456a6"
    retired = Variant.objects.get(id=before[0].id)
    assert retired.is_active is False
    product.refresh_from_db()
    assert (product.lowest_price_minor, product.lowest_compare_minor) == (800_000, 900_000)


def test_two_variants_may_swap_their_skus_and_cells() -> None:
    product = ProductFactory.create()
    facade.set_variants(
        product_id=ProductId(product.id), variants=[_spec("A", size="S"), _spec("B", size="M")]
    )
    swapped = facade.set_variants(
        product_id=ProductId(product.id), variants=[_spec("A", size="M"), _spec("B", size="S")]
    )
    assert [(one.sku, one.size) for one in swapped] == [("A", "M"), ("B", "S")]


@pytest.mark.parametrize(
    "specs",
    [
        [_spec("A", size="S"), _spec("A", size="M")],
        [_spec("A", size="S"), _spec("B", size="S")],
        [_spec(naira=-1)],
        [_spec(naira=10**15)],
        [_spec(sale_price=Money(1_250_000, "NGN"))],
        [VariantSpec(sku="A", price=Money(100, "USD"))],
        [_spec(str(number), size=str(number)) for number in range(201)],
    ],
)
def test_a_wrong_matrix_changes_nothing(specs: list[VariantSpec]) -> None:
    variant = VariantFactory.create()
    with pytest.raises(InvalidInput):
        facade.set_variants(product_id=ProductId(variant.product_id), variants=specs)
    variant.refresh_from_db()
    assert variant.is_active


def test_a_sku_is_unique_within_a_vendor_only() -> None:
    mine = VariantFactory.create(sku="ONE")
    twin = ProductFactory.create(vendor=mine.vendor)
    with pytest.raises(SkuTaken):
        facade.set_variants(product_id=ProductId(twin.id), variants=[_spec("ONE")])
    other = ProductFactory.create()
    assert (
        facade.set_variants(product_id=ProductId(other.id), variants=[_spec("ONE")])[0].sku == "ONE"
    )
