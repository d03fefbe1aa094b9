"""Loading many products by COPY, into a real database and out of it again."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.inventory import facade as inventory
from apps.orders.selectors.invariants import faults
from apps.orders.tests.factories import paid_order
from apps.products import facade as products
from apps.products.contracts import ProductFilters, VariantId
from apps.products.models import (
    Brand,
    Category,
    Collection,
    Media,
    Product,
    SizeGuide,
    Term,
    Variant,
)
from apps.vendors.models import Vendor
from devstack.demo.large import load as loading
from devstack.demo.large import pictures, stage
from devstack.demo.large.aside import TABLES
from devstack.demo.large.books import LoadRefused, known_load, missing, open_books
from devstack.demo.large.goods import Maker, Shelves
from devstack.demo.large.load import load_catalogue
from devstack.demo.large.remove import remove_catalogue

pytestmark = pytest.mark.django_db(transaction=True)
SEED, VENDORS = 7, 20


@pytest.fixture(autouse=True)
def _clean(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(pictures, "COUNT", 2)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS loaded_catalogue CASCADE")


def quiet(line: str) -> None:
    """Say nothing."""


def load(count=500, *, seed=SEED, vendors=VENDORS, many=100_000):
    return load_catalogue(quiet, products=count, vendors=vendors, seed=seed, many=many)


def schema():
    """Every index and constraint of the tables, by its text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = ANY(%s::regclass[])"
            " UNION ALL SELECT conrelid::regclass || conname || pg_get_constraintdef(oid)"
            " FROM pg_constraint WHERE contype = 'f' ORDER BY 1",
            [list(TABLES)],
        )
        return [text for (text,) in cursor.fetchall()]


def rows():
    return [
        model.objects.count()
        for model in (Product, Variant, Media, Term, SizeGuide, Vendor, Brand, Category, Collection)
    ]


def test_the_loaded_catalogue_is_listed_found_and_bought_as_any_other():
    assert load() == 500
    page = products.product_cards(ProductFilters(ordering="newest"), limit=100)
    assert len(page.rows) == 100
    assert all(card.image.url and card.vendor.is_open for card in page.rows)
    shown = products.product_page(page.rows[0].slug)
    found = products.product_cards(ProductFilters(q=shown.title, ordering="relevance"), limit=20)
    assert shown.slug in {card.slug for card in found.rows}
    assert 2 <= len(shown.variants) <= 6
    assert len(shown.category) == 2
    variant = (
        Variant.objects.filter(is_in_stock=True, product__slug=shown.slug).first()
        or (
            Variant.objects.filter(
                is_in_stock=True, product__status="published", product__is_vendor_open=True
            )[0]
        )
    )
    key = VariantId(variant.pk)
    before = inventory.available([key])[key]
    assert paid_order(variant).status == "paid"
    assert inventory.available([key])[key] == before - 1
    assert list(faults()) == []
    with pytest.raises(LoadRefused, match="name loaded goods"):
        remove_catalogue(quiet)
    assert Product.objects.count() == 500


def test_what_products_repeat_of_their_variants_is_right():
    load()
    for product in Product.objects.select_related("vendor").prefetch_related("variants"):
        variants = list(product.variants.all())
        assert product.lowest_price_minor == min(one.unit_minor for one in variants)
        assert product.is_in_stock == any(one.is_in_stock for one in variants)
        assert {one.vendor_id for one in variants} == {product.vendor_id}
        assert product.vendor_name == product.vendor.store_name
        assert set(product.sizes) == {one.size for one in variants}
        assert set(product.colours) == {one.colour_name for one in variants}
    states = set(Product.objects.values_list("status", flat=True))
    assert states == {"published", "draft", "archived"}
    assert Product.objects.filter(is_in_stock=False).exists()
    in_stock = {VariantId(one.pk): one.is_in_stock for one in Variant.objects.all()}
    counts = inventory.available(in_stock)
    assert {pk: count > 0 for pk, count in counts.items()} == in_stock


def test_remove_leaves_nothing_and_other_goods_alone(tmp_path):
    before = rows()
    load()
    assert rows() != before
    assert list(tmp_path.rglob("*.jpg"))
    assert remove_catalogue(quiet) == 500
    assert rows() == before
    assert not list(tmp_path.rglob("*.jpg"))
    assert known_load() is None
    for table in TABLES:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
            assert cursor.fetchone() == (0,), table


def test_indexes_and_foreign_keys_set_aside_come_back_as_they_were():
    before = schema()
    load(300, many=1)
    assert schema() == before
    remove_catalogue(quiet, many=1)
    assert schema() == before


def test_a_stopped_load_brings_its_indexes_back_and_goes_on(monkeypatch):
    before = schema()
    monkeypatch.setattr(loading, "BATCH", 100)
    fill = stage.fill

    def breaks(rows, pictures):
        wanted = list(rows)
        if int(wanted[0][0]) > 200:
            raise KeyboardInterrupt
        fill(wanted, pictures)

    monkeypatch.setattr(loading, "fill", breaks)
    with pytest.raises(KeyboardInterrupt):
        load(400, many=1)
    assert schema() == before
    assert Product.objects.count() == 200
    monkeypatch.setattr(loading, "fill", fill)
    assert load(400) == 200
    assert load(400) == 0


def test_the_same_seed_gives_the_same_catalogue_in_one_load_or_two():
    def seen():
        return list(
            Product.objects.order_by("id").values_list(
                "id", "slug", "vendor__slug", "brand__name", "lowest_price_minor"
            )
        )

    load(150)
    load(300)
    grown = seen()
    remove_catalogue(quiet)
    load(300)
    assert seen() == grown


def test_another_seed_and_a_smaller_load_are_refused():
    load(50)
    with pytest.raises(LoadRefused, match="seed 7 and 20 vendors"):
        load(50, seed=8)
    with pytest.raises(LoadRefused, match="50 products are loaded"):
        load(20)


def test_the_command_says_what_it_did_and_keeps_out_of_production(settings):
    said = io.StringIO()
    call_command("load_catalogue", "--products", "60", "--vendors", "5", stdout=said)
    assert "60 products added" in said.getvalue()
    call_command("load_catalogue", "--remove", stdout=said)
    assert "60 products removed" in said.getvalue()
    settings.ENVIRONMENT = "production"
    with pytest.raises(CommandError, match="not for production"):
        call_command("load_catalogue")


def test_batches_fill_the_gaps_that_a_killed_load_left():
    load = open_books(1, 1)
    assert missing(load, 10, 4) == [(1, 4), (5, 8), (9, 10)]
    known = type(load)(1, 1, ((3, 4), (9, 10)))
    assert missing(known, 12, 4) == [(1, 2), (5, 8), (11, 12)]


def test_a_product_depends_on_its_number_alone():
    maker = Maker(3, Shelves(["v"] * 5, ["c"] * 18, ["b"], ["x", "y"], 4))
    assert list(maker.rows(11, 12)) == list(maker.rows(1, 20))[10:12]
