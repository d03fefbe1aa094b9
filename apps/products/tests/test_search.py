"""Finding products by words."""

from collections.abc import Iterator

import pytest
from django.db import connection

from apps.common.db import PageOf
from apps.products import facade
from apps.products.contracts import ProductCard, ProductFilters, ProductId, Searched
from apps.products.folding import distance, fold, near_forms
from apps.products.models import Brand, Category, Product, Synonym, Term
from apps.products.models.product import FAR_TIER, HEAD_TIER, TIER_SIZES, WIDE_TIER
from apps.products.selectors.catalogue import search_page
from apps.products.selectors.searching import finding
from apps.products.services import refresh_terms
from apps.products.services.follow_vendor import follow_vendor
from apps.products.tests.factories import CategoryFactory, ProductFactory, VariantFactory
from apps.products.tests.searches import how_read, titles
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db


def test_a_title_weighs_more_than_a_tag_and_a_tag_more_than_the_text() -> None:
    ProductFactory.create(title="Plain shirt", description="<p>Pairs with any kaftan</p>")
    ProductFactory.create(title="Linen shirt", tags=["kaftan"])
    ProductFactory.create(title="Kaftan for Eid")
    assert titles("kaftans") == ["Kaftan for Eid", "Linen shirt", "Plain shirt"]


def test_what_is_in_stock_comes_first_then_what_is_asked_for() -> None:
    gone = ProductFactory.create(title="Gele one")
    rare = ProductFactory.create(title="Gele two", is_in_stock=True)
    dear = ProductFactory.create(title="Gele three", is_in_stock=True)
    counts = {ProductId(gone.id): 900, ProductId(rare.id): 3, ProductId(dear.id): 90}
    assert facade.note_popularity(counts) == 3
    assert facade.note_popularity(counts) == 0
    assert titles("gele") == ["Gele three", "Gele two", "Gele one"]


def test_what_is_as_asked_for_as_before_is_neither_written_nor_locked() -> None:
    counts = {ProductId(row.id): 7 for row in ProductFactory.create_batch(3)}
    facade.note_popularity(counts)
    facade.sort_tiers()
    before = _versions()
    assert facade.note_popularity(counts) == 0
    assert facade.sort_tiers() == 0
    assert _versions() == before


