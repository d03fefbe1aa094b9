"""The cart over HTTP. The header X-Cart-Token names a guest, a bearer token an account."""

from typing import Annotated
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import HttpResponse
from ninja import Query, Router, Status

from apps.authentication.contracts import UserId
from apps.cart import facade
from apps.cart.apis.v2 import wishlist
from apps.cart.apis.v2.schemas import CartOut, LineIn, OpenedCartOut, QuantityIn
from apps.cart.apis.v2.tokens import CartToken
from apps.cart.contracts import CartOwner, CartView
from apps.common import reads
from apps.common.http.auth import GuestOrSignedIn, SignedIn, guest_or_signed_in, signed_in
from apps.common.http.inline import inline
from apps.delivery import facade as delivery
from apps.products.contracts import VariantId

router = Router(tags=["cart"])
router.add_router("", wishlist.router)
HOME = "NG"
# A plain alias: Ninja does not look for Query inside a `type` statement.
Place = Annotated[str | None, Query(max_length=80)]


@router.get("/cart", response=CartOut, auth=guest_or_signed_in, operation_id="view_cart")
@inline
async def view_cart(
    request: GuestOrSignedIn,
    country: Place = None,
    state: Place = None,
    token: CartToken = None,
) -> CartView:
    """Show the cart, its prices and stock checked now.

    Delivery is offered and priced for `country` (NG, unless said otherwise) and `state`; without
    them for the account's default address.
    """
    goes_to = None
    if country or state:
        goes_to = delivery.destination(country=country or HOME, state=state or "")
    return await reads.run(facade.cart_view(_owner(request, token), destination=goes_to))


@router.post(
    "/cart/lines", response={201: OpenedCartOut}, auth=guest_or_signed_in, operation_id="add_line"
)
async def add_line(
    request: GuestOrSignedIn, response: HttpResponse, body: LineIn, token: CartToken = None
) -> Status[OpenedCartOut]:
    """Put units of a variant into the cart, on top of those in it."""
    owner, given = _owner(request, token), None
    if owner == CartOwner():
        given = facade.new_guest_token()
        owner = CartOwner(token=given)
        response["X-Cart-Token"] = given
    add = sync_to_async(facade.add_line)
    cart = await add(owner=owner, variant_id=VariantId(body.variant_id), quantity=body.quantity)
    return Status(201, OpenedCartOut.of(cart, given))


@router.patch(
    "/cart/lines/{variant_id}",
    response=CartOut,
    auth=guest_or_signed_in,
    operation_id="set_line_quantity",
)
async def set_quantity(
    request: GuestOrSignedIn, variant_id: UUID, body: QuantityIn, token: CartToken = None
) -> CartView:
    """Make a line hold that many units, at today's price."""
    change = sync_to_async(facade.set_quantity)
    owner = _owner(request, token)
    return await change(owner=owner, variant_id=VariantId(variant_id), quantity=body.quantity)


@router.delete(
    "/cart/lines/{variant_id}",
    response=CartOut,
    auth=guest_or_signed_in,
    operation_id="remove_line",
)
async def remove_line(
    request: GuestOrSignedIn, variant_id: UUID, token: CartToken = None
) -> CartView:
    """Take a line out of the cart."""
    remove = sync_to_async(facade.remove_line)
    return await remove(owner=_owner(request, token), variant_id=VariantId(variant_id))


@router.post(
    "/cart/accept-changes",
    response=CartOut,
    auth=guest_or_signed_in,
    operation_id="accept_cart_changes",
)
async def accept_changes(request: GuestOrSignedIn, token: CartToken = None) -> CartView:
    """Agree to today's prices; take out what is not sold and lower what is short."""
    return await sync_to_async(facade.accept_changes)(owner=_owner(request, token))


@router.post("/cart/merge", response=CartOut, auth=signed_in, operation_id="merge_cart")
async def merge(request: SignedIn, token: CartToken = None) -> CartView:
    """Bring the guest's cart of X-Cart-Token into the account's; repeat it as you like."""
    merge_cart = sync_to_async(facade.merge_guest_cart)
    return await merge_cart(token=token or "", user_id=UserId(request.auth.id))


def _owner(request: GuestOrSignedIn, token: str | None) -> CartOwner:
    principal = request.auth.principal
    if principal is not None:
        return CartOwner(user_id=UserId(principal.id))
    return CartOwner(token=token)
