"""Finding products by words."""

from importlib import import_module

import pytest
from django.db import connection

from apps.products.contracts import ProductFilters
from apps.products.models import Brand, Product
from apps.products.selectors.catalogue import product_cards
from apps.products.selectors.search import knows_similar_words
from apps.products.tests.factories import ProductFactory

pytestmark = pytest.mark.django_db
SIMILAR: str = import_module("apps.products.migrations.0002_add_search").SIMILAR


def _titles(q: str, **filters) -> list[str]:
    page = product_cards(ProductFilters(q=q, ordering="relevance", **filters))
    return [card.title for card in page.rows]


def test_a_title_weighs_more_than_a_tag_and_a_tag_more_than_the_text() -> None:
    ProductFactory.create(title="Plain shirt", description="<p>Pairs with any kaftan</p>")
    ProductFactory.create(title="Linen shirt", tags=["kaftan"])
    ProductFactory.create(title="Kaftan for Eid")
    assert _titles("kaftans") == ["Kaftan for Eid", "Linen shirt", "Plain shirt"]


def test_tone_marks_do_not_matter_in_either_direction() -> None:
    ProductFactory.create(title="Àdìrẹ Ẹlẹ́kọ wrap")
    assert _titles("adire eleko") == ["Àdìrẹ Ẹlẹ́kọ wrap"]
    assert _titles("àdìrẹ") == ["Àdìrẹ Ẹlẹ́kọ wrap"]


def test_a_typo_finds_what_sounds_alike_only_if_nothing_matches() -> None:
    if not knows_similar_words():
        pytest.skip("this server has no pg_trgm: no typo tolerance")
    ProductFactory.create(title="Ankara skirt")
    ProductFactory.create(title="Ankara shirt")
    assert _titles("shirt") == ["Ankara shirt"]
    assert _titles("ankra shrit")[:1] == ["Ankara shirt"]
    assert _titles("qqqqzzzz") == []


def test_a_brand_is_found_also_after_it_was_renamed() -> None:
    brand = Brand.objects.create(name="Zuri", slug="zuri")
    ProductFactory.create(title="Gele", brand=brand)
    assert _titles("zuri") == ["Gele"]
    Brand.objects.filter(id=brand.id).update(name="Amara")
    assert (_titles("amara"), _titles("zuri")) == (["Gele"], [])


@pytest.mark.parametrize(
    "q", ["%", "'; DROP TABLE x;--", "a & | !", '"', "((", "\\", "-", "\u202e"]
)
def test_odd_words_are_only_words(q: str) -> None:
    ProductFactory.create()
    assert _titles(q) == []


def test_drafts_and_closed_vendors_are_not_found() -> None:
    ProductFactory.create(title="Secret gele", status="draft")
    ProductFactory.create(title="Hidden gele", is_vendor_open=False)
    assert Product.objects.count() == 2
    assert _titles("gele") == []


def test_without_pg_trgm_the_exact_words_are_still_found() -> None:
    ProductFactory.create(title="Ankara shirt")
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION IF EXISTS pg_trgm CASCADE")
    knows_similar_words.cache_clear()
    try:
        assert _titles("ankara") == ["Ankara shirt"]
        assert _titles("ankra shrit") == []
    finally:
        knows_similar_words.cache_clear()


def test_the_search_migration_runs_on_a_server_without_pg_trgm() -> None:
    """What `pg_available_extensions` says decides; nothing is asked of a bare server."""
    bare = SIMILAR.replace("name = 'pg_trgm'", "name = 'no such extension'")
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION IF EXISTS pg_trgm CASCADE")
        cursor.execute(bare)
        cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = 'product_similar'")
        assert cursor.fetchone() is None
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
        if cursor.fetchone() is None:
            return  # this very server is bare
        cursor.execute(SIMILAR)
        cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = 'product_similar'")
        assert cursor.fetchone() == (1,)
