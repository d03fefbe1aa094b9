"""Find a cart by its owner."""

import hashlib
import re

from django.db.models import OuterRef, QuerySet

from apps.cart.contracts import CartOwner
from apps.cart.errors import InvalidCartToken
from apps.cart.models import Cart, CartLine
from apps.common.db import Named, Nested, Plan, Prepared, plans, with_nested

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 random bytes in base64url


def carts_of(owner: CartOwner) -> QuerySet[Cart]:
    """The owner's cart, or none.

    Raises:
        InvalidCartToken: the token is not of our making.
    """
    if owner.user_id is not None:
        return Cart.objects.filter(user_id=owner.user_id)
    if owner.token is None:
        return Cart.objects.none()
    return Cart.objects.filter(token_hash=hashed(owner.token))


def _carts_with_lines() -> QuerySet[Cart]:
    lines = CartLine.objects.filter(cart=OuterRef("pk")).order_by("id")
    return with_nested(Cart.objects.all(), all_lines=Nested(lines))


_OF_ACCOUNT = Prepared(lambda: _carts_with_lines().filter(user_id=Named("user_id")))
_OF_GUEST = Prepared(lambda: _carts_with_lines().filter(token_hash=Named("token_hash")))


def cart_with_lines(owner: CartOwner) -> Plan[Cart | None]:
    """Read the owner's cart with its lines, in one statement; writes nothing.

    Raises:
        InvalidCartToken: the token is not of our making.
    """
    if owner.user_id is not None:
        return (yield from plans.first(_OF_ACCOUNT, user_id=owner.user_id))
    if owner.token is None:
        return None
    return (yield from plans.first(_OF_GUEST, token_hash=hashed(owner.token)))


def hashed(token: str) -> str:
    """What is stored of a guest's token.

    Raises:
        InvalidCartToken: the token is not of our making.
    """
    if not _TOKEN.fullmatch(token):
        raise InvalidCartToken("Send the X-Cart-Token as it was given to you.")
    return hashlib.sha256(token.encode()).hexdigest()
