"""A product knows whether anything of it is in stock."""

import threading

import pytest
from django.db import connection

from apps.common.outbox.testing import deliver_events
from apps.products import facade, handlers
from apps.products.contracts import VariantId
from apps.products.tests.factories import ProductFactory, VariantFactory
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId
from apps.vendors.events import VendorApproved


@pytest.mark.django_db
def test_a_product_is_in_stock_while_one_variant_is() -> None:
    product = ProductFactory.create()
    first, second = VariantFactory.create_batch(2, product=product)
    for variant, units, expected in ((first, 3, True), (second, 0, True), (first, 0, False)):
        facade.note_stock({VariantId(variant.id): units})
        product.refresh_from_db()
        assert product.is_in_stock is expected


@pytest.mark.django_db
def test_a_repeat_writes_nothing(django_assert_num_queries) -> None:
    variant = VariantFactory.create()
    facade.note_stock({VariantId(variant.id): 2})
    with django_assert_num_queries(3):  # savepoint, look, release
        facade.note_stock({VariantId(variant.id): 1})


@pytest.mark.django_db(transaction=True)
def test_two_variants_that_sell_out_at_once_leave_nothing_in_stock() -> None:
    for _ in range(5):
        product = ProductFactory.create()
        variants = VariantFactory.create_batch(2, product=product)
        for variant in variants:
            facade.note_stock({VariantId(variant.id): 1})
        start = threading.Barrier(2)

        def sell_out(variant_id, start=start) -> None:
            start.wait()
            facade.note_stock({variant_id: 0})
            connection.close()

        threads = [threading.Thread(target=sell_out, args=(one.id,)) for one in variants]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        product.refresh_from_db()
        assert product.is_in_stock is False


@pytest.mark.django_db
def test_sellable_says_what_may_be_bought_now() -> None:
    variant = VariantFactory.create(sale_price_minor=900_000)
    variant_id = VariantId(variant.id)
    found = facade.sellable([variant_id])[variant_id]
    assert (found.is_sellable, found.unit_price.minor) == (True, 900_000)
    vendors.suspend_vendor(vendor_id=VendorId(variant.vendor_id), by=None)
    assert facade.sellable([variant_id])[variant_id].is_sellable is False
    assert facade.sellable([VariantId(variant.product_id)]) == {}


@pytest.mark.django_db
def test_products_leave_the_lists_with_their_vendor_and_come_back() -> None:
    product = VariantFactory.create().product
    vendor_id = VendorId(product.vendor_id)
    vendors.suspend_vendor(vendor_id=vendor_id, by=None)
    deliver_events()
    assert facade.product_cards(facade.parse_filters({})).rows == []
    vendors.approve_vendor(vendor_id=vendor_id, by=None)
    deliver_events()
    assert len(facade.product_cards(facade.parse_filters({})).rows) == 1


@pytest.mark.django_db
def test_a_late_approval_does_not_show_the_products_of_a_closed_vendor() -> None:
    product = VariantFactory.create().product
    vendor_id = VendorId(product.vendor_id)
    vendors.suspend_vendor(vendor_id=vendor_id, by=None)
    deliver_events()
    handlers.show_products(VendorApproved(vendor_id=vendor_id))  # its first delivery had failed
    assert facade.product_cards(facade.parse_filters({})).rows == []
