"""Placing an order over HTTP: once per Idempotency-Key, then the provider."""

from typing import Any, cast
from uuid import UUID

from django.conf import settings

from apps.authentication.contracts import UserId
from apps.cart.contracts import CartOwner
from apps.common.http.auth import SignedIn
from apps.common.http.idempotency import Answer, fingerprint, idempotency_key, idempotent
from apps.customers.contracts import AddressFields
from apps.orders import facade
from apps.orders.apis.v2.schemas import PlaceOrderIn
from apps.orders.contracts import NewLine
from apps.products.contracts import VariantId


def place(request: SignedIn, body: PlaceOrderIn) -> dict[str, Any]:
    """Place the order in one transaction, then open the provider's page outside of it."""
    key, buyer_id = idempotency_key(request), UserId(request.auth.id)

    def write() -> Answer:
        placed = facade.place_order(
            buyer_id=buyer_id,
            key=key,
            owner=CartOwner(user_id=buyer_id),
            items=_items(body),
            address_id=body.address_id,
            address=_address(body),
            note=body.note,
        )
        total = placed.total.as_json()
        return Answer(
            201, {"order_id": str(placed.order_id), "number": placed.number, "total": total}
        )

    answer = idempotent(owner=buyer_id, key=key, request_digest=fingerprint(request), write=write)
    payment_url = facade.payment_page(
        order_id=UUID(answer.body["order_id"]),
        buyer_id=buyer_id,
        return_url=return_url(answer.body["number"]),
    )
    return answer.body | {"payment_url": payment_url}


def return_url(number: str) -> str:
    """Where the provider sends the browser back to; never an address from the client."""
    return f"{settings.SITE_URL}/orders/{number}/return"


def _items(body: PlaceOrderIn) -> list[NewLine] | None:
    if body.items is None:
        return None
    return [
        NewLine(variant_id=VariantId(item.variant_id), quantity=item.quantity)
        for item in body.items
    ]


def _address(body: PlaceOrderIn) -> AddressFields | None:
    return cast("AddressFields", body.address.model_dump()) if body.address else None
