"""Setting zones and methods: checked, within one's own, audited."""

from threading import Event
from typing import Any

import pytest
from django.db import transaction

from apps.authentication.tests.factories import UserFactory
from apps.common.audit.models import AuditRecord
from apps.common.errors import InvalidInput
from apps.common.ids import new_id
from apps.common.money import Money
from apps.common.tests.parallel import race
from apps.delivery import facade, rules
from apps.delivery.contracts import MethodView
from apps.delivery.errors import (
    MethodNotFound,
    NameTaken,
    TooMany,
    UnknownPlace,
    ZoneInUse,
    ZoneNotFound,
)
from apps.delivery.models import DeliveryMethod, Zone
from apps.delivery.tests.factories import MethodFactory, ZoneFactory
from apps.vendors.contracts import VendorId
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
RIDER: Any = {"name": "Rider", "fee": Money(150_000, "NGN"), "min_days": 1, "max_days": 3}


def vendor():
    return VendorId(VendorFactory.create().pk)


def actor():
    return UserFactory.create().pk


def save_zone(within=None, **fields):
    wanted = {"name": "South West", "countries": ["NG"], "states": ["Ogun"]} | fields
    return facade.save_zone(within=within, actor_id=actor(), **wanted)


def save_method(within=None, **fields):
    return facade.save_method(within=within, actor_id=actor(), **RIDER | fields)


def test_a_zone_keeps_our_spelling_once_each():
    zone = save_zone(name="  South   West ", countries=["ng"], states=["oyo", "LAGOS", "Oyo"])
    assert (zone.name, zone.countries, zone.states) == ("South West", ("NG",), ("Lagos", "Oyo"))
    assert zone.vendor_id is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"countries": []}, "countries"),
        ({"countries": ["XX"]}, "countries"),
        ({"states": ["Atlantis"]}, "states"),
        ({"countries": ["GH"]}, "states"),
        ({"countries": ["NG", "GH"]}, "states"),
    ],
)
def test_a_zone_that_makes_no_sense_is_refused(wrong, field):
    with pytest.raises(InvalidInput) as refusal:
        save_zone(**wrong)
    assert list(refusal.value.errors) == [field]
    assert not Zone.objects.exists()


def test_one_owner_has_one_zone_of_a_name():
    mine = vendor()
    save_zone()
    save_zone(mine)
    with pytest.raises(NameTaken):
        save_zone(mine)


def test_changing_one_field_leaves_the_others():
    mine = vendor()
    zone = save_zone(mine)
    changed = facade.save_zone(within=mine, actor_id=None, zone_id=zone.id, states=["Lagos"])
    assert (changed.id, changed.name, changed.states) == (zone.id, zone.name, ("Lagos",))
    method = save_method(mine, zone_id=zone.id, free_from=Money(5_000_000, "NGN"))
    cheaper = facade.save_method(
        within=mine, actor_id=None, method_id=method.id, fee=Money(0, "NGN"), free_from=None
    )
    assert (cheaper.name, cheaper.zone, cheaper.days) == ("Rider", changed, "1 to 3 days")
    assert (cheaper.fee, cheaper.free_from) == (Money(0, "NGN"), None)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": "drone"}, "kind"),
        ({"fee": Money(100, "USD")}, "fee"),
        ({"fee": Money(10**12 + 1, "NGN")}, "fee"),
        ({"fee": Money(-1, "NGN")}, "fee"),
        ({"free_from": Money(0, "NGN")}, "free_from"),
        ({"free_from": Money(1, "USD")}, "free_from"),
        ({"min_days": 4}, "max_days"),
        ({"max_days": 366}, "max_days"),
        ({"kind": "pickup"}, "pickup_address"),
        ({"kind": "pickup", "pickup_address": "x" * 301}, "pickup_address"),
        ({"position": 1001}, "position"),
    ],
)
def test_a_method_that_makes_no_sense_is_refused(wrong, field):
    with pytest.raises(InvalidInput) as refusal:
        save_method(**wrong)
    assert list(refusal.value.errors) == [field]
    assert not DeliveryMethod.objects.exists()


def test_a_method_that_becomes_a_courier_loses_its_address():
    place = save_method(kind="pickup", pickup_address=" 3  Aba Road ")
    assert place.pickup_address == "3 Aba Road"
    courier = facade.save_method(within=None, actor_id=None, method_id=place.id, kind="courier")
    assert courier.pickup_address == ""


