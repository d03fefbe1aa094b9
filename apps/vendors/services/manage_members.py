"""Who belongs to a vendor's team."""

from django.db import transaction

from apps.authentication import facade as authentication
from apps.authentication.contracts import UserId
from apps.common import audit
from apps.vendors.contracts import VendorId
from apps.vendors.errors import (
    AlreadyAVendor,
    LastOwner,
    MemberNotFound,
    NoSuchAccount,
    NotOpen,
    NotTheOwner,
    VendorNotFound,
)
from apps.vendors.models import Vendor, VendorMember
from apps.vendors.selectors.members import is_owner
from apps.vendors.states import MemberRole, VendorStatus


@transaction.atomic
def add_member(
    *,
    vendor_id: VendorId,
    user_id: UserId,
    by: UserId | None,
    role: MemberRole = MemberRole.STAFF,
) -> None:
    """Take an account into the team. `by` is None for staff of the marketplace and the demo.

    Raises:
        VendorNotFound: there is none.
        NotTheOwner: `by` does not own this vendor.
        AlreadyAVendor: the account belongs to a vendor already.
    """
    _lock_for(vendor_id, by)
    _, is_new = VendorMember.objects.get_or_create(
        user_id=user_id, defaults={"vendor_id": vendor_id, "role": role}
    )
    if not is_new:
        raise AlreadyAVendor("This account belongs to a store already.")
    audit.record(
        "vendor.member-added",
        subject=f"vendor:{vendor_id}",
        actor_id=by,
        after={"user_id": user_id, "role": role},
    )


@transaction.atomic
def add_member_by_email(*, vendor_id: VendorId, email: str, by: UserId) -> None:
    """Take the account with this address into the team as staff.

    Only an approved vendor may: otherwise anybody could open one to learn who has an account.

    Raises:
        NotTheOwner: `by` does not own this vendor.
        NotOpen: the vendor is not approved.
        NoSuchAccount: nobody has this address.
        AlreadyAVendor: the account belongs to a vendor already.
    """
    _lock_for(vendor_id, by)
    if not Vendor.objects.filter(pk=vendor_id, status=VendorStatus.APPROVED).exists():
        raise NotOpen("Wait until the store is approved.")
    user_id = authentication.user_id_by_email(email)
    if user_id is None:
        sentence = "Nobody has an account with this address yet."
        raise NoSuchAccount(sentence, errors={"email": [sentence]})
    add_member(vendor_id=vendor_id, user_id=user_id, by=by)


@transaction.atomic
def remove_member(*, vendor_id: VendorId, user_id: UserId, by: UserId | None) -> None:
    """Take an account out of the team.

    Raises:
        VendorNotFound: there is none.
        NotTheOwner: `by` does not own this vendor.
        MemberNotFound: the account is not in this team.
        LastOwner: nobody would own the vendor any more.
    """
    _lock_for(vendor_id, by)
    team = dict(VendorMember.objects.filter(vendor_id=vendor_id).values_list("user_id", "role"))
    if user_id not in team:
        raise MemberNotFound("There is no such person in this team.")
    owners = [member for member, role in team.items() if role == MemberRole.OWNER]
    if owners == [user_id]:
        raise LastOwner("Name another owner first.")
    VendorMember.objects.filter(vendor_id=vendor_id, user_id=user_id).delete()
    audit.record(
        "vendor.member-removed",
        subject=f"vendor:{vendor_id}",
        actor_id=by,
        before={"user_id": user_id, "role": team[user_id]},
    )


def _lock_for(vendor_id: VendorId, by: UserId | None) -> None:
    """Lock the vendor's row, so that two removals cannot take both owners."""
    if not Vendor.objects.select_for_update().filter(pk=vendor_id).exists():
        raise VendorNotFound("There is no such store.")
    if by is not None and not is_owner(vendor_id=vendor_id, user_id=by):
        raise NotTheOwner("Only an owner of the store may do this.")
