"""What neighbours may hold of a vendor."""

from dataclasses import dataclass
from typing import NewType, TypedDict
from uuid import UUID

from apps.authentication.contracts import UserId
from apps.vendors.states import MemberRole, VendorStatus

VendorId = NewType("VendorId", UUID)


@dataclass(frozen=True, slots=True)
class VendorRef:
    """A vendor as others show it. `is_open` says whether the public may see and buy.

    `commission_bp` is the platform's share in basis points: for the vendor and staff, never shown.
    """

    id: VendorId
    slug: str
    store_name: str
    tagline: str
    city: str
    state: str
    is_open: bool
    logo_url: str | None
    commission_bp: int


@dataclass(frozen=True, slots=True)
class VendorProfile:
    """The whole profile."""

    ref: VendorRef
    description: str
    country: str
    cover_url: str | None
    support_email: str
    support_phone: str
    status: VendorStatus


@dataclass(frozen=True, slots=True)
class MemberCard:
    """One person of a vendor's team."""

    user_id: UserId
    email: str
    name: str
    role: MemberRole


class ProfileChanges(TypedDict, total=False):
    """The fields of a profile that its vendor may change; a missing one stays."""

    store_name: str
    tagline: str
    description: str
    city: str
    state: str
    country: str
    support_email: str
    support_phone: str
