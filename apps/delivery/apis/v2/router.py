"""A vendor's own zones and ways of delivery over HTTP."""

from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from ninja import Router, Status

from apps.authentication.contracts import UserId
from apps.common import reads
from apps.common.http.auth import SignedIn
from apps.common.http.pagination import Cursor, Limit, Page
from apps.delivery import facade
from apps.delivery.apis.v2.schemas import (
    MethodChangeIn,
    MethodIn,
    MethodOut,
    ZoneChangeIn,
    ZoneIn,
    ZoneOut,
)
from apps.delivery.contracts import MethodView, ZoneView
from apps.delivery.selectors.own import method_page, zone_page
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId

router = Router(tags=["delivery"])
ZONES, METHODS = "/vendor/delivery/zones", "/vendor/delivery/methods"


@router.get(ZONES, response=Page[ZoneOut], operation_id="list_own_delivery_zones")
async def list_zones(request: SignedIn, cursor: Cursor = None, limit: Limit = 50) -> Any:
    """List the zones that your methods may name, the shop's among them, newest first."""
    page = await reads.run(zone_page(await _store(request), cursor=cursor, limit=limit))
    return page.as_json(request, lambda zone: zone)


@router.post(ZONES, response={201: ZoneOut}, operation_id="add_own_delivery_zone")
async def add_zone(request: SignedIn, body: ZoneIn) -> Status[ZoneView]:
    """Draw a zone of your store."""
    return Status(201, await _save_zone(request, body.sent()))


@router.get(f"{ZONES}/{{zone_id}}", response=ZoneOut, operation_id="show_own_delivery_zone")
async def show_zone(request: SignedIn, zone_id: UUID) -> ZoneView:
    """Show one zone of your store."""
    store = await _store(request)
    return await reads.run(facade.zone_of(within=store, zone_id=zone_id))


@router.patch(f"{ZONES}/{{zone_id}}", response=ZoneOut, operation_id="change_own_delivery_zone")
async def change_zone(request: SignedIn, zone_id: UUID, body: ZoneChangeIn) -> ZoneView:
    """Change the given fields of a zone of your store."""
    return await _save_zone(request, body.sent(), zone_id=zone_id)


@router.delete(
    f"{ZONES}/{{zone_id}}", response={204: None}, operation_id="remove_own_delivery_zone"
)
async def remove_zone(request: SignedIn, zone_id: UUID) -> Status[None]:
    """Remove a zone of your store that no method names."""
    store = await _store(request)
    remove = sync_to_async(facade.remove_zone)
    await remove(within=store, actor_id=request.auth.id, zone_id=zone_id)
    return Status(204, None)


@router.get(METHODS, response=Page[MethodOut], operation_id="list_own_delivery_methods")
async def list_methods(request: SignedIn, cursor: Cursor = None, limit: Limit = 50) -> Any:
    """List your store's ways of delivery, on or off, newest first."""
    page = await reads.run(method_page(await _store(request), cursor=cursor, limit=limit))
    return page.as_json(request, lambda method: method)


@router.post(METHODS, response={201: MethodOut}, operation_id="add_own_delivery_method")
async def add_method(request: SignedIn, body: MethodIn) -> Status[MethodView]:
    """Set a way of delivery of your store; from now on it replaces the shop's where it reaches."""
    return Status(201, await _save_method(request, body.sent()))


@router.get(f"{METHODS}/{{method_id}}", response=MethodOut, operation_id="show_own_delivery_method")
async def show_method(request: SignedIn, method_id: UUID) -> MethodView:
    """Show one way of delivery of your store."""
    store = await _store(request)
    return await reads.run(facade.method_of(within=store, method_id=method_id))


@router.patch(
    f"{METHODS}/{{method_id}}", response=MethodOut, operation_id="change_own_delivery_method"
)
async def change_method(request: SignedIn, method_id: UUID, body: MethodChangeIn) -> MethodView:
    """Change the given fields of a way of delivery; placed orders keep what they have."""
    return await _save_method(request, body.sent(), method_id=method_id)


@router.delete(
    f"{METHODS}/{{method_id}}", response={204: None}, operation_id="remove_own_delivery_method"
)
async def remove_method(request: SignedIn, method_id: UUID) -> Status[None]:
    """Remove a way of delivery of your store."""
    store = await _store(request)
    remove = sync_to_async(facade.remove_method)
    await remove(within=store, actor_id=request.auth.id, method_id=method_id)
    return Status(204, None)


async def _store(request: SignedIn) -> VendorId:
    """The asker's own store: the scope of every route here."""
    return (await vendors.require_vendor_here(UserId(request.auth.id))).id


async def _save_zone(
    request: SignedIn, fields: dict[str, Any], *, zone_id: UUID | None = None
) -> ZoneView:
    store, save = await _store(request), sync_to_async(facade.save_zone)
    return await save(within=store, actor_id=request.auth.id, zone_id=zone_id, **fields)


async def _save_method(
    request: SignedIn, fields: dict[str, Any], *, method_id: UUID | None = None
) -> MethodView:
    store, save = await _store(request), sync_to_async(facade.save_method)
    return await save(within=store, actor_id=request.auth.id, method_id=method_id, **fields)
