"""Zones and methods as their owners set them."""

from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.common.db import Named, PageOf, Pages, Plan, Prepared, plans
from apps.common.money import Money
from apps.delivery.contracts import MethodId, MethodKind, MethodView, ZoneId, ZoneView
from apps.delivery.errors import MethodNotFound, ZoneNotFound
from apps.delivery.models import DeliveryMethod, Zone
from apps.vendors.contracts import VendorId


def zones_within(within: VendorId | None) -> QuerySet[Zone]:
    """Zones that a vendor may change; everybody's for staff (None)."""
    return Zone.objects.all() if within is None else Zone.objects.filter(vendor_id=within)


def zones_for(vendor_id: VendorId) -> QuerySet[Zone]:
    """Zones that a vendor's methods may name: its own, and the shop's."""
    return Zone.objects.filter(Q(vendor_id=vendor_id) | Q(vendor=None))


def methods_within(within: VendorId | None) -> QuerySet[DeliveryMethod]:
    """Methods that a vendor may change; everybody's for staff (None). With their zones."""
    rows = DeliveryMethod.objects.select_related("zone")
    return rows if within is None else rows.filter(vendor_id=within)


def methods_of(owner: VendorId | None) -> list[MethodView]:
    """A vendor's own methods, on or off, as its page lists them; the shop's for None."""
    rows = methods_within(owner)
    return [method_view(row) for row in (rows if owner else rows.filter(vendor=None))]


def zones_of(owner: VendorId | None) -> list[ZoneView]:
    """A vendor's own zones; the shop's for None."""
    rows = zones_within(owner)
    return [zone_view(row) for row in (rows if owner else rows.filter(vendor=None))]


def usable_zones_of(vendor_id: VendorId) -> list[ZoneView]:
    """Its own zones, then the shop's, by name."""
    views = [zone_view(row) for row in zones_for(vendor_id)]
    return sorted(views, key=lambda view: (view.vendor_id is None, view.name))


_NEWEST = ("-created_at", "-id")
_VENDOR: Any = Named("vendor_id")
_ZONES_FOR = Pages(lambda: zones_for(_VENDOR), order=_NEWEST)
_METHODS_WITHIN = Pages(lambda: methods_within(_VENDOR), order=_NEWEST)


@cache
def _zone(of_vendor: bool) -> Prepared[Zone]:  # noqa: FBT001 -- the shape
    return Prepared(lambda: zones_within(_VENDOR if of_vendor else None).filter(pk=Named("pk")))


@cache
def _method(of_vendor: bool) -> Prepared[DeliveryMethod]:  # noqa: FBT001 -- the shape
    return Prepared(lambda: methods_within(_VENDOR if of_vendor else None).filter(pk=Named("pk")))


def zone_page(
    vendor_id: VendorId, *, cursor: str | None, limit: int | None
) -> Plan[PageOf[ZoneView]]:
    """Read a page of the zones that a vendor's methods may name, newest first.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    page = yield from plans.page(_ZONES_FOR, cursor=cursor, limit=limit, vendor_id=vendor_id)
    return page.of(zone_view)


def method_page(
    vendor_id: VendorId, *, cursor: str | None, limit: int | None
) -> Plan[PageOf[MethodView]]:
    """Read a page of a vendor's own methods, newest first.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    page = yield from plans.page(_METHODS_WITHIN, cursor=cursor, limit=limit, vendor_id=vendor_id)
    return page.of(method_view)


def zone_of(*, within: VendorId | None, zone_id: UUID) -> Plan[ZoneView]:
    """Read one zone.

    Raises:
        ZoneNotFound: there is none, or it is not the vendor's.
    """
    known = _zone(within is not None)
    zone = yield from plans.first(known, vendor_id=within, pk=zone_id)
    if zone is None:
        raise ZoneNotFound("There is no such zone.")
    return zone_view(zone)


def method_of(*, within: VendorId | None, method_id: UUID) -> Plan[MethodView]:
    """Read one method.

    Raises:
        MethodNotFound: there is none, or it is not the vendor's.
    """
    known = _method(within is not None)
    method = yield from plans.first(known, vendor_id=within, pk=method_id)
    if method is None:
        raise MethodNotFound("There is no such way of delivery.")
    return method_view(method)


def zone_view(zone: Zone) -> ZoneView:
    """The contract of a row."""
    return ZoneView(
        id=ZoneId(zone.pk),
        vendor_id=VendorId(zone.vendor_id) if zone.vendor_id else None,
        name=zone.name,
        countries=tuple(zone.countries),
        states=tuple(zone.states),
    )


def method_view(method: DeliveryMethod) -> MethodView:
    """The contract of a row."""
    return MethodView(
        id=MethodId(method.pk),
        vendor_id=VendorId(method.vendor_id) if method.vendor_id else None,
        zone=zone_view(method.zone) if method.zone else None,
        kind=MethodKind(method.kind),
        name=method.name,
        fee=Money(method.fee_minor, method.currency),
        free_from=method.free_from,
        min_days=method.min_days,
        max_days=method.max_days,
        pickup_address=method.pickup_address,
        is_active=method.is_active,
        position=method.position,
    )