def _versions() -> list[tuple[str, str, str]]:
    """Where each product's row stands, and who wrote or locked it last."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text, xmin::text, xmax::text FROM products_product")
        return sorted(cursor.fetchall())


@pytest.mark.parametrize(
    "text",
    [
        "Àdìrẹ Ẹlẹ́kọ",
        "Women's",
        "aṣọ-òkè",
        "Ɗan Ƙano",
        "½ dozen & co.",
        "₦5,000 «lace»",
        "straße",
        "ﬁla",
    ],
)
def test_python_and_postgresql_fold_alike(text) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT catalogue_fold(%s)", [text])
        assert cursor.fetchone() == (fold(text),)


def test_tone_marks_do_not_matter_in_either_direction() -> None:
    ProductFactory.create(title="Àdìrẹ Ẹlẹ́kọ wrap")
    assert titles("adire eleko") == ["Àdìrẹ Ẹlẹ́kọ wrap"]
    assert titles("àdìrẹ") == ["Àdìrẹ Ẹlẹ́kọ wrap"]


def test_some_of_the_words_are_better_than_nothing() -> None:
    ProductFactory.create(title="Leather sandals")
    ProductFactory.create(title="Plain gown", description="<p>Looks well with sandals</p>")
    assert titles("velvet sandals") == ["Leather sandals", "Plain gown"]
    assert how_read("velvet sandals") == Searched(is_partial=True)


def test_staff_say_which_words_mean_the_same() -> None:
    ProductFactory.create(title="Gele in blue")
    ProductFactory.create(title="Lace for owambe")
    assert titles("skyscraper") == []
    Synonym.objects.create(terms=["skyscraper", "gele"], is_one_way=True)
    assert titles("skyscrapers") == ["Gele in blue"]
    Synonym.objects.create(terms=["blue", "lace"], is_one_way=True)
    assert titles("lace") == ["Lace for owambe"]


def test_a_synonym_of_several_words_is_found_as_a_phrase() -> None:
    ProductFactory.create(title="Wax print skirt")
    ProductFactory.create(title="Print of wax candles")
    assert titles("ankara") == ["Wax print skirt"]


def test_sizes_and_colours_in_a_query_are_those_of_the_variants() -> None:
    gown = ProductFactory.create(title="Ankara gown")
    other = ProductFactory.create(title="Ankara gown long")
    VariantFactory.create(product=gown, size="UK 12", colour_name="Wine red")
    VariantFactory.create(product=other, size="XL", colour_name="Black")
    for product in (gown, other):
        product.sizes = list(product.variants.values_list("size", flat=True))
        product.colours = list(product.variants.values_list("colour_name", flat=True))
        product.save()
    assert titles("red ankara gown size 12") == ["Ankara gown"]
    assert titles("gown uk12") == ["Ankara gown"]
    assert titles("black gown xl") == ["Ankara gown long"]
    assert titles("gown", size="XL") == ["Ankara gown long"]


def test_quotes_keep_the_order_and_a_minus_leaves_out() -> None:
    ProductFactory.create(title="Wrap dress")
    ProductFactory.create(title="Dress to wrap")
    assert titles('"wrap dress"') == ["Wrap dress"]
    assert titles("dress -to") == ["Wrap dress"]
    assert titles("-dress") == []


def test_a_brand_a_kind_and_a_house_are_found_also_after_they_were_renamed() -> None:
    brand = Brand.objects.create(name="Zuri", slug="zuri")
    kind = CategoryFactory.create(name="Headgear")
    house = VendorFactory.create(store_name="Mapo House")
    made = facade.create_product(vendor_id=house.id, title="Gele", brand="Zuri")
    Product.objects.filter(id=made.id).update(
        category=kind, status="published", published_at="2026-01-01T00:00Z", lowest_price_minor=1
    )
    for word in ("zuri", "headgear", "mapo"):
        assert titles(word) == ["Gele"], word
    Brand.objects.filter(id=brand.id).update(name="Amara")
    Category.objects.filter(id=kind.id).update(name="Crowns")
    vendors.update_profile(vendor_id=house.id, store_name="Dugbe Room")
    follow_vendor(vendor_id=VendorId(house.id))
    for word in ("amara", "crowns", "dugbe"):
        assert titles(word) == ["Gele"], word
    for word in ("zuri", "headgear", "mapo"):
        assert titles(word, is_exact=True) == [], word


@pytest.mark.parametrize(
    "q",
    [
        "%",
        "'; DROP TABLE x;--",
        "a & | !",
        '"',
        "((",
        "\\",
        "-",
        "\u202e",
        '""',
        "-- -",
        "x" * 120,
        "!:*<->",
        "\u0660\u0661",
    ],
)
def test_odd_words_are_only_words(q: str) -> None:
    ProductFactory.create()
    assert titles(q) == []


def test_drafts_and_closed_vendors_are_not_found() -> None:
    ProductFactory.create(title="Secret gele", status="draft")
    ProductFactory.create(title="Hidden gele", is_vendor_open=False)
    assert Product.objects.count() == 2
    assert titles("gele") == []
    facade.refresh_terms()
    facade.note_new_words()
    assert not Term.objects.filter(text__in=["secret", "hidden"]).exists()


def test_new_words_are_known_within_a_minute_and_old_ones_leave() -> None:
    gele = ProductFactory.create(title="Sanyan gele")
    assert facade.note_new_words() > 0
    assert facade.note_new_words() == 0
    assert how_read("sanyann").corrected == "sanyan"
    Product.objects.filter(id=gele.id).update(title="Etu gele")
    facade.refresh_terms()
    assert not Term.objects.filter(text="sanyan").exists()
    assert Term.objects.get(kind="word", text="gele").documents == 1


def test_common_words_are_looked_for_among_the_popular_first(monkeypatch) -> None:
    """With tiers of one, two and four products instead of thousands."""
    for tier, size in {HEAD_TIER: 1, WIDE_TIER: 2, FAR_TIER: 4}.items():
        monkeypatch.setitem(TIER_SIZES, tier, size)
    monkeypatch.setattr(finding, "FEW", 3)
    monkeypatch.setattr(finding, "_ENOUGH", 2)
    gowns = [ProductFactory.create(title=f"Gown {number}") for number in range(6)]
    facade.note_popularity({ProductId(gown.id): 2**place for place, gown in enumerate(gowns)})
    assert facade.sort_tiers() == 4
    assert facade.sort_tiers() == 0
    facade.refresh_terms()
    page, _ = search_page(ProductFilters(q="gown", ordering="relevance"), limit=1)
    assert [card.title for card in page.rows] == ["Gown 5"]
    assert titles("gown") == [f"Gown {number}" for number in (5, 4, 3, 2, 1, 0)]


@pytest.mark.parametrize("enough", [1, 2, 3, 100])
@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_every_match_is_on_one_page_in_both_directions(enough, limit, monkeypatch) -> None:
    """Also where a tier's best match fits worse than the next tier's worst."""
    for tier, size in {HEAD_TIER: 2, WIDE_TIER: 5, FAR_TIER: 9}.items():
        monkeypatch.setitem(TIER_SIZES, tier, size)
    monkeypatch.setattr(finding, "FEW", 3)
    monkeypatch.setattr(finding, "_ENOUGH", enough)
    made = [
        ProductFactory.create(
            title=f"Gown {place}" if place % 3 == 0 else f"Dress {place}",
            description="Worn over a gown." if place % 3 else "",
        )
        for place in range(14)
    ]
    facade.note_popularity({ProductId(one.id): 2**place for place, one in enumerate(made)})
    facade.sort_tiers()
    facade.refresh_terms()
    forwards = list(_walk("next_cursor", None, limit))
    shown = [card.title for page in forwards for card in page.rows]
    assert sorted(shown) == sorted(one.title for one in made)
    backwards = _walk("previous_cursor", forwards[-1].previous_cursor, limit)
    assert [page.rows for page in backwards][::-1] == [page.rows for page in forwards[:-1]]


def _walk(towards: str, cursor: str | None, limit: int) -> Iterator[PageOf[ProductCard]]:
    gowns = ProductFilters(q="gown", ordering="relevance")
    while True:
        page, _ = search_page(gowns, limit=limit, cursor=cursor)
        yield page
        cursor = getattr(page, towards)
        if not cursor:
            return


@pytest.mark.parametrize("ordering", ["price", "-price", "newest", "rating"])
def test_other_orders_hold_for_common_words_too(ordering, monkeypatch) -> None:
    monkeypatch.setattr(finding, "FEW", 1)
    for price in (300, 100, 200):
        ProductFactory.create(title=f"Gown for {price}", lowest_price_minor=price)
    facade.refresh_terms()
    page, _ = search_page(ProductFilters(q="gown", ordering=ordering))
    found = [card.price.minor for card in page.rows]
    assert sorted(found) == [100, 200, 300]
    if "price" in ordering:
        assert found == sorted(found, reverse=ordering == "-price")


def test_a_sample_speaks_for_all(monkeypatch) -> None:
    monkeypatch.setattr(refresh_terms, "SAMPLE", 10)
    assert refresh_terms._sample(1000.0, 10) == (
        "TABLESAMPLE SYSTEM (1.000000) REPEATABLE (1)",
        100.0,
    )
    assert refresh_terms._sample(10.0, 10) == ("", 1.0)


def test_slips_are_counted_as_people_make_them() -> None:
    assert distance("ankara", "ankara") == 0
    assert distance("anakra", "ankara") == 1
    assert distance("agbda", "agbada") == 1
    assert distance("snikers", "sneakers") == 2
    assert {"ankar", "nkara", "anara"} <= set(near_forms("ankara"))
