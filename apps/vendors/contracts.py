"""What neighbours may hold of a vendor."""

from dataclasses import dataclass
from typing import NewType, TypedDict
from uuid import UUID

from apps.authentication.contracts import UserId
from apps.vendors.states import MemberRole, VendorStatus

VendorId = NewType("VendorId", UUID)


@dataclass(frozen=True, slots=True)
class VendorRef:
    """A vendor as others show it. `is_open` says whether the public may see and buy."""

    id: VendorId
    slug: str
    store_name: str
    tagline: str
    city: str
    state: str
    is_open: bool
    logo_url: str | None


@dataclass(frozen=True, slots=True)
class VendorProfile:
    """The whole profile. The commission is in basis points: 1000 is ten per cent."""

    ref: VendorRef
    description: str
    country: str
    cover_url: str | None
    support_email: str
    support_phone: str
    status: VendorStatus
    commission_bp: int


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
