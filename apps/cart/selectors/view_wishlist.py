"""A wishlist as its owner sees it."""

from uuid import UUID

from apps.cart.contracts import CartOwner, WishView
from apps.cart.models import Wish
from apps.cart.selectors.carts import carts_of
from apps.common.money import Money
from apps.products import facade as products
from apps.products.contracts import ProductId, RememberedProduct


def view_wishlist(owner: CartOwner) -> list[WishView]:
    """Return the wishes, the latest first, at today's prices: four queries, however many.

    Raises:
        InvalidCartToken: the token is not of our making.
    """
    rows = list(Wish.objects.filter(cart__in=carts_of(owner)).order_by("-added_at", "-id"))
    found = products.remembered(ProductId(row.product_id) for row in rows)
    return [_wish(row, found[ProductId(row.product_id)]) for row in rows]


def wished_ids(owner: CartOwner) -> list[UUID]:
    """Return the ids of what is on the wishlist: one query.

    Raises:
        InvalidCartToken: the token is not of our making.
    """
    rows = Wish.objects.filter(cart__in=carts_of(owner)).order_by("-added_at", "-id")
    return list(rows.values_list("product_id", flat=True))


def _wish(row: Wish, product: RememberedProduct) -> WishView:
    card = product.card
    seen = Money(row.seen_price_minor, row.currency)
    is_cheaper = card.price.currency == seen.currency and card.price.minor < seen.minor
    return WishView(
        card=card,
        variants=product.variants if product.is_shown else (),
        is_gone=not product.is_shown,
        cheaper_by=seen - card.price if is_cheaper and product.is_shown else None,
        is_back=product.is_shown and card.is_in_stock and not row.seen_in_stock,
        added_at=row.added_at,
    )
