"""Staff sort the shop: the tree stays a tree, names stay apart, all is on record."""

import threading

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client

from apps.authentication.tests.factories import UserFactory
from apps.common.audit.testing import recorded
from apps.common.ids import new_id
from apps.products.models import Brand, Category, Collection
from apps.products.tests.factories import CategoryFactory, ProductFactory

pytestmark = pytest.mark.django_db
TREE = "/api/v1/staff/categories/"
BRANDS, GROUPS = "/api/v1/staff/brands/", "/api/v1/staff/collections/"


@pytest.fixture
def staff():
    return UserFactory.create(is_staff=True, is_superuser=True)


def _chain(length: int) -> list[Category]:
    rows: list[Category] = []
    for _ in range(length):
        rows.append(CategoryFactory.create(parent=rows[-1] if rows else None))
    return rows


def test_a_category_is_added_renamed_moved_and_removed(api, staff) -> None:
    women = api.post(TREE, {"name": "Women"}, signed_in=staff).json()
    gowns = api.post(TREE, {"name": "Gowns", "parent_id": women["id"]}, signed_in=staff).json()
    assert (gowns["slug"], gowns["parent_id"], gowns["position"]) == ("women-gowns", women["id"], 0)
    path = f"{TREE}{gowns['id']}/"
    moved = api.patch(path, {"parent_id": None, "name": "Robes"}, signed_in=staff).json()
    assert (moved["parent_id"], moved["name"], moved["position"]) == (None, "Robes", 1)
    assert moved["slug"] == "women-gowns"
    renamed = api.patch(path, {"name": "Dresses"}, signed_in=staff).json()
    assert (renamed["name"], renamed["parent_id"]) == ("Dresses", None)
    assert api.delete(path, signed_in=staff).status_code == 204
    assert api.get(path, signed_in=staff).status_code == 404
    rows = recorded(f"category:{gowns['id']}")
    assert [row.action for row in rows] == [
        "category.added",
        "category.changed",
        "category.changed",
        "category.removed",
    ]
    assert rows[1].before == {"name": "Gowns", "parent_id": women["id"]}
    assert {row.actor_id for row in rows} == {staff.pk}


def test_a_category_never_lies_below_itself_nor_too_deep(api, staff) -> None:
    top, _, low = _chain(3)
    four = _chain(4)
    for category, parent in ((top, low), (top, top), (four[0], low), (top, four[2]), (low, None)):
        body = {"parent_id": None if parent is None else str(parent.id)}
        answer = api.patch(f"{TREE}{category.id}/", body, signed_in=staff)
        if parent is None:
            assert answer.status_code == 200
            continue
        told = (category.name, parent.name)
        assert (answer.status_code, answer.json()["code"]) == (409, "category-tree-refused"), told
    five = _chain(5)
    below = {"name": "Sixth", "parent_id": str(five[-1].id)}
    assert api.post(TREE, below, signed_in=staff).json()["code"] == "category-tree-refused"
    assert api.get("/api/v1/categories/").status_code == 200


def test_siblings_have_different_names(api, staff) -> None:
    women, men = CategoryFactory.create(name="Women"), CategoryFactory.create(name="Men")
    inner = CategoryFactory.create(name="women", parent=men)
    twin = api.post(TREE, {"name": "WOMEN"}, signed_in=staff)
    assert (twin.status_code, twin.json()["code"]) == (409, "name-taken")
    moved = api.patch(f"{TREE}{inner.id}/", {"parent_id": None}, signed_in=staff)
    assert moved.json()["code"] == "name-taken"
    assert Category.objects.get(id=inner.id).parent_id == men.id
    assert api.patch(f"{TREE}{women.id}/", {"name": "women"}, signed_in=staff).status_code == 200


def test_a_category_in_use_stays(api, staff) -> None:
    parent, child = _chain(2)
    ProductFactory.create(category=child)
    for category in (parent, child):
        answer = api.delete(f"{TREE}{category.id}/", signed_in=staff)
        assert (answer.status_code, answer.json()["code"]) == (409, "group-in-use")
        assert recorded(f"category:{category.id}") == []
    assert Category.objects.count() == 2


