"""A house's own ways of delivery and zones: set, switched off, removed; nobody else's."""

import pytest
from django.test import Client

from apps.authentication.models import User
from apps.delivery.models import DeliveryMethod, Zone
from apps.delivery.tests.factories import MethodFactory, ZoneFactory
from apps.vendors.models import Vendor
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
PATH = "/vendor/delivery"
WAY = {
    "name": "Rider",
    "kind": "courier",
    "fee": "1500",
    "free_from": "40000",
    "min_days": "1",
    "max_days": "3",
    "is_active": "on",
}


@pytest.fixture
def house(buyer: User) -> Vendor:
    found: Vendor = VendorFactory.create(owner=buyer)
    return found


def test_a_house_sets_changes_switches_off_and_removes_a_way(
    shopper: Client, house: Vendor
) -> None:
    assert "Buyers are offered the shop" in shopper.get(PATH).text
    lagos = ZoneFactory.create(name="Lagos")
    page = shopper.post(f"{PATH}/new", WAY | {"zone_id": str(lagos.pk)}, follow=True).text
    for words in ("Rider is saved", "₦1,500", "free from ₦40,000", "1 to 3 days", ">On<"):
        assert words in page
    way = DeliveryMethod.objects.get()
    assert (way.vendor_id, way.zone_id, way.fee_minor) == (house.pk, lagos.pk, 150_000)
    form = shopper.get(f"{PATH}/{way.pk}").text
    assert 'value="1500.00"' in form
    assert f'value="{lagos.pk}" selected' in form
    shopper.post(f"{PATH}/{way.pk}", WAY | {"fee": "0", "free_from": "", "zone_id": ""})
    way.refresh_from_db()
    assert (way.fee_minor, way.free_from_minor, way.zone_id) == (0, None, None)
    page = shopper.post(f"{PATH}/{way.pk}/switch", {"to": "off"}, follow=True).text
    assert ">Off<" in page
    assert not DeliveryMethod.objects.get().is_active
    shopper.post(f"{PATH}/{way.pk}/switch", {"to": "on"})
    assert DeliveryMethod.objects.get().is_active
    shopper.post(f"{PATH}/{way.pk}/remove")
    assert not DeliveryMethod.objects.exists()


def test_a_house_draws_changes_and_removes_a_zone(shopper: Client, house: Vendor) -> None:
    form = {"name": "South West", "countries": "ng", "states": ["Lagos", "Ogun"]}
    assert "South West" in shopper.post(f"{PATH}/zones/new", form, follow=True).text
    zone = Zone.objects.get()
    assert (zone.vendor_id, zone.states) == (house.pk, ["Lagos", "Ogun"])
    assert 'value="Ogun" id="id_states_' in shopper.get(f"{PATH}/zones/{zone.pk}").text
    shopper.post(f"{PATH}/zones/{zone.pk}", {"name": "Abroad", "countries": "GB us"})
    zone.refresh_from_db()
    assert (zone.countries, zone.states) == (["GB", "US"], [])
    MethodFactory.create(vendor=house, zone=zone)
    page = shopper.post(f"{PATH}/zones/{zone.pk}/remove", follow=True).text
    assert "Remove or move the methods" in page
    DeliveryMethod.objects.all().delete()
    shopper.post(f"{PATH}/zones/{zone.pk}/remove")
    assert not Zone.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "This field is required"),
        ({"fee": "-1"}, "greater than or equal to 0"),
        ({"fee": "1.001"}, "no more than 2 decimal places"),
        ({"min_days": "9"}, "From the fewest to the most"),
        ({"kind": "pickup"}, "This field may not be blank"),
        ({"zone_id": "00000000-0000-7000-8000-000000000000"}, "Select a valid choice"),
    ],
)
def test_a_way_is_corrected_beside_its_field(
    shopper: Client, house: Vendor, wrong: dict[str, str], sentence: str
) -> None:
    answer = shopper.post(f"{PATH}/new", WAY | wrong)
    assert (answer.status_code, sentence in answer.text) == (200, True)
    assert 'aria-invalid="true"' in answer.text
    assert not DeliveryMethod.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"countries": "XX"}, "two-letter country code"),
        ({"countries": ", ;"}, "at least one country"),
        ({"countries": "GH"}, "States are of Nigeria"),
        ({"states": "Atlantis"}, "Select a valid choice"),
    ],
)
def test_a_zone_is_corrected_beside_its_field(
    shopper: Client, house: Vendor, wrong: dict[str, str], sentence: str
) -> None:
    form = {"name": "Z", "countries": "NG", "states": "Lagos"} | wrong
    answer = shopper.post(f"{PATH}/zones/new", form)
    assert (answer.status_code, sentence in answer.text) == (200, True)
    assert not Zone.objects.exists()


def test_what_belongs_to_others_does_not_exist_here(shopper: Client, house: Vendor) -> None:
    theirs = VendorFactory.create()
    ways = [MethodFactory.create(vendor=theirs, name="Theirs"), MethodFactory.create()]
    zones = [ZoneFactory.create(vendor=theirs, name="Their zone"), ZoneFactory.create(name="All")]
    page = shopper.get(PATH).text
    assert "Theirs" not in page
    assert "Their zone" not in page
    assert "All" in page
    paths = [f"{PATH}/{way.pk}" for way in ways] + [f"{PATH}/zones/{zone.pk}" for zone in zones]
    for path in paths:
        assert shopper.get(path).status_code == 404
        assert shopper.post(f"{path}/remove").status_code == 404
    assert shopper.post(f"{PATH}/{ways[0].pk}/switch", {"to": "off"}).status_code == 404
    assert DeliveryMethod.objects.filter(is_active=True).count() == 2
    assert Zone.objects.count() == 2


def test_who_has_no_house_sets_nothing(client: Client, shopper: Client) -> None:
    for path in (PATH, f"{PATH}/new", f"{PATH}/zones/new"):
        assert shopper.get(path).status_code == 403
        assert Client().get(path)["Location"] == f"/accounts/login/?next={path}"
