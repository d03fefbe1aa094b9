"""Many at once: nobody gets an error, nothing stands twice."""

from collections.abc import Callable
from functools import partial

import pytest

from apps.common.money import Money
from apps.common.tests.parallel import race
from apps.products import facade
from apps.products.contracts import ProductId, VariantSpec
from apps.products.models import Brand, Category, Product
from apps.products.tests.factories import ProductFactory
from apps.products.tests.sources import source
from apps.vendors.contracts import VendorId
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(act: Callable[[int], object], times: int = 6) -> list[Exception]:
    answers = race([partial(act, number) for number in range(times)])
    return [answer for answer in answers if isinstance(answer, Exception)]


def test_products_of_one_title_get_an_address_each_and_share_the_brand() -> None:
    vendor_id = VendorId(VendorFactory.create().id)
    failures = _at_once(
        lambda _: facade.create_product(vendor_id=vendor_id, title="Agbada", brand="Ìfé")
    )
    assert failures == []
    assert Brand.objects.count() == 1
    slugs = set(Product.objects.values_list("slug", flat=True))
    assert slugs == {"agbada", *(f"agbada-{number}" for number in range(2, 7))}


def test_a_category_is_made_once() -> None:
    assert _at_once(lambda _: facade.ensure_category(path=["Women", "Gowns"])) == []
    assert set(Category.objects.values_list("slug", flat=True)) == {"women", "women-gowns"}


def test_two_matrices_at_once_leave_one_of_them_whole() -> None:
    product_id = ProductId(ProductFactory.create().id)

    def replace(number: int) -> None:
        price = Money(100 + number, "NGN")
        cells = [VariantSpec(sku=f"{number}-{size}", size=size, price=price) for size in "SML"]
        facade.set_variants(product_id=product_id, variants=cells)

    assert _at_once(replace) == []
    product = Product.objects.get(id=product_id)
    prices = set(product.variants.filter(is_active=True).values_list("price_minor", flat=True))
    assert prices == {product.lowest_price_minor}
    assert product.variants.filter(is_active=True).count() == 3


def test_one_import_of_a_handle_waits_for_the_other() -> None:
    vendor_id = VendorId(VendorFactory.create().id)
    failures = _at_once(
        lambda _: facade.import_product(vendor_id=vendor_id, source=source(), currency="NGN")
    )
    assert failures == []
    assert Product.objects.count() == 1
