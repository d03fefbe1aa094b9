import pytest

from apps.authentication.contracts import UserId
from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.common.outbox.models import OutboxEvent
from apps.common.state_machine import IllegalTransition
from apps.vendors import facade
from apps.vendors.contracts import VendorId
from apps.vendors.errors import VendorNotFound
from apps.vendors.models import Vendor
from apps.vendors.states import VENDOR, VendorStatus
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return UserId(UserFactory.create(is_staff=True).pk)


MOVES = {
    VendorStatus.APPROVED: lambda pk, by: facade.approve_vendor(vendor_id=pk, by=by),
    VendorStatus.SUSPENDED: lambda pk, by: facade.suspend_vendor(vendor_id=pk, by=by),
    VendorStatus.DRAFT: lambda pk, by: facade.send_back_vendor(vendor_id=pk, by=by, reason="Logo"),
    VendorStatus.PENDING: lambda pk, by: facade.apply_again(vendor_id=pk, by=by),
}


@pytest.mark.parametrize("old", VendorStatus)
@pytest.mark.parametrize("new", VendorStatus)
def test_every_pair_of_states_moves_or_is_refused_as_the_table_says(old, new, staff):
    vendor = VendorFactory.create(status=old)
    pk = VendorId(vendor.pk)
    if VENDOR.allows(old, new):
        MOVES[new](pk, staff)
        change = vendor.status_changes.get()
        assert (change.from_status, change.to_status, change.actor_id) == (old, new, staff)
    else:
        with pytest.raises(IllegalTransition):
            MOVES[new](pk, staff)
        assert not vendor.status_changes.exists()
    vendor.refresh_from_db()
    assert vendor.status == (new if VENDOR.allows(old, new) else old)


def test_approval_notes_who_and_when_and_tells_the_shop(staff):
    vendor = VendorFactory.create(status=VendorStatus.PENDING, approved_at=None)
    assert facade.approve_vendor(vendor_id=VendorId(vendor.pk), by=staff).is_open
    vendor.refresh_from_db()
    assert (vendor.approved_by_id, vendor.approved_at is not None) == (staff, True)
    event = OutboxEvent.objects.get()
    assert (event.name, event.aggregate) == ("vendors.vendor-approved", str(vendor.pk))


def test_only_open_vendors_are_public():
    seen, hidden = VendorFactory.create(), VendorFactory.create(status=VendorStatus.SUSPENDED)
    assert [ref.slug for ref in facade.open_vendors()] == [seen.slug]
    with pytest.raises(VendorNotFound):
        facade.vendor_by_slug(hidden.slug)
    assert facade.any_vendor_by_slug(hidden.slug).is_open is False


def test_an_unknown_vendor_cannot_be_approved(staff):
    with pytest.raises(VendorNotFound):
        facade.approve_vendor(vendor_id=VendorId(new_id()), by=staff)
    assert not Vendor.objects.exists()
