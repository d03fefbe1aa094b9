"""Placing an order over HTTP: once per Idempotency-Key, then the provider."""

from typing import Any, cast

from django.conf import settings

from apps.authentication.contracts import UserId
from apps.cart.contracts import CartOwner
from apps.common.http.auth import SignedIn
from apps.common.http.idempotency import fingerprint, idempotency_key
from apps.common.money import Money
from apps.customers.contracts import AddressFields
from apps.delivery.contracts import MethodId
from apps.orders import facade
from apps.orders.apis.v2.schemas import PlaceOrderIn
from apps.orders.contracts import NewLine, OrderRequest
from apps.orders.rules import PricedPart
from apps.products.contracts import VariantId
from apps.promotions import facade as promotions
from apps.vendors.contracts import VendorId


def place(request: SignedIn, body: PlaceOrderIn) -> dict[str, Any]:
    """Place the order in one transaction, then open the provider's page outside of it."""
    with promotions.counted_guesses(body.coupons, buyer_id=request.auth.id):
        placed = facade.place_order(
            wish(request, body), key=idempotency_key(request), digest=fingerprint(request)
        )
    return {
        "order_id": placed.order_id,
        "number": placed.number,
        "total": placed.total.as_json(),
        "payment_url": facade.payment_page(placed, return_url=return_url(placed.number)),
    }


def quote(request: SignedIn, body: PlaceOrderIn) -> dict[str, Any]:
    """Say what placing the order now would cost."""
    with promotions.counted_guesses(body.coupons, buyer_id=request.auth.id):
        priced = facade.quote_order(wish(request, body))
    return {
        "parts": [_quoted_part(part) for part in priced.parts],
        "coupons": [
            {"code": one.code, "amount": one.total, "vendor_id": one.vendor_id}
            for one in priced.discounts
        ],
        "items": priced.items,
        "delivery": priced.delivery,
        "discount": priced.discount,
        "total": priced.total,
    }


def _quoted_part(part: PricedPart) -> dict[str, Any]:
    currency = part.items.currency
    return {
        "vendor_id": part.vendor_id,
        "items": part.items,
        "discount": Money(part.discount_minor, currency),
        "delivery": part.delivery,
        "delivery_discount": Money(part.delivery_discount_minor, currency),
        "delivery_method": part.goes_by.name,
    }


def wish(request: SignedIn, body: PlaceOrderIn) -> OrderRequest:
    """What the request asks for, for the account that asks."""
    buyer_id = UserId(request.auth.id)
    return OrderRequest(
        buyer_id=buyer_id,
        payer_email=request.auth.email,
        owner=CartOwner(user_id=buyer_id),
        items=_items(body),
        address_id=body.address_id,
        address=_address(body),
        delivery=_delivery(body),
        coupons=body.coupons,
        note=body.note,
    )


def return_url(number: str) -> str:
    """Where the provider sends the browser back to; never an address from the client."""
    return f"{settings.SITE_URL}/orders/{number}/return"


def _items(body: PlaceOrderIn) -> tuple[NewLine, ...] | None:
    if body.items is None:
        return None
    return tuple(
        NewLine(variant_id=VariantId(item.variant_id), quantity=item.quantity)
        for item in body.items
    )


def _delivery(body: PlaceOrderIn) -> dict[VendorId, MethodId | None]:
    return {
        VendorId(choice.vendor_id): MethodId(choice.method_id) if choice.method_id else None
        for choice in body.delivery
    }


def _address(body: PlaceOrderIn) -> AddressFields | None:
    return cast("AddressFields", body.address.model_dump()) if body.address else None
