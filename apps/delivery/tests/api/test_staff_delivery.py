"""Everybody's zones and ways of delivery, for staff with the admin's permissions."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission

from apps.authentication.tests.factories import UserFactory
from apps.common.audit.models import AuditRecord
from apps.common.ids import new_id
from apps.delivery.tests.factories import MethodFactory, ZoneFactory
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
ZONES, METHODS = "/api/v1/delivery/zones/", "/api/v1/delivery/methods/"
ZONE = {"name": "Abroad", "countries": ["gb", "US"]}
METHOD = {
    "name": "DHL",
    "fee": {"amount": "25000.00", "currency": "NGN"},
    "min_days": 4,
    "max_days": 9,
}


def staff(*permissions):
    user = UserFactory.create(is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="delivery", codename__in=permissions)
    )
    return user


def test_staff_set_the_shops_methods(api):
    root = UserFactory.create(is_staff=True, is_superuser=True)
    zone = api.post(ZONES, ZONE, signed_in=root)
    assert (zone.status_code, zone.json()["countries"]) == (201, ["GB", "US"])
    way = api.post(METHODS, METHOD | {"zone_id": zone.json()["id"]}, signed_in=root)
    assert (way.status_code, way.json()["vendor_id"]) == (201, None)
    path = f"{METHODS}{way.json()['id']}/"
    change = {"fee": {"amount": "30000.00", "currency": "NGN"}}
    assert api.patch(path, change, signed_in=root).json()["fee"]["amount"] == "30000.00"
    in_use = api.delete(f"{ZONES}{zone.json()['id']}/", signed_in=root)
    assert (in_use.status_code, in_use.json()["code"]) == (409, "zone-in-use")
    assert api.delete(path, signed_in=root).status_code == 204
    assert api.get(path, signed_in=root).json()["code"] == "method-not-found"
    renamed = api.patch(f"{ZONES}{zone.json()['id']}/", {"name": "Diaspora"}, signed_in=root)
    assert renamed.json()["name"] == "Diaspora"
    assert api.delete(f"{ZONES}{zone.json()['id']}/", signed_in=root).status_code == 204
    assert set(AuditRecord.objects.values_list("actor_id", flat=True)) == {root.pk}


def test_staff_change_a_vendors_method_and_its_owner_stays(api):
    root, theirs = UserFactory.create(is_staff=True, is_superuser=True), VendorFactory.create()
    way = api.post(METHODS, METHOD | {"vendor_id": str(theirs.pk)}, signed_in=root).json()
    assert way["vendor_id"] == str(theirs.pk)
    path = f"{METHODS}{way['id']}/"
    changed = api.patch(path, {"vendor_id": None, "name": "UPS"}, signed_in=root).json()
    assert (changed["vendor_id"], changed["name"]) == (str(theirs.pk), "UPS")
    unknown = api.post(METHODS, METHOD | {"vendor_id": str(new_id())}, signed_in=root)
    assert (unknown.status_code, list(unknown.json()["errors"])) == (422, ["vendor_id"])


def test_lists_are_narrowed_and_come_in_pages(api):
    root, theirs = UserFactory.create(is_staff=True, is_superuser=True), VendorFactory.create()
    MethodFactory.create_batch(2)
    MethodFactory.create(vendor=theirs)
    ZoneFactory.create(vendor=theirs)

    def count(query):
        answer = api.get(f"{METHODS}?{query}", signed_in=root)
        assert answer.status_code == 200
        return len(answer.json()["results"])

    assert (count(""), count("shop=true"), count(f"vendor_id={theirs.pk}")) == (3, 2, 1)
    assert len(api.get(ZONES, signed_in=root).json()["results"]) == 1
    assert api.get(f"{METHODS}?vendor_id=x", signed_in=root).status_code == 422
    assert api.get(f"{METHODS}?cursor=x", signed_in=root).json()["code"] == "bad-cursor"


def test_each_verb_asks_for_the_permission_that_the_admin_asks_for(api):
    way, zone = MethodFactory.create(), ZoneFactory.create()
    for model, path, row, body in (
        ("deliverymethod", METHODS, way, METHOD),
        ("zone", ZONES, zone, ZONE),
    ):
        one = f"{path}{row.pk}/"
        calls: dict[str, Any] = {
            "view": ("GET", path),
            "add": ("POST", path, body),
            "change": ("PATCH", one, {"name": "New"}),
            "delete": ("DELETE", one),
        }
        for verb, call in calls.items():
            others = [f"{other}_{model}" for other in calls if other != verb]
            assert api.request(*call, signed_in=staff(*others)).status_code == 403, (verb, model)
            assert api.request(*call, signed_in=UserFactory.create()).status_code == 403
            answer = api.request(*call, signed_in=staff(f"{verb}_{model}"))
            assert answer.status_code < 300, (verb, model)
