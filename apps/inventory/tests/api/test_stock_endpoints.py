import pytest

from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.inventory import facade
from apps.inventory.models import Movement
from apps.inventory.tests.factories import counts, line, stocked
from apps.products.models import Variant
from apps.vendors.tests.factories import VendorFactory, VendorMemberFactory

pytestmark = pytest.mark.django_db


def shelf(units=5):
    """A variant with units, and somebody of its vendor's staff."""
    variant_id = stocked(units)
    vendor = Variant.objects.get(pk=variant_id).vendor
    return variant_id, VendorMemberFactory.create(vendor=vendor).user


def test_a_vendor_counts_and_reads_the_log(api):
    shirt, clerk = shelf(5)
    facade.reserve(lines=[line(shirt, 2)], reference=new_id(), minutes=10)
    body = {"on_hand": 9, "reason": "Delivery"}
    answer = api.put(f"/api/v1/vendor/stock/{shirt}", body, signed_in=clerk)
    expected = {"variant_id": str(shirt), "on_hand": 9, "reserved": 2, "available": 7}
    assert (answer.status_code, answer.json()) == (200, expected)
    assert api.get(f"/api/v1/vendor/stock/{shirt}", signed_in=clerk).json() == expected
    log = api.get(f"/api/v1/vendor/stock/{shirt}/movements", signed_in=clerk).json()
    assert [row["kind"] for row in log["results"]] == ["adjust", "reserve", "adjust"]
    assert Movement.objects.latest("id").actor_id == clerk.pk


@pytest.mark.parametrize("method", ["get", "put"])
def test_another_vendors_stock_looks_like_none(api, method):
    shirt, _ = shelf(5)
    stranger = UserFactory.create()
    VendorFactory.create(owner=stranger)
    for path in (f"/api/v1/vendor/stock/{shirt}", f"/api/v1/vendor/stock/{new_id()}"):
        call = getattr(api, method)
        body = {} if method == "get" else {"body": {"on_hand": 0, "reason": "x"}}
        answer = call(path, signed_in=stranger, **body)
        assert (answer.status_code, answer.json()["code"]) == (404, "variant-not-found")
    log = api.get(f"/api/v1/vendor/stock/{shirt}/movements", signed_in=stranger)
    assert log.status_code == 404
    assert counts(shirt) == (5, 0)


def test_buyers_and_guests_have_no_stock(api):
    shirt, _ = shelf()
    path, body = f"/api/v1/vendor/stock/{shirt}", {"on_hand": 1, "reason": "x"}
    assert api.put(path, body).status_code == 401
    assert api.put(path, body, signed_in=UserFactory.create()).status_code == 403
    assert counts(shirt) == (5, 0)


@pytest.mark.parametrize(
    "on_hand", [-1, 1.5, "1", True, None, [], {}, 2**31, 2**63, 10**29], ids=repr
)
def test_bad_counts_are_422_and_change_nothing(api, on_hand):
    shirt, clerk = shelf(5)
    body = {"on_hand": on_hand, "reason": "x"}
    answer = api.put(f"/api/v1/vendor/stock/{shirt}", body, signed_in=clerk)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input")
    assert counts(shirt) == (5, 0)


def test_a_count_below_what_buyers_hold_is_409(api):
    shirt, clerk = shelf(5)
    facade.reserve(lines=[line(shirt, 2)], reference=new_id(), minutes=10)
    body = {"on_hand": 1, "reason": "x"}
    answer = api.put(f"/api/v1/vendor/stock/{shirt}", body, signed_in=clerk)
    assert (answer.status_code, answer.json()["code"]) == (409, "units-are-reserved")
