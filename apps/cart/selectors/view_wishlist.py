"""A wishlist as its owner sees it."""

from typing import Any
from uuid import UUID

from apps.cart.contracts import CartOwner, WishView
from apps.cart.models import Wish
from apps.cart.selectors.carts import carts_of, hashed
from apps.common.db import Named, Plan, Prepared, plans
from apps.common.money import Money
from apps.products import facade as products
from apps.products.contracts import ProductId, RememberedProduct

_NEWEST = ("-added_at", "-id")
_COLUMNS = ("product_id", "seen_price_minor", "currency", "seen_in_stock", "added_at")
_OF_ACCOUNT: Prepared[Any] = Prepared(
    lambda: Wish.objects.filter(cart__user_id=Named("user_id")).order_by(*_NEWEST).values(*_COLUMNS)
)
_OF_GUEST: Prepared[Any] = Prepared(
    lambda: (
        Wish.objects.filter(cart__token_hash=Named("token_hash"))
        .order_by(*_NEWEST)
        .values(*_COLUMNS)
    )
)


def view_wishlist(owner: CartOwner) -> list[WishView]:
    """Follow `wishlist` on the caller's connection. Raises what it does."""
    return plans.run(wishlist(owner))


def wishlist(owner: CartOwner) -> Plan[list[WishView]]:
    """Read the wishes, the latest first, at today's prices: three queries, however many.

    Raises:
        InvalidCartToken: the token is not of our making.
    """
    rows: list[dict[str, Any]] = []
    if owner.user_id is not None:
        rows = yield from plans.rows(_OF_ACCOUNT, user_id=owner.user_id)
    elif owner.token is not None:
        rows = yield from plans.rows(_OF_GUEST, token_hash=hashed(owner.token))
    found = yield from products.remembered(ProductId(row["product_id"]) for row in rows)
    return [_wish(row, found[ProductId(row["product_id"])]) for row in rows]


def wished_ids(owner: CartOwner) -> list[UUID]:
    """Return the ids of what is on the wishlist: one query.

    Raises:
        InvalidCartToken: the token is not of our making.
    """
    rows = Wish.objects.filter(cart__in=carts_of(owner)).order_by(*_NEWEST)
    return list(rows.values_list("product_id", flat=True))


def _wish(row: dict[str, Any], product: RememberedProduct) -> WishView:
    card = product.card
    seen = Money(row["seen_price_minor"], row["currency"])
    is_cheaper = card.price.currency == seen.currency and card.price.minor < seen.minor
    return WishView(
        card=card,
        variants=product.variants if product.is_shown else (),
        is_gone=not product.is_shown,
        cheaper_by=seen - card.price if is_cheaper and product.is_shown else None,
        is_back=product.is_shown and card.is_in_stock and not row["seen_in_stock"],
        added_at=row["added_at"],
    )
