"""Size guides: whose counts for a product, and what a table may say."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.authentication.tests.factories import UserFactory
from apps.common.audit.testing import recorded
from apps.products.models import Product, SizeGuide
from apps.products.tests.factories import CategoryFactory, ProductFactory, VariantFactory, house

pytestmark = pytest.mark.django_db
OWN, STAFF = "/api/v1/vendor/size-guides/", "/api/v1/staff/size-guides/"


def _guide(**changes):
    return {
        "title": "Gowns",
        "category": "",
        "how_to_measure": "Stand straight.",
        "measures": ["Bust", "Waist"],
        "rows": [{"size": "S", "cm": ["86.5", "66"]}, {"size": "M", "cm": ["91", None]}],
    } | changes


@pytest.fixture
def vendor():
    return house()


@pytest.fixture
def staff():
    return UserFactory.create(is_staff=True, is_superuser=True)


def _shown(api, product):
    answer = api.get(f"/api/v1/products/{product.slug}/").json()
    guide = answer["size_guide"]
    return guide and guide["title"], answer["fit"]


def test_a_guide_is_kept_in_cm_and_read_in_both_units(api, vendor) -> None:
    answer = api.post(OWN, _guide(), signed_in=vendor.owner)
    assert answer.status_code == 201, answer.content
    guide = answer.json()
    assert guide["rows"] == [
        {"size": "S", "cm": ["86.5", "66"], "inches": ["34.1", "26.0"]},
        {"size": "M", "cm": ["91", None], "inches": ["35.8", None]},
    ]
    assert guide["is_own"] is True
    assert api.get(f"{OWN}{guide['id']}/", signed_in=vendor.owner).json() == guide
    longer = _guide(title="Long gowns", rows=[{"size": "L", "cm": ["99", "80"]}])
    changed = api.put(f"{OWN}{guide['id']}/", longer, signed_in=vendor.owner).json()
    assert (changed["title"], [row["size"] for row in changed["rows"]]) == ("Long gowns", ["L"])
    assert api.delete(f"{OWN}{guide['id']}/", signed_in=vendor.owner).status_code == 204
    assert api.get(OWN, signed_in=vendor.owner).json()["results"] == []
    actions = [row.action for row in recorded(f"size-guide:{guide['id']}")]
    assert actions == ["size-guide.added", "size-guide.changed", "size-guide.removed"]


def test_the_nearest_guide_counts_and_the_house_comes_before_the_marketplace(
    api, vendor, staff
) -> None:
    women = CategoryFactory.create(slug="women")
    gowns = CategoryFactory.create(slug="gowns", parent=women)
    product = ProductFactory.create(vendor=vendor, category=gowns)
    elsewhere = ProductFactory.create(category=gowns)
    assert _shown(api, product) == (None, None)
    steps = [
        (STAFF, staff, {"title": "Shop, women", "category": "women"}),
        (STAFF, staff, {"title": "Shop, gowns", "category": "gowns"}),
        (OWN, vendor.owner, {"title": "House, women", "category": "women"}),
        (OWN, vendor.owner, {"title": "House, gowns", "category": "gowns"}),
    ]
    for door, who, changes in steps:
        made = api.post(door, _guide(**changes), signed_in=who)
        assert made.status_code == 201, made.content
        assert _shown(api, product)[0] == changes["title"]
    assert _shown(api, elsewhere)[0] == "Shop, gowns"
    special = api.post(OWN, _guide(title="This one"), signed_in=vendor.owner).json()["id"]
    fit = f"/api/v1/vendor/products/{product.id}/fit/"
    named = api.put(fit, {"fit": "small", "size_guide": special}, signed_in=vendor.owner)
    assert named.status_code == 204
    assert _shown(api, product) == ("This one", "small")
    api.delete(f"{OWN}{special}/", signed_in=vendor.owner)
    assert _shown(api, product) == ("House, gowns", "small")


def test_a_product_cannot_name_another_houses_guide(api, vendor) -> None:
    other = house()
    theirs = api.post(OWN, _guide(), signed_in=other.owner).json()["id"]
    product = ProductFactory.create(vendor=vendor)
    path = f"/api/v1/vendor/products/{product.id}/fit/"
    for wrong in (
        {"fit": None, "size_guide": theirs},
        {"fit": "huge", "size_guide": None},
        {"fit": "small", "size_guide": "x"},
        {"fit": "small"},
        {},
    ):
        assert api.put(path, wrong, signed_in=vendor.owner).status_code == 422, wrong
    assert Product.objects.filter(fit="", size_guide=None).count() == 1


def test_a_house_cannot_touch_another_guide(api, vendor, staff) -> None:
    other = house()
    ids = [
        api.post(OWN, _guide(), signed_in=other.owner).json()["id"],
        api.post(STAFF, _guide(), signed_in=staff).json()["id"],
    ]
    for guide_id in ids:
        for method, body in (("GET", None), ("PUT", _guide(title="Mine")), ("DELETE", None)):
            path = f"{OWN}{guide_id}/"
            answer = api.request(method, path, body, signed_in=vendor.owner)
            assert (answer.status_code, answer.json()["code"]) == (404, "size-guide-not-found")
    assert set(SizeGuide.objects.values_list("title", flat=True)) == {"Gowns"}


def test_a_category_has_one_guide_for_each_house(api, vendor, staff) -> None:
    CategoryFactory.create(slug="gowns")
    for door, who in ((OWN, vendor.owner), (STAFF, staff)):
        assert api.post(door, _guide(category="gowns"), signed_in=who).status_code == 201
        second = api.post(door, _guide(category="gowns"), signed_in=who)
        assert (second.status_code, second.json()["code"]) == (409, "size-guide-exists")


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": " \t "},
        {"category": "nowhere"},
        {"how_to_measure": "x" * 2001},
        {"measures": []},
        {"measures": ["Bust", "bust"]},
        {"measures": ["Bust", " "]},
        {"measures": [f"M{number}" for number in range(13)]},
        {"measures": ["Bust"]},
        {"rows": []},
        {"rows": [{"size": "S", "cm": ["1", "1"]}, {"size": "s ", "cm": ["1", "1"]}]},
        {"rows": [{"size": f"S{number}", "cm": ["1", "1"]} for number in range(41)]},
        {"rows": [{"size": "S", "cm": [91.5, "66"]}]},
        {"rows": [{"size": "S", "cm": ["0", "66"]}]},
        {"rows": [{"size": "S", "cm": ["400.1", "66"]}]},
        {"rows": [{"size": "S", "cm": ["91.55", "66"]}]},
        {"rows": [{"size": "S", "cm": ["NaN", "66"]}]},
        {"rows": [{"size": "S", "cm": ["\u0661", "66"]}]},
        {"rows": [{"size": "S"}]},
        {"rows": "x"},
    ],
)
def test_a_wrong_table_is_refused(api, vendor, changes) -> None:
    answer = api.post(OWN, _guide(**changes), signed_in=vendor.owner)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input"), answer.content
    assert not SizeGuide.objects.exists()


def test_guides_of_the_marketplace_are_for_staff(api, vendor) -> None:
    clerk = UserFactory.create(is_staff=True)
    for who, status in ((None, 401), (vendor.owner, 403), (clerk, 403)):
        assert api.post(STAFF, _guide(), signed_in=who).status_code == status
        assert api.get(STAFF, signed_in=who).status_code == status
    assert not SizeGuide.objects.exists()


def test_the_guide_costs_one_query_however_many_there_are(api, vendor) -> None:
    product = VariantFactory.create(product__vendor=vendor).product
    path = f"/api/v1/products/{product.slug}/"
    api.get(path)
    with CaptureQueriesContext(connection) as few:
        api.get(path)
    for number in range(20):
        api.post(OWN, _guide(title=f"{number}"), signed_in=vendor.owner)
    api.post(OWN, _guide(category=product.category.slug), signed_in=vendor.owner)
    with CaptureQueriesContext(connection) as many:
        assert api.get(path).json()["size_guide"]["title"] == "Gowns"
    assert len(many) == len(few)
