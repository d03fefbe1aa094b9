"""What vendors tell the rest of the shop."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from apps.common.outbox import Event


@dataclass(frozen=True, kw_only=True)
class VendorApproved(Event):
    """The vendor is open to the public."""

    name: ClassVar = "vendors.vendor-approved"
    version: ClassVar = 1
    aggregate_field: ClassVar = "vendor_id"
    vendor_id: UUID


@dataclass(frozen=True, kw_only=True)
class VendorSuspended(Event):
    """The vendor is closed to the public until staff approve it again."""

    name: ClassVar = "vendors.vendor-suspended"
    version: ClassVar = 1
    aggregate_field: ClassVar = "vendor_id"
    vendor_id: UUID


@dataclass(frozen=True, kw_only=True)
class VendorRenamed(Event):
    """The store has another name; who repeats it asks for the new one."""

    name: ClassVar = "vendors.vendor-renamed"
    version: ClassVar = 1
    aggregate_field: ClassVar = "vendor_id"
    vendor_id: UUID
