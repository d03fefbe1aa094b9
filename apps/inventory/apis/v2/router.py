"""Stock over HTTP: a vendor's shelf, and buyers who wait for something."""

from typing import Annotated, Any
from uuid import UUID

from asgiref.sync import sync_to_async
from ninja import Query, Router, Status

from apps.authentication.contracts import UserId
from apps.common import reads
from apps.common.http.auth import SignedIn
from apps.common.http.idempotency import Answer, fingerprint, idempotency_key, idempotent
from apps.common.http.inline import inline
from apps.common.http.openapi import ONCE
from apps.common.http.pagination import Cursor, Limit, Page
from apps.inventory import facade
from apps.inventory.apis.v2.schemas import AdjustIn, CountOut, StockRowOut, WishOut
from apps.inventory.contracts import BackInStockWish
from apps.products.contracts import VariantId
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId

router = Router(tags=["stock"])
Search = Annotated[str, Query("", max_length=100)]


@router.get("/vendor/stock", response=Page[StockRowOut], operation_id="list_vendor_stock")
@inline
async def list_stock(
    request: SignedIn,
    search: Search = "",
    is_low: bool = False,  # noqa: FBT001, FBT002 -- a query parameter
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """List your variants with their units, by SKU; `is_low`: only what runs out."""
    store = (await vendors.require_vendor_here(UserId(request.auth.id))).id
    own = facade.stock_of_vendor(store, search=search, is_low=is_low, cursor=cursor, limit=limit)
    page = await reads.run(own)
    return page.as_json(request, lambda row: row)


@router.post(
    "/vendor/stock/{variant_id}/adjustments",
    response=CountOut,
    operation_id="adjust_vendor_stock",
    openapi_extra=ONCE,
)
async def adjust_stock(request: SignedIn, variant_id: UUID, body: AdjustIn) -> Any:
    """Set a count, or change it by a difference; once per Idempotency-Key."""
    return await sync_to_async(_adjust)(request, VariantId(variant_id), body)


@router.post(
    "/variants/{variant_id}/back-in-stock", response={201: WishOut}, operation_id="ask_when_back"
)
async def ask_when_back(request: SignedIn, variant_id: UUID) -> Status[BackInStockWish]:
    """Ask for one mail when a sold-out variant is back; repeat it as you like."""
    ask = sync_to_async(facade.ask_when_back)
    wish = await ask(variant_id=VariantId(variant_id), buyer_id=UserId(request.auth.id))
    return Status(201, wish)


@router.delete(
    "/variants/{variant_id}/back-in-stock", response={204: None}, operation_id="take_wish_back"
)
async def take_wish_back(request: SignedIn, variant_id: UUID) -> Status[None]:
    """Take the request back: no mail is sent."""
    take_back = sync_to_async(facade.take_wish_back)
    await take_back(variant_id=VariantId(variant_id), buyer_id=UserId(request.auth.id))
    return Status(204, None)


@router.get("/back-in-stock", response=Page[WishOut], operation_id="list_wishes")
async def list_wishes(request: SignedIn, cursor: Cursor = None, limit: Limit = 50) -> Any:
    """List what you wait for, newest first."""
    own = facade.wishes_of(UserId(request.auth.id), cursor=cursor, limit=limit)
    page = await reads.run(own)
    return page.as_json(request, lambda wish: wish)


def _store(request: SignedIn) -> VendorId:
    """The asker's own store: the scope of every vendor route."""
    return vendors.require_vendor(UserId(request.auth.id)).id


def _adjust(request: SignedIn, variant_id: VariantId, body: AdjustIn) -> dict[str, Any]:
    own, asker = facade.own_variant(variant_id, _store(request)), UserId(request.auth.id)

    def write() -> Answer:
        count = facade.adjust(variant_id=own, actor_id=asker, **body.model_dump())
        return Answer(200, CountOut.from_orm(count).model_dump(mode="json"))

    key, digest = idempotency_key(request), fingerprint(request)
    return idempotent(owner=asker, key=key, request_digest=digest, write=write).body