def test_a_vendor_reaches_its_own_and_may_use_the_shops_zones():
    mine, theirs = vendor(), vendor()
    shops, foreign = ZoneFactory.create(), ZoneFactory.create(vendor_id=theirs)
    own = save_zone(mine)
    for zone_id in (shops.pk, own.id, None):
        save_method(mine, zone_id=zone_id)
    for zone_id in (foreign.pk, new_id()):
        with pytest.raises(InvalidInput) as refusal:
            save_method(mine, zone_id=zone_id)
        assert list(refusal.value.errors) == ["zone_id"]
    with pytest.raises(InvalidInput):
        save_method(None, zone_id=foreign.pk)
    for zone_id in (foreign.pk, shops.pk):
        with pytest.raises(ZoneNotFound):
            facade.save_zone(within=mine, actor_id=None, zone_id=zone_id, name="Mine now")
        with pytest.raises(ZoneNotFound):
            facade.remove_zone(within=mine, actor_id=None, zone_id=zone_id)
    method = MethodFactory.create(vendor_id=theirs)
    with pytest.raises(MethodNotFound):
        facade.save_method(within=mine, actor_id=None, method_id=method.pk, name="Mine now")
    with pytest.raises(MethodNotFound):
        facade.remove_method(within=mine, actor_id=None, method_id=method.pk)


def test_staff_set_methods_of_a_vendor_that_exists():
    mine = vendor()
    assert save_method(owner=mine).vendor_id == mine
    for save in (save_method, save_zone):
        with pytest.raises(InvalidInput) as refusal:
            save(owner=VendorId(new_id()))
        assert list(refusal.value.errors) == ["vendor_id"]


def test_a_zone_with_methods_stays():
    zone = ZoneFactory.create()
    method = MethodFactory.create(zone=zone)
    with pytest.raises(ZoneInUse):
        facade.remove_zone(within=None, actor_id=None, zone_id=zone.pk)
    facade.remove_method(within=None, actor_id=None, method_id=method.pk)
    facade.remove_zone(within=None, actor_id=None, zone_id=zone.pk)
    assert not Zone.objects.exists()


def test_a_vendor_keeps_a_bounded_number(monkeypatch):
    mine = vendor()
    monkeypatch.setattr(rules, "MOST_OF_A_VENDOR", 1)
    save_zone(mine)
    save_method(mine)
    with pytest.raises(TooMany):
        save_zone(mine, name="Another")
    with pytest.raises(TooMany):
        save_method(mine)
    save_zone(name="One")
    save_zone(name="Two")


def test_every_change_of_a_price_is_written_down():
    mine, by = vendor(), actor()
    method = facade.save_method(within=mine, actor_id=by, **RIDER)
    facade.save_method(
        within=mine, actor_id=by, method_id=method.id, fee=Money(99_900, "NGN"), is_active=False
    )
    facade.remove_method(within=mine, actor_id=by, method_id=method.id)
    records: Any = AuditRecord.objects.order_by("id")
    added, changed, removed = records
    assert [row.action for row in (added, changed, removed)] == [
        "delivery-method.added",
        "delivery-method.changed",
        "delivery-method.removed",
    ]
    assert {row.subject for row in (added, changed)} == {f"delivery-method:{method.id}"}
    assert (added.actor_id, added.before, added.after["fee_minor"]) == (by, None, 150_000)
    assert (changed.before["fee_minor"], changed.after["fee_minor"]) == (150_000, 99_900)
    assert (changed.before["is_active"], changed.after["is_active"]) == (True, False)
    assert (removed.before["fee_minor"], removed.after) == (99_900, None)


def test_a_refused_change_is_not_written_down():
    with pytest.raises(UnknownPlace):
        save_zone(states=["Atlantis"])
    assert not AuditRecord.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_zone_is_not_removed_under_a_method_that_is_being_set():
    """Whoever removes it waits for the method, and is then told that it is in use."""
    zone, is_set, is_over = save_zone(), Event(), Event()

    def use():
        with transaction.atomic():
            method = facade.save_method(within=None, actor_id=None, zone_id=zone.id, **RIDER)
            is_set.set()
            is_over.wait(timeout=1)  # the remover's, who would be through without its lock
        return method

    def remove():
        is_set.wait(timeout=20)
        try:
            facade.remove_zone(within=None, actor_id=None, zone_id=zone.id)
        finally:
            is_over.set()

    method, refusal = race([use, remove])
    assert isinstance(method, MethodView), method
    assert isinstance(refusal, ZoneInUse), refusal
    assert DeliveryMethod.objects.get().zone_id == zone.id
