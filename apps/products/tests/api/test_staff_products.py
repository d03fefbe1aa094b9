"""Staff and any vendor's product."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.authentication.tests.factories import UserFactory
from apps.common.audit.testing import recorded
from apps.common.ids import new_id
from apps.products.models import Product
from apps.products.tests.factories import ProductFactory, VariantFactory

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/staff/products/"


@pytest.fixture
def staff():
    user = UserFactory.create(is_staff=True)
    names = ("view_product", "change_product")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


def test_staff_find_any_product_in_any_state(api, staff) -> None:
    ProductFactory.create(title="Draft", status="draft")
    ProductFactory.create(title="Shut", is_vendor_open=False, vendor__slug="shut")
    VariantFactory.create(product__title="Old", product__status="archived", sku="OLD-1")
    for query, found in (
        ("", {"Draft", "Shut", "Old"}),
        ("?status=archived", {"Old"}),
        ("?vendor=shut", {"Shut"}),
        ("?q=old-", {"Old"}),
        ("?q=dra&status=published", set()),
    ):
        rows = api.get(ROOT + query, signed_in=staff).json()["results"]
        assert {row["title"] for row in rows} == found, query
        assert all(row["vendor"]["slug"] for row in rows)
    for query in ("?status=x", "?vendor=a b", "?q=%00", "?cursor=x"):
        assert api.get(ROOT + query, signed_in=staff).status_code in {400, 422}, query


def test_staff_correct_and_move_a_product_and_it_is_on_record(api, staff) -> None:
    product = VariantFactory.create(product__status="draft").product
    path = f"{ROOT}{product.id}/"
    changed = api.patch(path, {"title": "Aso oke"}, signed_in=staff)
    assert (changed.status_code, changed.json()["title"]) == (200, "Aso oke")
    for move, status in (
        ("publish", "published"),
        ("archive", "archived"),
        ("restore", "draft"),
    ):
        assert api.post(f"{path}{move}/", signed_in=staff).json()["status"] == status
    refused = api.post(f"{path}restore/", signed_in=staff)
    assert (refused.status_code, refused.json()["code"]) == (409, "illegal-transition")
    rows = recorded(f"product:{product.id}")
    assert [(row.action, row.actor_id) for row in rows] == [
        ("product.changed", staff.pk),
        ("product.published", staff.pk),
        ("product.archived", staff.pk),
        ("product.restored", staff.pk),
    ]
    assert rows[0].after == {"fields": ["title"]}


def test_a_refused_correction_changes_and_records_nothing(api, staff) -> None:
    product = VariantFactory.create().product
    before = Product.objects.values().get(id=product.id)
    for wrong in ({"title": ""}, {"category": ""}, {"collections": ["x"]}, {"title": 7}):
        answer = api.patch(f"{ROOT}{product.id}/", {"brand": "New", **wrong}, signed_in=staff)
        assert answer.status_code in {409, 422}, wrong
    assert Product.objects.values().get(id=product.id) == before
    assert recorded(f"product:{product.id}") == []


def test_unknown_products_are_not_there(api, staff) -> None:
    path = f"{ROOT}{new_id()}/"
    answers = [api.get(path, signed_in=staff), api.patch(path, {"title": "x"}, signed_in=staff)]
    answers += [api.post(f"{path}{move}/", signed_in=staff) for move in ("publish", "archive")]
    assert {(one.status_code, one.json()["code"]) for one in answers} == {
        (404, "product-not-found")
    }


def test_who_lacks_the_permission_gets_nowhere(api) -> None:
    product = VariantFactory.create().product
    reader = UserFactory.create(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_product"))
    path = f"{ROOT}{product.id}/"
    for who, status in ((None, 401), (UserFactory.create(), 403), (reader, 200)):
        assert api.get(ROOT, signed_in=who).status_code == status
        assert api.get(path, signed_in=who).status_code == status
    assert api.patch(path, {"title": "x"}, signed_in=reader).status_code == 403
    assert api.post(f"{path}archive/", signed_in=reader).status_code == 403
    product.refresh_from_db()
    assert product.status == "published"


def test_a_long_list_asks_no_more_than_a_short_one(api, staff) -> None:
    ProductFactory.create()
    with CaptureQueriesContext(connection) as few:
        api.get(ROOT, signed_in=staff)
    ProductFactory.create_batch(49)
    with CaptureQueriesContext(connection) as many:
        assert len(api.get(ROOT, signed_in=staff).json()["results"]) == 50
    assert len(many) == len(few)
