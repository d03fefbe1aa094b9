"""Let a vendor in, send it back, close it: every move of its status."""

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.common import audit, clock
from apps.common.outbox import publish
from apps.vendors.contracts import VendorId, VendorRef
from apps.vendors.errors import VendorNotFound
from apps.vendors.events import VendorApproved, VendorSuspended
from apps.vendors.models import Vendor, VendorStatusChange
from apps.vendors.selectors.vendors import ref_of
from apps.vendors.states import VENDOR, VendorStatus


@transaction.atomic
def approve_vendor(*, vendor_id: VendorId, by: UserId | None) -> VendorRef:
    """Open a waiting or suspended vendor to the public. `by` is None for imports and the demo.

    Locks the vendor's row.

    Raises:
        IllegalTransition: it is open already, or still a draft.
        VendorNotFound: there is none.
    """
    vendor = _locked(vendor_id)
    vendor.approved_at, vendor.approved_by_id = clock.now(), by
    _move(vendor, VendorStatus.APPROVED, "vendor.approved", by=by)
    publish(VendorApproved(vendor_id=vendor.id))
    return ref_of(vendor)


@transaction.atomic
def suspend_vendor(*, vendor_id: VendorId, by: UserId | None, reason: str = "") -> VendorRef:
    """Close an open vendor to the public; what was paid is still shipped.

    Raises:
        IllegalTransition: it is not open.
        VendorNotFound: there is none.
    """
    vendor = _locked(vendor_id)
    _move(vendor, VendorStatus.SUSPENDED, "vendor.suspended", by=by, reason=reason)
    publish(VendorSuspended(vendor_id=vendor.id))
    return ref_of(vendor)


@transaction.atomic
def send_back_vendor(*, vendor_id: VendorId, by: UserId, reason: str) -> VendorRef:
    """Send a waiting vendor back to its owner, with the reason.

    Raises:
        IllegalTransition: it does not wait.
        VendorNotFound: there is none.
    """
    vendor = _locked(vendor_id)
    _move(vendor, VendorStatus.DRAFT, "vendor.sent-back", by=by, reason=reason)
    return ref_of(vendor)


@transaction.atomic
def apply_again(*, vendor_id: VendorId, by: UserId) -> VendorRef:
    """Ask for approval again after staff sent the vendor back.

    Raises:
        IllegalTransition: it was not sent back.
        VendorNotFound: there is none.
    """
    vendor = _locked(vendor_id)
    _move(vendor, VendorStatus.PENDING, "vendor.applied-again", by=by)
    return ref_of(vendor)


def note_status(vendor: Vendor, *, before: str, actor_id: UserId | None, reason: str = "") -> None:
    """Write one row of the history."""
    VendorStatusChange.objects.create(
        vendor=vendor,
        from_status=before,
        to_status=vendor.status,
        actor_id=actor_id,
        reason=reason[:200],
    )


def _locked(vendor_id: VendorId) -> Vendor:
    vendor = Vendor.objects.select_for_update().filter(pk=vendor_id).first()
    if vendor is None:
        raise VendorNotFound("There is no such store.")
    return vendor


def _move(
    vendor: Vendor, status: VendorStatus, action: str, *, by: UserId | None, reason: str = ""
) -> None:
    before = VendorStatus(vendor.status)
    vendor.status = VENDOR.check(before, status)
    vendor.save(update_fields=["status", "approved_at", "approved_by", "updated_at"])
    note_status(vendor, before=before, actor_id=by, reason=reason)
    audit.record(
        action,
        subject=f"vendor:{vendor.id}",
        actor_id=by,
        before={"status": before},
        after={"status": status},
        reason=reason,
    )
