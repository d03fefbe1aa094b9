"""What must stay quick with a million products: what staff find, what shoppers choose from."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.authentication.tests.factories import UserFactory
from apps.common.db import Prepared
from apps.common.errors import InvalidInput
from apps.products import facade
from apps.products.contracts import ProductFilters
from apps.products.models import Collection, Product
from apps.products.selectors import catalogue
from apps.products.selectors.shapes import ORDERS
from apps.products.tests.factories import CategoryFactory, ProductFactory, VariantFactory
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    return client


def found(staff, q):
    page = staff.get(reverse("admin:products_product_changelist"), {"q": q})
    assert page.status_code == 200
    return {product.title for product in page.context["cl"].result_list}


def test_staff_find_products_in_any_state_by_words_address_sku_and_house(staff):
    house = VendorFactory.create(store_name="Adunni Threads")
    gown = ProductFactory.create(title="Iseyin gown", slug="iseyin-gown-1", vendor=house)
    draft = ProductFactory.create(title="Iseyin cap", status="draft", slug="iseyin-cap-1")
    VariantFactory.create(product=gown, sku="AT-77")
    ProductFactory.create(title="Linen shirt")
    assert found(staff, "ISEYIN") == {gown.title, draft.title}
    assert found(staff, "iseyin-cap-1") == {draft.title}
    assert found(staff, " at-77 ") == {gown.title}
    assert found(staff, "adunni threads") == {gown.title}
    assert found(staff, "velvet") == set()


def test_staff_find_a_variant_by_its_sku_and_a_picture_by_its_product(staff):
    variant = VariantFactory.create(sku="AT-78")
    VariantFactory.create(sku="AT-7")
    page = staff.get(reverse("admin:products_variant_changelist"), {"q": "at-78"})
    assert list(page.context["cl"].result_list) == [variant]
    page = staff.get(reverse("admin:products_media_changelist"), {"q": variant.product.slug})
    assert page.status_code == 200


@pytest.mark.parametrize("ordering", ["newest", "price", "-price", "rating"])
def test_a_category_with_others_below_is_one_list_in_order_both_ways(ordering):
    root = CategoryFactory.create()
    leaves = [root, *CategoryFactory.create_batch(2, parent=root)]
    for number in range(23):
        ProductFactory.create(
            category=leaves[number * number % 3],
            lowest_price_minor=100 + number % 5,
            rating_average_hundredths=400 + number % 2,
        )
    ProductFactory.create(category=CategoryFactory.create())
    ProductFactory.create(category=root, status="draft")
    rows = Product.objects.filter(category__in=leaves, status="published")
    wanted = [*rows.order_by(*ORDERS[ordering]).values_list("id", flat=True)]
    filters, seen, cursor, pages = (
        ProductFilters(category=root.slug, ordering=ordering),
        [],
        None,
        [],
    )
    while True:
        page = facade.product_cards(filters, cursor=cursor, limit=4)
        pages.append(page)
        seen += [card.id for card in page.rows]
        if (cursor := page.next_cursor) is None:
            break
    assert seen == wanted
    back = facade.product_cards(filters, cursor=pages[-1].previous_cursor, limit=4)
    assert back.rows == pages[-2].rows


def test_the_other_filters_hold_within_every_category():
    root = CategoryFactory.create()
    leaves = CategoryFactory.create_batch(2, parent=root)
    wanted = []
    for leaf in leaves:
        for price in (100, 900):
            product = ProductFactory.create(category=leaf, lowest_price_minor=price)
            VariantFactory.create(product=product, colour_name="Teal")
            wanted += [product.id] if price == 900 else []
    filters = ProductFilters(category=root.slug, price_min=500, colour="teal")
    assert {card.id for card in facade.product_cards(filters).rows} == set(wanted)


@pytest.mark.parametrize("gathered", [2, 3])
def test_a_collection_is_the_same_list_whether_it_is_gathered_or_found_on_the_way(
    gathered, monkeypatch
):
    monkeypatch.setattr(catalogue, "_GATHERED", gathered)
    monkeypatch.setattr(catalogue, "_BEYOND", Prepared(catalogue._BEYOND._build))
    held = Collection.objects.create(title="Owambe", slug="owambe")
    hidden = Collection.objects.create(title="Hidden", slug="hidden", is_visible=False)
    wanted = ProductFactory.create_batch(3)
    for product in wanted:
        product.collections.set([held, hidden])
    ProductFactory.create()
    with CaptureQueriesContext(connection) as asked:
        page = facade.product_cards(ProductFilters(collection="owambe"), limit=2)
    assert ("EXISTS" in asked[-1]["sql"]) is (gathered == 2)
    rest = facade.product_cards(ProductFilters(collection="owambe"), cursor=page.next_cursor)
    assert [card.id for card in (*page.rows, *rest.rows)] == [one.id for one in wanted[::-1]]
    with pytest.raises(InvalidInput):
        facade.product_cards(ProductFilters(collection="hidden"))


def test_shoppers_choose_from_what_published_products_come_in_each_word_once():
    shown = ProductFactory.create()
    VariantFactory.create(product=shown, size="M", colour_name="Wine", colour_hex="#722f37")
    VariantFactory.create(product=shown, size="L", colour_name="wine", colour_hex="#722f38")
    VariantFactory.create(product=shown, size="S", colour_name="", is_active=False)
    VariantFactory.create(
        product=ProductFactory.create(status="draft"), size="XS", colour_name="Teal"
    )
    sizes, colours = facade.sizes_and_colours()
    assert sizes == ("L", "M")
    assert [name.lower() for name, _ in colours] == ["wine"]
    assert facade.sizes_and_colours(limit=1)[0] == ("L",)


def test_a_shop_without_goods_has_nothing_to_choose_from():
    assert facade.sizes_and_colours() == ((), ())
