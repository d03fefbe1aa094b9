import threading

import pytest
from django.db import connection

from apps.authentication.contracts import UserId
from apps.authentication.tests.factories import UserFactory
from apps.vendors import facade
from apps.vendors.contracts import VendorId
from apps.vendors.errors import (
    AlreadyAVendor,
    LastOwner,
    MemberNotFound,
    NoSuchAccount,
    NotAVendor,
    NotOpen,
    NotTheOwner,
)
from apps.vendors.models import VendorMember
from apps.vendors.states import MemberRole, VendorStatus
from apps.vendors.tests.factories import VendorFactory, VendorMemberFactory

pytestmark = pytest.mark.django_db


def owned(**profile):
    owner = UserFactory.create()
    return VendorId(VendorFactory.create(owner=owner, **profile).pk), UserId(owner.pk)


def test_an_owner_takes_people_in_by_their_address():
    vendor_id, owner = owned()
    tailor = UserFactory.create(email="tailor@example.com", name="Tola")
    facade.add_member_by_email(vendor_id=vendor_id, email="Tailor@Example.com", by=owner)
    cards = facade.members_of(vendor_id)
    assert [(card.user_id, card.role) for card in cards] == [
        (owner, MemberRole.OWNER),
        (tailor.pk, MemberRole.STAFF),
    ]
    assert facade.notice_recipients(vendor_id) == [owner, tailor.pk]
    assert facade.require_vendor(UserId(tailor.pk)).id == vendor_id


def test_staff_decide_nothing_about_people():
    vendor_id, owner = owned()
    staff = VendorMemberFactory.create(vendor_id=vendor_id)
    with pytest.raises(NotTheOwner):
        facade.add_member(
            vendor_id=vendor_id, user_id=UserId(UserFactory.create().pk), by=UserId(staff.user_id)
        )
    with pytest.raises(NotTheOwner):
        facade.remove_member(vendor_id=vendor_id, user_id=owner, by=UserId(staff.user_id))


def test_an_owner_of_another_vendor_decides_nothing_here():
    vendor_id, _ = owned()
    _, stranger = owned()
    member = VendorMemberFactory.create(vendor_id=vendor_id)
    with pytest.raises(NotTheOwner):
        facade.remove_member(vendor_id=vendor_id, user_id=UserId(member.user_id), by=stranger)
    assert VendorMember.objects.filter(pk=member.pk).exists()


def test_nobody_works_for_two_vendors():
    vendor_id, owner = owned()
    busy = VendorMemberFactory.create()
    with pytest.raises(AlreadyAVendor):
        facade.add_member(vendor_id=vendor_id, user_id=UserId(busy.user_id), by=owner)


def test_unknown_addresses_and_waiting_vendors_are_refused():
    vendor_id, owner = owned()
    with pytest.raises(NoSuchAccount):
        facade.add_member_by_email(vendor_id=vendor_id, email="nobody@example.com", by=owner)
    waiting_id, waiting_owner = owned(status=VendorStatus.PENDING)
    with pytest.raises(NotOpen):
        facade.add_member_by_email(vendor_id=waiting_id, email="x@example.com", by=waiting_owner)


def test_who_leaves_has_no_vendor_any_more():
    vendor_id, owner = owned()
    member = VendorMemberFactory.create(vendor_id=vendor_id)
    facade.remove_member(vendor_id=vendor_id, user_id=UserId(member.user_id), by=owner)
    with pytest.raises(NotAVendor):
        facade.require_vendor(UserId(member.user_id))
    with pytest.raises(MemberNotFound):
        facade.remove_member(vendor_id=vendor_id, user_id=UserId(member.user_id), by=owner)


def test_the_last_owner_stays():
    vendor_id, owner = owned()
    with pytest.raises(LastOwner):
        facade.remove_member(vendor_id=vendor_id, user_id=owner, by=owner)


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_remove_each_other_at_once_leave_one():
    """Red without the row lock in `_lock_for` (tried): both look, both find two, none is left."""
    for _ in range(10):
        vendor_id, first = owned()
        second = UserId(
            VendorMemberFactory.create(vendor_id=vendor_id, role=MemberRole.OWNER).user_id
        )
        start = threading.Barrier(2)

        def leave(user_id, start=start, vendor_id=vendor_id):
            start.wait()
            try:
                facade.remove_member(vendor_id=vendor_id, user_id=user_id, by=None)
            except LastOwner:
                pass
            finally:
                connection.close()

        threads = [threading.Thread(target=leave, args=(who,)) for who in (first, second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert VendorMember.objects.filter(vendor_id=vendor_id).count() == 1
