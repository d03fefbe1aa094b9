"""A vendor's zones and ways of delivery over HTTP; nobody else's."""

import pytest

from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.delivery.models import DeliveryMethod, Zone
from apps.delivery.tests.factories import MethodFactory, ZoneFactory
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
ZONES, METHODS = "/api/v2/vendor/delivery/zones", "/api/v2/vendor/delivery/methods"
ZONE = {"name": "South West", "countries": ["NG"], "states": ["Ogun", "lagos"]}
METHOD = {
    "name": "Rider",
    "fee": {"amount": "1500.00", "currency": "NGN"},
    "min_days": 1,
    "max_days": 3,
}


@pytest.fixture
def seller():
    user = UserFactory.create()
    VendorFactory.create(owner=user)
    return user


def test_a_vendor_draws_changes_and_removes_a_zone(api, seller):
    added = api.post(ZONES, ZONE, signed_in=seller)
    assert (added.status_code, added.json()["states"]) == (201, ["Lagos", "Ogun"])
    path = f"{ZONES}/{added.json()['id']}"
    changed = api.patch(path, {"states": []}, signed_in=seller)
    assert (changed.status_code, changed.json()["states"]) == (200, [])
    assert api.get(path, signed_in=seller).json() == changed.json()
    assert api.delete(path, signed_in=seller).status_code == 204
    assert api.get(path, signed_in=seller).json()["code"] == "zone-not-found"


def test_a_vendor_sets_changes_and_removes_a_method(api, seller):
    zone = ZoneFactory.create()
    body = METHOD | {"zone_id": str(zone.pk), "free_from": {"amount": "50000", "currency": "NGN"}}
    added = api.post(METHODS, body, signed_in=seller)
    assert added.status_code == 201, added.json()
    assert added.json()["fee"] == {"amount": "1500.00", "currency": "NGN"}
    assert added.json()["free_from"] == {"amount": "50000.00", "currency": "NGN"}
    assert added.json()["zone"]["name"] == zone.name
    path = f"{METHODS}/{added.json()['id']}"
    change = {"is_active": False, "free_from": None, "zone_id": None}
    changed = api.patch(path, change, signed_in=seller).json()
    assert (changed["is_active"], changed["free_from"], changed["zone"]) == (False, None, None)
    assert (changed["name"], changed["fee"]["amount"]) == ("Rider", "1500.00")
    assert api.get(path, signed_in=seller).json() == changed
    assert api.delete(path, signed_in=seller).status_code == 204
    assert api.get(path, signed_in=seller).json()["code"] == "method-not-found"


def test_what_belongs_to_others_does_not_exist(api, seller):
    theirs = VendorFactory.create()
    zones = [ZoneFactory.create(vendor=theirs), ZoneFactory.create()]
    methods = [MethodFactory.create(vendor=theirs), MethodFactory.create()]
    paths = [f"{ZONES}/{zone.pk}" for zone in zones] + [f"{METHODS}/{way.pk}" for way in methods]
    for path in [*paths, f"{ZONES}/{new_id()}", f"{METHODS}/{new_id()}"]:
        answers = [
            api.get(path, signed_in=seller),
            api.patch(path, {"name": "Mine"}, signed_in=seller),
            api.delete(path, signed_in=seller),
        ]
        assert [answer.status_code for answer in answers] == [404, 404, 404], path
    body = METHOD | {"zone_id": str(zones[0].pk)}
    assert api.post(METHODS, body, signed_in=seller).status_code == 422
    assert (Zone.objects.count(), DeliveryMethod.objects.count()) == (2, 2)
    assert api.get(METHODS, signed_in=seller).json()["results"] == []
    listed = api.get(ZONES, signed_in=seller).json()["results"]
    assert [(zone["id"], zone["vendor_id"]) for zone in listed] == [(str(zones[1].pk), None)]


def test_only_a_vendor_gets_in(api):
    stranger = UserFactory.create()
    for path in (ZONES, METHODS):
        assert api.get(path).status_code == 401
        assert api.get(path, signed_in=stranger).json()["code"] == "not-a-vendor"
    assert api.post(METHODS, METHOD, signed_in=stranger).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"fee": {"amount": "-1", "currency": "NGN"}},
        {"fee": {"amount": "1.001", "currency": "NGN"}},
        {"fee": {"amount": "1", "currency": "USD"}},
        {"fee": 1500},
        {"fee": None},
        {"min_days": 5},
        {"max_days": 400},
        {"min_days": "1"},
        {"kind": "pickup"},
        {"kind": "drone"},
        {"name": ""},
        {"is_active": "yes"},
    ],
)
def test_a_method_that_makes_no_sense_is_refused_on_adding_and_changing(api, seller, wrong):
    path = f"{METHODS}/{api.post(METHODS, METHOD, signed_in=seller).json()['id']}"
    before = api.get(path, signed_in=seller).json()
    for answer in (
        api.post(METHODS, METHOD | wrong, signed_in=seller),
        api.patch(path, wrong, signed_in=seller),
    ):
        assert answer.status_code == 422, answer.json()
    assert api.get(path, signed_in=seller).json() == before
    assert DeliveryMethod.objects.count() == 1


def test_the_list_comes_in_pages(api, seller):
    for number in range(3):
        api.post(METHODS, METHOD | {"name": f"Rider {number}"}, signed_in=seller)
    first = api.get(f"{METHODS}?limit=2", signed_in=seller).json()
    assert [way["name"] for way in first["results"]] == ["Rider 2", "Rider 1"]
    rest = api.get(first["next"], signed_in=seller).json()
    assert ([way["name"] for way in rest["results"]], rest["next"]) == (["Rider 0"], None)
