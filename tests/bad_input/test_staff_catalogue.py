"""Bad values on the catalogue's doors for staff, and on a vendor's real product."""

from typing import Any

import pytest
from django.db import models

from apps.authentication.tests.factories import UserFactory
from apps.products.models import Brand, Category, Collection, Product, SizeGuide, Variant
from apps.products.tests.factories import CategoryFactory, VariantFactory
from apps.vendors.tests.factories import VendorFactory
from tests.bad_input.catalogue import spoiled
from tests.bad_input.operations import Operation, example, operations

pytestmark = pytest.mark.django_db
TABLES: tuple[type[models.Model], ...] = (
    Brand,
    Category,
    Collection,
    Product,
    SizeGuide,
    Variant,
)
DOORS = ("/api/v1/staff/", "/api/v1/vendor/products/", "/api/v1/vendor/size-guides/")
OURS = [one for one in operations() if one.path.startswith(DOORS) and one.schema]


def _rows() -> list[Any]:
    return [list(table._default_manager.order_by("pk").values()) for table in TABLES]


def _real(path: str, vendor: Any) -> str:
    """Fill the path with ids that exist."""
    product = VariantFactory.create(product__vendor=vendor).product
    owner = None if "/staff/" in path else vendor
    found = {
        "{product_id}": product.id,
        "{variant_id}": product.variants.get().id,
        "{category_id}": CategoryFactory.create().id,
        "{brand_id}": Brand.objects.create(name="B", slug="b").id,
        "{collection_id}": Collection.objects.create(title="C", slug="c").id,
        "{guide_id}": SizeGuide.objects.create(title="G", measures=["Bust"], vendor=owner).id,
    }
    for name, value in found.items():
        path = path.replace(name, str(value))
    return path


@pytest.mark.parametrize("operation", OURS, ids=str)
def test_bad_bodies_are_refused_and_change_nothing(api: Any, operation: Operation) -> None:
    staff = UserFactory.create(is_staff=True, is_superuser=True)
    path = _real(operation.path, VendorFactory.create(owner=staff))
    assert operation.schema
    before = _rows()
    for place, body in spoiled(example(operation.schema), operation.schema):
        answer = api.request(operation.method.upper(), path, body, signed_in=staff)
        assert answer.status_code < 500, f"{place}: {answer.content!r}"
        after = _rows()
        assert answer.status_code < 400 or after == before, place
        before = after
