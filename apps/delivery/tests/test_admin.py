import pytest

from apps.authentication.tests.factories import UserFactory
from apps.common.audit.models import AuditRecord
from apps.delivery.models import DeliveryMethod, Zone
from apps.delivery.tests.factories import MethodFactory, ZoneFactory
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
ZONES, METHODS = "/admin/delivery/zone/", "/admin/delivery/deliverymethod/"
METHOD = {
    "kind": "courier",
    "name": "Rider",
    "fee_minor": "150000",
    "min_days": "1",
    "max_days": "3",
    "is_active": "on",
    "position": "0",
}


@pytest.fixture
def staff(client):
    user = UserFactory.create(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def test_staff_find_zones_and_methods(client, staff):
    way = MethodFactory.create(
        zone=ZoneFactory.create(name="Island"), vendor=VendorFactory.create()
    )
    for path in (ZONES, f"{ZONES}?q=Island", METHODS, f"{METHODS}?q=Island&kind__exact=courier"):
        assert "Island" in client.get(path).content.decode()
    assert "₦1,500.00" in client.get(METHODS).content.decode()
    assert client.get(f"{METHODS}{way.pk}/change/").status_code == 200


def test_a_zone_is_drawn_corrected_and_audited(client, staff):
    form = {"name": "South West", "countries": "ng", "states": "ogun, Atlantis"}
    wrong = client.post(f"{ZONES}add/", form)
    assert "36 states" in wrong.content.decode()
    assert client.post(f"{ZONES}add/", form | {"states": "ogun,LAGOS"}).status_code == 302
    zone = Zone.objects.get()
    assert (zone.states, zone.countries, zone.vendor) == (["Lagos", "Ogun"], ["NG"], None)
    again = client.post(f"{ZONES}{zone.pk}/change/", {"name": "Home", "countries": "NG"})
    assert again.status_code == 302
    assert Zone.objects.get().states == []
    assert [row.actor_id for row in AuditRecord.objects.all()] == [staff.pk, staff.pk]


def test_a_method_is_set_corrected_changed_and_audited(client, staff):
    vendor, theirs = VendorFactory.create(), ZoneFactory.create(vendor=VendorFactory.create())
    for wrong, sentence in (
        ({"min_days": "9"}, "From the fewest"),
        ({"fee_minor": "-1"}, "less than nothing"),
        ({"kind": "pickup"}, "may not be blank"),
        ({"zone": str(theirs.pk)}, "another vendor"),
    ):
        answer = client.post(f"{METHODS}add/", METHOD | wrong)
        assert (answer.status_code, sentence in answer.content.decode()) == (200, True), wrong
    assert client.post(f"{METHODS}add/", METHOD | {"vendor": vendor.pk}).status_code == 302
    way = DeliveryMethod.objects.get()
    assert (way.vendor, way.fee_minor, way.currency) == (vendor, 150_000, "NGN")
    change = METHOD | {"fee_minor": "90000", "free_from_minor": "5000000"}
    assert client.post(f"{METHODS}{way.pk}/change/", change).status_code == 302
    way.refresh_from_db()
    assert (way.vendor, way.fee_minor, way.free_from_minor) == (vendor, 90_000, 5_000_000)
    assert client.post(f"{METHODS}{way.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not DeliveryMethod.objects.exists()
    actions = AuditRecord.objects.order_by("id").values_list("action", flat=True)
    assert [action.partition(".")[2] for action in actions] == ["added", "changed", "removed"]


def test_a_zone_with_methods_is_not_deleted(client, staff):
    zone, empty = ZoneFactory.create(), ZoneFactory.create()
    MethodFactory.create(zone=zone)
    client.post(f"{ZONES}{zone.pk}/delete/", {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [empty.pk], "post": "yes"}
    client.post(ZONES, chosen)
    assert list(Zone.objects.all()) == [zone]
