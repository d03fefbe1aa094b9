import threading

import pytest
from django.db import IntegrityError, connection, transaction

from apps.authentication.contracts import UserId
from apps.authentication.tests.factories import UserFactory
from apps.common.errors import InvalidInput
from apps.vendors import facade
from apps.vendors.errors import AlreadyAVendor
from apps.vendors.models import Vendor, VendorMember, VendorStatusChange
from apps.vendors.states import MemberRole, VendorStatus

pytestmark = pytest.mark.django_db


def opened(name="Adire House", **profile):
    return facade.open_vendor(owner_id=UserId(UserFactory.create().pk), store_name=name, **profile)


def test_a_new_vendor_waits_and_belongs_to_its_owner():
    owner = UserFactory.create()
    ref = facade.open_vendor(
        owner_id=UserId(owner.pk), store_name="  Adire   House ", city="Abeokuta"
    )
    assert (ref.store_name, ref.slug, ref.city, ref.is_open) == (
        "Adire House",
        "adire-house",
        "Abeokuta",
        False,
    )
    assert facade.vendor_of(UserId(owner.pk)) == ref
    assert VendorMember.objects.get(user=owner).role == MemberRole.OWNER
    assert VendorStatusChange.objects.get().to_status == VendorStatus.PENDING


def test_names_may_repeat_but_addresses_do_not():
    slugs = {opened().slug for _ in range(3)}
    assert len(slugs) == 3
    assert all(slug.startswith("adire-house") for slug in slugs)


def test_a_name_without_latin_letters_gets_an_address():
    assert opened("織物").slug == "store"


def test_an_account_has_one_vendor():
    owner = UserFactory.create()
    facade.open_vendor(owner_id=UserId(owner.pk), store_name="First")
    with pytest.raises(AlreadyAVendor):
        facade.open_vendor(owner_id=UserId(owner.pk), store_name="Second")
    assert Vendor.objects.count() == 1


@pytest.mark.parametrize(
    "profile",
    [
        {"name": ""},
        {"name": "A"},
        {"name": "x" * 81},
        {"name": "Evil\u202eerots"},
        {"name": "Zero\u200bwidth"},
        {"name": "Nul\x00"},
        {"tagline": "x" * 141},
        {"description": "x" * 4001},
        {"description": "nul\x00"},
        {"country": "Nigeria"},
        {"country": "ng"},
        {"support_phone": "0803"},
        {"support_email": "no address"},
    ],
    ids=lambda profile: next(iter(profile)),
)
def test_words_that_do_not_fit_are_refused(profile):
    with pytest.raises(InvalidInput) as refused:
        opened(**profile)
    assert refused.value.errors
    assert not Vendor.objects.exists()


def test_a_line_break_in_a_name_becomes_a_space():
    assert opened("Adire\r\nBcc: x").store_name == "Adire Bcc: x"


@pytest.mark.parametrize(
    "change",
    [{"status": "vip"}, {"commission_bp": 10_001}, {"approved_at": None}, {"store_name": ""}],
)
def test_the_database_refuses_what_cannot_be(change):
    ref = opened()
    facade.approve_vendor(vendor_id=ref.id, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vendor.objects.filter(pk=ref.id).update(**change)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_name_get_two_addresses():
    """Red without the second try in `_save_with_free_slug`: one thread meets the unique index."""
    owners = [UserId(UserFactory.create().pk) for _ in range(8)]
    start, slugs = threading.Barrier(len(owners)), []

    def apply(owner):
        start.wait()
        slugs.append(facade.open_vendor(owner_id=owner, store_name="Same Name").slug)
        connection.close()

    threads = [threading.Thread(target=apply, args=(owner,)) for owner in owners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(slugs)) == 8
