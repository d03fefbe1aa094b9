"""Orders over HTTP: the buyer's, and a vendor's parts of them."""

from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from ninja import Router, Status

from apps.authentication.contracts import UserId
from apps.common import reads
from apps.common.http.auth import SignedIn
from apps.common.http.inline import inline
from apps.common.http.openapi import ONCE
from apps.common.http.pagination import Cursor, Limit, Page
from apps.orders import facade
from apps.orders.apis.v2 import buyer_aftersale, vendor_aftersale
from apps.orders.apis.v2.checkout import place, quote, return_url
from apps.orders.apis.v2.schemas import (
    OrderCardOut,
    OrderOut,
    PaymentPageOut,
    PlacedOrderOut,
    PlaceOrderIn,
    QuoteOut,
)
from apps.orders.apis.v2.vendor_schemas import ShipIn, VendorPartCardOut, VendorPartOut
from apps.orders.contracts import OrderDetail, VendorPartDetail
from apps.orders.selectors.pages import order_page, part_page
from apps.orders.selectors.views import order_detail, part_detail
from apps.orders.states import PartStatus
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorRef

router = Router(tags=["orders"])
router.add_router("", buyer_aftersale.router)
router.add_router("", vendor_aftersale.router)


@router.post(
    "/orders",
    response={201: PlacedOrderOut},
    operation_id="place_order",
    openapi_extra=ONCE,
)
async def place_order(request: SignedIn, body: PlaceOrderIn) -> Status[dict[str, Any]]:
    """Place an order and open its payment.

    Send an `Idempotency-Key` header: a repeat of the request gets the first answer, with the
    present `payment_url`. All or nothing: 404 `not-for-sale` for what is unknown or not published,
    409 `out-of-stock` (`lines` say what is left), `cart-changed`, `not-delivered-there` or
    `coupon-refused` (`why`), 422 for fields.
    """
    return Status(201, await sync_to_async(place)(request, body))


@router.post("/orders/quote", response=QuoteOut, operation_id="quote_order")
async def quote_order(request: SignedIn, body: PlaceOrderIn) -> dict[str, Any]:
    """Say what an order would cost, with its coupons and deliveries; nothing is held."""
    return await sync_to_async(quote)(request, body)


@router.get("/orders", response=Page[OrderCardOut], operation_id="list_orders")
@inline
async def list_orders(request: SignedIn, cursor: Cursor = None, limit: Limit = 50) -> Any:
    """List your orders, newest first."""
    page = await reads.run(order_page(request.auth.id, cursor=cursor, limit=limit))
    return page.as_json(request, lambda card: card)


@router.get("/orders/{order_id}", response=OrderOut, operation_id="show_order")
@inline
async def show_order(request: SignedIn, order_id: UUID) -> OrderDetail:
    """Show one of your orders with its parts, lines and timeline."""
    return await _order(request, order_id)


@router.post("/orders/{order_id}/cancel", response=OrderOut, operation_id="cancel_order")
async def cancel_order(request: SignedIn, order_id: UUID) -> OrderDetail:
    """Cancel an unpaid order, or call off what of a paid one was not sent."""
    await sync_to_async(facade.cancel_order)(order_id=order_id, buyer_id=request.auth.id)
    return await _order(request, order_id)


@router.post("/orders/{order_id}/pay", response=PaymentPageOut, operation_id="pay_order")
async def pay_order(request: SignedIn, order_id: UUID) -> dict[str, str]:
    """Get the address of the payment page, also after a declined payment."""
    order = await _order(request, order_id)
    lead = sync_to_async(facade.continue_payment)
    buyer_id, back = request.auth.id, return_url(order.number)
    return {
        "payment_url": await lead(order_id=order_id, buyer_id=buyer_id, return_url=back),
    }


@router.post(
    "/orders/parts/{part_id}/confirm-delivery", response=OrderOut, operation_id="confirm_delivery"
)
async def confirm_delivery(request: SignedIn, part_id: UUID) -> OrderDetail:
    """Say that a shipped part has arrived."""
    confirm = sync_to_async(facade.confirm_delivery)
    order_id = await confirm(part_id=part_id, buyer_id=request.auth.id)
    return await _order(request, order_id)


@router.get("/vendor/orders", response=Page[VendorPartCardOut], operation_id="list_vendor_orders")
@inline
async def list_vendor_orders(
    request: SignedIn, status: PartStatus | None = None, cursor: Cursor = None, limit: Limit = 50
) -> Any:
    """List your store's parts of orders, newest first."""
    store = await _store(request)
    page = await reads.run(part_page(store.id, status=status, cursor=cursor, limit=limit))
    return page.as_json(request, lambda card: card)


@router.get("/vendor/orders/{part_id}", response=VendorPartOut, operation_id="show_vendor_order")
async def show_vendor_order(request: SignedIn, part_id: UUID) -> VendorPartDetail:
    """Show one part of your store and where to send it."""
    store = await _store(request)
    return await reads.run(part_detail(part_id=part_id, vendor_id=store.id))


@router.post(
    "/vendor/orders/{part_id}/ship", response=VendorPartOut, operation_id="ship_vendor_order"
)
async def ship_vendor_order(request: SignedIn, part_id: UUID, body: ShipIn) -> VendorPartDetail:
    """Say that a paid part is on its way."""
    store = await _store(request)
    await sync_to_async(facade.ship_part)(
        part_id=part_id,
        vendor_id=store.id,
        actor_id=request.auth.id,
        carrier=body.carrier,
        tracking_number=body.tracking_number,
        tracking_url=body.tracking_url,
    )
    return await reads.run(part_detail(part_id=part_id, vendor_id=store.id))


async def _store(request: SignedIn) -> VendorRef:
    """The asker's own store: the scope of every vendor route."""
    return await vendors.require_vendor_here(UserId(request.auth.id))


async def _order(request: SignedIn, order_id: UUID) -> OrderDetail:
    return await reads.run(order_detail(buyer_id=request.auth.id, order_id=order_id))