def test_a_level_is_put_in_order(api, staff) -> None:
    parent = CategoryFactory.create()
    rows = [CategoryFactory.create(parent=parent, name=name) for name in "abc"]
    ids = [str(row.id) for row in reversed(rows)]
    body = {"parent_id": str(parent.id), "ids": ids}
    assert api.put(f"{TREE}order/", body, signed_in=staff).status_code == 204
    (node,) = api.get("/api/v1/categories/").json()["results"]
    assert [child["name"] for child in node["children"]] == ["c", "b", "a"]
    for wrong in (ids[:2], [*ids, ids[0]], [*ids[:2], str(parent.id)], []):
        answer = api.put(f"{TREE}order/", {**body, "ids": wrong}, signed_in=staff)
        assert answer.status_code == 422, wrong
    nowhere = {"parent_id": str(new_id()), "ids": ids}
    assert api.put(f"{TREE}order/", nowhere, signed_in=staff).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_close_no_circle(api, staff) -> None:
    one, other = CategoryFactory.create(), CategoryFactory.create()
    barrier, statuses = threading.Barrier(2), []

    def move(category: Category, below: Category) -> None:
        barrier.wait()
        body = {"parent_id": str(below.id)}
        answer = type(api)().patch(f"{TREE}{category.id}/", body, signed_in=staff)
        statuses.append(answer.status_code)
        connection.close()

    pairs = [(one, other), (other, one)]
    threads = [threading.Thread(target=move, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 409]


@pytest.mark.parametrize(
    ("root", "first", "second"),
    [
        (BRANDS, {"name": "Adunni"}, {"name": "Deji"}),
        (GROUPS, {"title": "Owambe", "position": 3, "is_visible": False}, {"title": "Harmattan"}),
    ],
)
def test_brands_and_collections_are_kept(api, staff, root, first, second) -> None:
    made = api.post(root, first, signed_in=staff)
    assert made.status_code == 201, made.content
    row = made.json()
    assert {name: row[name] for name in first} == first
    assert (api.post(root, first, signed_in=staff)).json()["code"] == "name-taken"
    changed = api.patch(f"{root}{row['id']}/", second, signed_in=staff).json()
    assert changed == row | second
    api.post(root, first, signed_in=staff)
    taken = api.patch(f"{root}{row['id']}/", first, signed_in=staff)
    assert (taken.status_code, taken.json()["code"]) == (409, "name-taken")
    assert len(api.get(root, signed_in=staff).json()["results"]) == 2
    assert api.delete(f"{root}{row['id']}/", signed_in=staff).status_code == 204
    assert api.get(f"{root}{row['id']}/", signed_in=staff).status_code == 404
    noun = "brand" if root == BRANDS else "collection"
    verbs = [record.action for record in recorded(f"{noun}:{row['id']}")]
    assert verbs == [f"{noun}.added", f"{noun}.changed", f"{noun}.removed"]


def test_a_brand_that_products_carry_stays_and_a_collection_goes_alone(api, staff) -> None:
    brand = Brand.objects.create(name="Adunni", slug="adunni")
    group = Collection.objects.create(title="Owambe", slug="owambe")
    product = ProductFactory.create(brand=brand)
    product.collections.add(group)
    answer = api.delete(f"{BRANDS}{brand.id}/", signed_in=staff)
    assert (answer.status_code, answer.json()["code"]) == (409, "group-in-use")
    assert api.delete(f"{GROUPS}{group.id}/", signed_in=staff).status_code == 204
    product.refresh_from_db()
    assert product.brand_id == brand.id


@pytest.mark.parametrize("root", [TREE, BRANDS, GROUPS])
def test_each_method_asks_for_its_own_permission(api, root) -> None:
    reader = UserFactory.create(is_staff=True)
    wanted = Permission.objects.filter(codename__startswith="view_")
    reader.user_permissions.set(wanted)
    body = {"name": "x", "title": "x"}
    assert api.get(root, signed_in=reader).status_code == 200
    assert api.post(root, body, signed_in=reader).status_code == 403
    one = f"{root}{new_id()}/"
    assert api.patch(one, body, signed_in=reader).status_code == 403
    assert api.delete(one, signed_in=reader).status_code == 403
    assert api.put(f"{TREE}order/", {}, signed_in=reader).status_code == 403
    assert api.get(root, signed_in=UserFactory.create()).status_code == 403
    assert Client().get(root).status_code == 401
