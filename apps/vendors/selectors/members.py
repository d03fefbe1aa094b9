"""Reads of a vendor's people."""

from apps.authentication import facade as authentication
from apps.authentication.contracts import UserId
from apps.vendors.contracts import MemberCard, VendorId
from apps.vendors.models import VendorMember
from apps.vendors.states import MemberRole


def notice_recipients(vendor_id: VendorId) -> list[UserId]:
    """Whom to tell about this vendor's orders: the whole team, owners first."""
    return [user_id for user_id, _ in _team(vendor_id)]


def members_of(vendor_id: VendorId) -> list[MemberCard]:
    """The team, owners first. Two queries for any number of people."""
    team = _team(vendor_id)
    contacts = authentication.contacts_of([user_id for user_id, _ in team])
    return [
        MemberCard(contact.id, contact.email, contact.name, MemberRole(role))
        for user_id, role in team
        if (contact := contacts.get(user_id))
    ]


def is_owner(*, vendor_id: VendorId, user_id: UserId) -> bool:
    """Whether the person owns the vendor."""
    return VendorMember.objects.filter(
        vendor_id=vendor_id, user_id=user_id, role=MemberRole.OWNER
    ).exists()


def _team(vendor_id: VendorId) -> list[tuple[UserId, str]]:
    rows = VendorMember.objects.filter(vendor_id=vendor_id).order_by("role", "id")
    return [(UserId(pk), role) for pk, role in rows.values_list("user_id", "role")]
