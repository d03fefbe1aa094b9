"""A vendor's own coupons over HTTP. Another's coupon, and the platform's, look like none."""

from typing import Annotated, Any
from uuid import UUID

from asgiref.sync import sync_to_async
from ninja import Query, Router, Status

from apps.authentication.contracts import UserId
from apps.common import reads
from apps.common.http.auth import SignedIn
from apps.common.http.pagination import Cursor, Limit, Page
from apps.promotions import facade
from apps.promotions.apis.shapes import changes_of, new_terms, shown
from apps.promotions.apis.v2.schemas import CouponChangesIn, CouponIn, CouponOut
from apps.promotions.contracts import CouponId
from apps.promotions.selectors.coupons import own_coupon
from apps.promotions.selectors.pages import own_coupons
from apps.promotions.states import Funder
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId

router = Router(tags=["coupons"])
IsLive = Annotated[bool | None, Query(None, description="Active and inside its window now.")]


@router.get("/vendor/coupons", response=Page[CouponOut], operation_id="list_own_coupons")
async def list_own_coupons(
    request: SignedIn,
    is_live: IsLive = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """List the coupons that your store pays for, newest first."""
    store = await vendors.require_vendor_here(UserId(request.auth.id))
    page = await reads.run(own_coupons(store.id, is_live=is_live, cursor=cursor, limit=limit))
    return page.as_json(request, shown)


@router.post("/vendor/coupons", response={201: CouponOut}, operation_id="create_own_coupon")
async def create_own_coupon(request: SignedIn, body: CouponIn) -> Status[dict[str, Any]]:
    """Make a coupon for your own goods; your store pays for it."""

    def write() -> dict[str, Any]:
        own = _store(request)
        terms = new_terms(body.sent(), funder=Funder.VENDOR, vendor_id=own)
        return shown(facade.create_coupon(terms, actor_id=UserId(request.auth.id)))

    return Status(201, await sync_to_async(write)())


@router.get("/vendor/coupons/{coupon_id}", response=CouponOut, operation_id="show_own_coupon")
async def show_own_coupon(request: SignedIn, coupon_id: UUID) -> dict[str, Any]:
    """Show one of your store's coupons."""
    store = await vendors.require_vendor_here(UserId(request.auth.id))
    return shown(await reads.run(own_coupon(CouponId(coupon_id), vendor_id=store.id)))


@router.patch("/vendor/coupons/{coupon_id}", response=CouponOut, operation_id="change_own_coupon")
async def change_own_coupon(
    request: SignedIn, coupon_id: UUID, body: CouponChangesIn
) -> dict[str, Any]:
    """Change what is sent; orders that used the coupon keep what they got."""

    def write() -> dict[str, Any]:
        own = _store(request)  # first: strangers learn nothing of the body's faults
        changed = facade.change_coupon(
            CouponId(coupon_id),
            changes_of(body.sent()),
            actor_id=UserId(request.auth.id),
            vendor_id=own,
        )
        return shown(changed)

    return await sync_to_async(write)()


@router.post("/vendor/coupons/{coupon_id}/end", response=CouponOut, operation_id="end_own_coupon")
async def end_own_coupon(request: SignedIn, coupon_id: UUID) -> dict[str, Any]:
    """Let nobody use it any more; a repeat does nothing."""

    def write() -> dict[str, Any]:
        own, actor = _store(request), UserId(request.auth.id)
        return shown(facade.end_coupon(CouponId(coupon_id), actor_id=actor, vendor_id=own))

    return await sync_to_async(write)()


def _store(request: SignedIn) -> VendorId:
    """The asker's own store: the scope of every route here."""
    return vendors.require_vendor(UserId(request.auth.id)).id
