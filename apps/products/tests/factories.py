"""The smallest valid objects of the catalogue."""

from typing import Any

import factory
from django.utils.module_loading import import_string
from factory.django import DjangoModelFactory

from apps.authentication.tests.factories import UserFactory
from apps.common import clock
from apps.products.models import Category, Product, Variant
from apps.products.states import ProductStatus
from apps.vendors.tests.factories import VendorFactory


def house() -> Any:
    """Return an open vendor whose `owner` is the account that may act for it."""
    owner = UserFactory.create()
    vendor: Any = VendorFactory.create(owner=owner)
    vendor.owner = owner
    return vendor


class CategoryFactory(DjangoModelFactory[Category]):
    class Meta:
        model = Category

    name = factory.Sequence(lambda number: f"Category {number}")
    slug = factory.Sequence(lambda number: f"category-{number}")


class ProductFactory(DjangoModelFactory[Product]):
    """A published product of an open vendor without variants: ask for VariantFactory."""

    class Meta:
        model = Product

    vendor = factory.SubFactory(VendorFactory)
    category = factory.SubFactory(CategoryFactory)
    title = factory.Sequence(lambda number: f"Ankara gown {number}")
    slug = factory.Sequence(lambda number: f"ankara-gown-{number}")
    currency = "NGN"
    status = ProductStatus.PUBLISHED
    published_at = factory.LazyFunction(clock.now)
    lowest_price_minor = 1_250_000
    is_vendor_open = True


class VariantFactory(DjangoModelFactory[Variant]):
    """A variant for NGN 12,500; `stock=3` receives three into inventory."""

    class Meta:
        model = Variant
        skip_postgeneration_save = True

    product = factory.SubFactory(ProductFactory)
    vendor = factory.SelfAttribute("product.vendor")
    sku = factory.Sequence(lambda number: f"SKU-{number}")
    size = factory.Sequence(lambda number: f"UK {number}")
    price_minor = 1_250_000
    currency = "NGN"

    @factory.post_generation
    def stock(self: Any, create: bool, units: int | None, **_: Any) -> None:
        """Put units on the shelf; the product follows when the events are delivered."""
        if create and units is not None:
            # A neighbour above: products may not import it.
            set_on_hand = import_string("apps.inventory.facade.set_on_hand")
            set_on_hand(variant_id=self.id, quantity=units, reason="test")
