"""Whose cart a browser session holds: the only place where pages touch the cart's token."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest

from apps.authentication.contracts import UserId
from apps.cart import facade as cart
from apps.cart.contracts import CartOwner, CartView
from apps.common.errors import InvalidInput, SignInRequired
from apps.delivery.contracts import Destination, MethodId
from apps.vendors.contracts import VendorId

TOKEN, UNITS, WISHES = "cart_token", "cart_units", "wishes"


def user_id_of(request: HttpRequest) -> UserId | None:
    """Return the signed-in account, None for a guest."""
    return UserId(request.user.pk) if request.user.is_authenticated else None


def signed_in_id(request: HttpRequest) -> UserId:
    """Return the signed-in account.

    Raises:
        SignInRequired: a guest got here.
    """
    user_id = user_id_of(request)
    if user_id is None:
        raise SignInRequired
    return user_id


def owner_of(request: HttpRequest) -> CartOwner:
    """Return the owner of the session's cart; a guest's cart joins the account's at sign-in."""
    user_id, token = user_id_of(request), request.session.get(TOKEN)
    if user_id is None:
        return CartOwner(token=token)
    if token:
        remember(request, _merged(token, user_id))
        request.session.pop(WISHES, None)  # they are looked up again: two lists are one now
        del request.session[TOKEN]
    return CartOwner(user_id=user_id)


def owner_to_fill(request: HttpRequest) -> CartOwner:
    """Return an owner that can hold lines: a guest without a cart gets a token now."""
    if user_id_of(request) is None and TOKEN not in request.session:
        request.session[TOKEN] = cart.new_guest_token()
    return owner_of(request)


def seen_cart(
    request: HttpRequest,
    *,
    destination: Destination | None = None,
    chosen: Mapping[VendorId, MethodId] | None = None,
) -> CartView:
    """Return the session's cart at today's prices and remember how full it is."""
    view = cart.view_cart(owner_of(request), destination=destination, chosen=chosen)
    return remember(request, view)


def remember(request: HttpRequest, view: CartView) -> CartView:
    """Keep the number of pieces for the header, so that it costs no query on other pages."""
    if request.session.get(UNITS, 0) != view.units:
        request.session[UNITS] = view.units
    return view


def units_of(request: HttpRequest) -> int:
    """Return how many pieces the header shows; a new sign-in is counted once."""
    session = request.session
    if request.user.is_authenticated and (UNITS not in session or TOKEN in session):
        session[UNITS] = seen_cart(request).units
    return int(session.get(UNITS, 0))


def forget(request: HttpRequest) -> None:
    """Count again at the next page: an order took what was in the cart."""
    request.session.pop(UNITS, None)


def _merged(token: str, user_id: UUID) -> CartView:
    try:
        return cart.merge_guest_cart(token=token, user_id=UserId(user_id))
    except InvalidInput:  # a token from before a key change: there is nothing to bring
        return cart.view_cart(CartOwner(user_id=UserId(user_id)))
