"""Turn a cart over to an order."""

from django.db import transaction

from apps.cart.contracts import CartId, CartOwner, CartSnapshot, SnapshotLine
from apps.cart.errors import CartChanged, CartEmpty
from apps.cart.models import CartLine
from apps.cart.selectors.view_cart import is_sold
from apps.cart.services.lock_cart import lock_cart
from apps.common.money import Money
from apps.products import facade as products
from apps.products.contracts import SellableVariant, VariantId


@transaction.atomic
def check_out(*, owner: CartOwner) -> CartSnapshot:
    """The cart's lines at the prices that its buyer saw. Locks the cart; leaves the lines.

    Whether there are enough units is for the reservation to say, under its lock.

    Raises:
        CartEmpty: there is nothing in it.
        CartChanged: a price is another, or something is no longer sold.
    """
    cart = lock_cart(owner)
    rows = list(cart.lines.all()) if cart else []
    if cart is None or not rows:
        raise CartEmpty(
            "Nothing is in the bag. What you have just ordered stands under your orders."
        )
    goods = products.sellable([VariantId(row.variant_id) for row in rows])
    pairs = [(row, goods[VariantId(row.variant_id)]) for row in rows]
    if changed := [variant.title for row, variant in pairs if not _is_as_seen(row, variant)]:
        raise CartChanged("Look at the cart again: something changed.", changed=changed)
    lines = tuple(SnapshotLine(variant, row.quantity) for row, variant in pairs)
    return CartSnapshot(CartId(cart.id), lines)


@transaction.atomic
def clear(*, cart_id: CartId) -> None:
    """Take every line out: they are in an order now."""
    CartLine.objects.filter(cart_id=cart_id).delete()


def _is_as_seen(row: CartLine, variant: SellableVariant) -> bool:
    seen = Money(row.seen_price_minor, row.currency)
    return is_sold(variant) and variant.unit_price == seen
