"""The life of a vendor.

pending (asks to be let in) -> approved (open) <-> suspended; staff may send a pending one back to
draft, from where its owner applies again.
"""

from enum import StrEnum

from apps.common.state_machine import Transitions


class VendorStatus(StrEnum):
    """Where a vendor stands; only an approved one is public."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    SUSPENDED = "suspended"


class MemberRole(StrEnum):
    """What a person may do for the vendor: an owner also decides who belongs to it."""

    OWNER = "owner"
    STAFF = "staff"


VENDOR = Transitions(
    {
        VendorStatus.DRAFT: frozenset({VendorStatus.PENDING}),
        VendorStatus.PENDING: frozenset({VendorStatus.APPROVED, VendorStatus.DRAFT}),
        VendorStatus.APPROVED: frozenset({VendorStatus.SUSPENDED}),
        VendorStatus.SUSPENDED: frozenset({VendorStatus.APPROVED}),
    }
)
