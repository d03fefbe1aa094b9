"""What a browser session knows of its wishlist, so that hearts cost no query."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest

from apps.cart import facade as cart
from apps.common.errors import InvalidInput
from apps.storefront.cart_access import TOKEN, WISHES, owner_of


def wished_of(request: HttpRequest) -> frozenset[str]:
    """Return the ids of what is kept; a new sign-in looks them up once, a guest never."""
    session = request.session
    if request.user.is_authenticated and (WISHES not in session or TOKEN in session):
        remember(request, cart.wished_ids(owner_of(request)))
    return frozenset(session.get(WISHES, ()))


def remember(request: HttpRequest, ids: Iterable[UUID]) -> None:
    """Note what is kept now; nothing is written for a guest who keeps nothing."""
    session, known = request.session, [str(pk) for pk in ids]
    is_news = session.get(WISHES) != known
    if is_news and (known or WISHES in session or request.user.is_authenticated):
        session[WISHES] = known


def look_again(request: HttpRequest) -> None:
    """Note what is kept after a change."""
    try:
        remember(request, cart.wished_ids(owner_of(request)))
    except InvalidInput:  # a token from before a key change: there is nothing to know
        request.session.pop(WISHES, None)
