"""What staff do to categories, brands and collections in the admin goes through the services."""

from typing import Any

import pytest
from django.test import Client

from apps.authentication.tests.factories import UserFactory
from apps.common.audit.models import AuditRecord
from apps.products.models import Brand, Category, Collection
from apps.products.tests.factories import CategoryFactory, ProductFactory

pytestmark = pytest.mark.django_db
ROOT = "/admin/products"


@pytest.fixture
def staff() -> Any:
    client: Any = Client()
    client.user = UserFactory.create(is_staff=True, is_superuser=True)
    client.force_login(client.user)
    return client


def _recorded() -> list[Any]:
    return list(AuditRecord.objects.order_by("id").values_list("action", "before", "after"))


def test_a_category_added_changed_and_removed_is_on_record(staff) -> None:
    assert staff.post(f"{ROOT}/category/add/", {"name": "Women", "parent": ""}).status_code == 302
    women = Category.objects.get()
    assert women.slug == "women"
    page = f"{ROOT}/category/{women.pk}"
    words = {"name": "Ladies", "parent": "", "position": "0", "slug": "mine"}
    assert staff.post(f"{page}/change/", words).status_code == 302
    women.refresh_from_db()
    assert (women.name, women.slug) == ("Ladies", "women")
    assert staff.post(f"{page}/delete/", {"post": "yes"}).status_code == 302
    assert not Category.objects.exists()
    old, new = ({"name": name, "parent_id": None} for name in ("Women", "Ladies"))
    assert [(action, before or None, after or None) for action, before, after in _recorded()] == [
        ("category.added", None, old),
        ("category.changed", old, new),
        ("category.removed", new, None),
    ]
    assert set(AuditRecord.objects.values_list("actor_id", flat=True)) == {staff.user.pk}


def test_a_category_takes_its_place_among_its_siblings(staff) -> None:
    rows = [CategoryFactory.create(name=name, position=at) for at, name in enumerate("abc")]
    words = {"name": "c", "parent": "", "position": "1"}
    assert staff.post(f"{ROOT}/category/{rows[2].pk}/change/", words).status_code == 302
    assert "".join(Category.objects.values_list("name", flat=True)) == "acb"
    assert [action for action, *_ in _recorded()] == ["categories.ordered"]


def test_a_branch_too_deep_for_its_new_place_is_an_error_of_the_form(staff) -> None:
    """The form alone looks at the parents, the service at what hangs below as well."""
    rows: list[Category] = []
    for _ in range(5):
        rows.append(CategoryFactory.create(parent=rows[-1] if rows else None))
    root = CategoryFactory.create()
    words = {"name": "Renamed", "parent": str(root.pk), "position": "0"}
    answer = staff.post(f"{ROOT}/category/{rows[0].pk}/change/", words)
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "at most 5 levels deep" in shown
    assert "Renamed" in shown
    rows[0].refresh_from_db()
    assert rows[0].parent_id is None
    assert _recorded() == []


def test_brands_and_collections_are_on_record(staff) -> None:
    assert staff.post(f"{ROOT}/brand/add/", {"name": "Ìfé"}).status_code == 302
    brand = Brand.objects.get()
    assert staff.post(f"{ROOT}/brand/{brand.pk}/change/", {"name": "Ife"}).status_code == 302
    words = {"title": "Owambe", "description": "", "position": "3", "is_visible": "on"}
    assert staff.post(f"{ROOT}/collection/add/", words).status_code == 302
    group = Collection.objects.get()
    page = f"{ROOT}/collection/{group.pk}/change/"
    assert staff.post(page, words | {"position": "4"}).status_code == 302
    chosen = {"action": "delete_selected", "_selected_action": [str(group.pk)], "post": "yes"}
    assert staff.post(f"{ROOT}/collection/", chosen).status_code == 302
    assert not Collection.objects.exists()
    assert [action for action, *_ in _recorded()] == [
        "brand.added",
        "brand.changed",
        "collection.added",
        "collection.changed",
        "collection.removed",
    ]


def test_a_twin_and_a_name_of_nothing_visible_are_errors_of_the_form(staff) -> None:
    Brand.objects.create(name="Ife", slug="ife")
    for name in ("IFE", "\u200b"):
        assert staff.post(f"{ROOT}/brand/add/", {"name": name}).status_code == 200, name
    assert Brand.objects.count() == 1


def test_what_products_carry_is_not_removed(staff) -> None:
    category = ProductFactory.create().category
    chosen = {"action": "delete_selected", "_selected_action": [str(category.pk)], "post": "yes"}
    staff.post(f"{ROOT}/category/", chosen)
    staff.post(f"{ROOT}/category/{category.pk}/delete/", {"post": "yes"})
    assert Category.objects.filter(pk=category.pk).exists()
