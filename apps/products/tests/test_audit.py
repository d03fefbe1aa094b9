"""Who brought a product into the shop, and who took it out."""

import pytest
from django.test import Client

from apps.authentication.contracts import UserId
from apps.authentication.tests.factories import UserFactory
from apps.common.audit.testing import recorded
from apps.common.errors import Conflict
from apps.products import facade
from apps.products.contracts import ProductId
from apps.products.states import ProductStatus
from apps.products.tests.factories import VariantFactory

pytestmark = pytest.mark.django_db


def test_staff_who_archive_and_publish_in_the_admin_are_named() -> None:
    staff = UserFactory.create(is_staff=True, is_superuser=True)
    product = VariantFactory.create().product
    client = Client()
    client.force_login(staff)
    for action in ("archive", "publish", "publish"):  # the last one is refused
        chosen = {"action": action, "_selected_action": [str(product.pk)]}
        client.post("/admin/products/product/", chosen)
    published, archived = {"status": "published"}, {"status": "archived"}
    rows = recorded(f"product:{product.pk}")
    assert [(row.action, row.actor_id, row.before, row.after) for row in rows] == [
        ("product.archived", staff.pk, published, archived),
        ("product.published", staff.pk, archived, published),
    ]


def test_a_refused_move_leaves_no_record() -> None:
    product = VariantFactory.create(product__status=ProductStatus.PUBLISHED).product
    by = UserId(UserFactory.create().pk)
    with pytest.raises(Conflict):
        facade.publish_product(product_id=ProductId(product.pk), by=by)
    assert recorded(f"product:{product.pk}") == []
