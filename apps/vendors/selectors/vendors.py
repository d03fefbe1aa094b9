"""Reads of vendors: rows for the doors, contracts for neighbours."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet, Subquery

from apps.authentication.contracts import UserId
from apps.common import reads
from apps.common.db import Named, Plan, Prepared, plans
from apps.vendors.contracts import VendorId, VendorProfile, VendorRef
from apps.vendors.errors import NotAVendor, VendorNotFound
from apps.vendors.models import Vendor
from apps.vendors.states import VendorStatus

REF_COLUMNS = (
    "id",
    "slug",
    "store_name",
    "tagline",
    "city",
    "state",
    "status",
    "logo",
    "commission_bp",
)
_OF_MEMBER = Prepared(lambda: Vendor.objects.filter(members__user_id=Named("user")))
_BY_ID = Prepared(lambda: Vendor.objects.filter(pk__any=Named("ids")))
_OPEN = Prepared(lambda: open_vendor_rows().filter(slug=Named("slug")))


def open_vendor_rows() -> QuerySet[Vendor]:
    """Vendors that the public may see."""
    return Vendor.objects.filter(status=VendorStatus.APPROVED)


def open_vendors() -> list[VendorRef]:
    """Every vendor that the public may see, by name."""
    return [ref_of(vendor) for vendor in open_vendor_rows().order_by("store_name", "id")]


def vendor_by_slug(slug: str) -> VendorRef:
    """One open vendor.

    Raises:
        VendorNotFound: there is none, or it is not open.
    """
    return ref_of(open_vendor_row(slug))


def open_vendor_row(slug: str) -> Vendor:
    """The row behind `vendor_by_slug`."""
    vendor = open_vendor_rows().filter(slug=slug).first()
    if vendor is None:
        raise VendorNotFound("There is no such store.")
    return vendor


def is_open_vendor(slug: str) -> Plan[bool]:
    """Whether the public may see a store of this name."""
    return (yield from plans.first(_OPEN, slug=slug)) is not None


def id_of(slug: Any) -> Subquery:
    """The key of the store of this name, for a neighbour's statement."""
    return Subquery(Vendor.objects.filter(slug=slug).values("id")[:1])


def any_vendor_by_slug(slug: str) -> VendorRef:
    """A vendor whatever its status: for imports and staff, never for the public.

    Raises:
        VendorNotFound: there is none.
    """
    vendor = Vendor.objects.filter(slug=slug).first()
    if vendor is None:
        raise VendorNotFound("There is no such store.")
    return ref_of(vendor)


def vendors_by_id(ids: Iterable[VendorId]) -> dict[VendorId, VendorRef]:
    """Follow `refs_by_id` on the caller's connection."""
    return plans.run(refs_by_id(ids))


def refs_by_id(ids: Iterable[VendorId]) -> Plan[dict[VendorId, VendorRef]]:
    """Read those of the vendors that exist, open or not, in one query."""
    rows = yield from plans.rows(_BY_ID, ids=list(set(ids)))
    return {VendorId(row.id): ref_of(row) for row in rows}


def vendor_of(user_id: UserId) -> VendorRef | None:
    """The vendor that a person works for, whatever its status."""
    vendor = _OF_MEMBER.first(user=user_id)
    return None if vendor is None else ref_of(vendor)


def require_vendor(user_id: UserId) -> VendorRef:
    """THE tenant scope: every vendor route asks it and filters by the id that it returns.

    A suspended or waiting vendor is returned too (`is_open` is false): it still ships what was
    paid and mends its profile.

    Raises:
        NotAVendor: the account belongs to no vendor.
    """
    vendor = vendor_of(user_id)
    if vendor is None:
        raise NotAVendor("This account belongs to no store.")
    return vendor


async def require_vendor_here(user_id: UserId) -> VendorRef:
    """`require_vendor` for v2's reads: on the pool, without a thread.

    Raises:
        NotAVendor: the account belongs to no vendor.
    """
    vendor = await reads.first(_OF_MEMBER, user=user_id)
    if vendor is None:
        raise NotAVendor("This account belongs to no store.")
    return ref_of(vendor)


def new_vendors(*, since: datetime, until: datetime) -> int:
    """How many open vendors were let in; `since` is included, `until` is not."""
    return open_vendor_rows().filter(approved_at__gte=since, approved_at__lt=until).count()


def vendors_waiting() -> int:
    """How many ask to be let in."""
    return Vendor.objects.filter(status=VendorStatus.PENDING).count()


def profile_of(vendor_id: VendorId) -> VendorProfile:
    """The whole profile of one vendor, for its own team and for staff.

    Raises:
        VendorNotFound: there is none.
    """
    vendor = Vendor.objects.filter(pk=vendor_id).first()
    if vendor is None:
        raise VendorNotFound("There is no such store.")
    return profile_from(vendor)


def profile_from(vendor: Vendor) -> VendorProfile:
    """The contract of a loaded row."""
    return VendorProfile(
        ref=ref_of(vendor),
        description=vendor.description,
        country=vendor.country,
        cover_url=vendor.cover.url if vendor.cover else None,
        support_email=vendor.support_email,
        support_phone=vendor.support_phone,
        status=VendorStatus(vendor.status),
    )


def ref_of(vendor: Vendor) -> VendorRef:
    """The short contract of a loaded row."""
    return ref_from_row([getattr(vendor, name) for name in REF_COLUMNS])


def ref_from_row(row: Sequence[Any]) -> VendorRef:
    """The short contract of `REF_COLUMNS`, which a neighbour's statement may join."""
    id_, slug, store_name, tagline, city, state, status, logo, commission_bp = row
    return VendorRef(
        id=VendorId(id_),
        slug=slug,
        store_name=store_name,
        tagline=tagline,
        city=city,
        state=state,
        is_open=status == VendorStatus.APPROVED,
        logo_url=default_storage.url(str(logo)) if logo else None,
        commission_bp=commission_bp,
    )
