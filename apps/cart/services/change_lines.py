"""Put into a cart, change, take out."""

from django.db import transaction

from apps.cart.contracts import CartOwner, CartView
from apps.cart.errors import CartFull, LineNotFound, VariantNotFound
from apps.cart.models import Cart, CartLine
from apps.cart.rules import MAX_LINES, MAX_QUANTITY, check_quantity
from apps.cart.selectors.view_cart import checked_lines, is_sold, view_cart
from apps.cart.services.lock_cart import lock_cart, lock_or_open_cart
from apps.inventory import facade as inventory
from apps.products import facade as products
from apps.products.contracts import SellableVariant, VariantId


@transaction.atomic
def add_line(*, owner: CartOwner, variant_id: VariantId, quantity: int) -> CartView:
    """Put units into the cart, on top of those in it. Locks the cart; reserves nothing.

    Raises:
        QuantityOutOfRange: not 1 to 1000, or more than 1000 together.
        VariantNotFound: it is not sold.
        OutOfStock: fewer are free than the line would hold.
        CartFull: it would be the 101st line.
        InvalidCartToken: the token is not of our making.
    """
    check_quantity(quantity)
    variant = _sold_variant(variant_id)
    cart = lock_or_open_cart(owner)
    line = cart.lines.filter(variant_id=variant_id).first()
    if line is None:
        if cart.lines.count() >= MAX_LINES:
            raise CartFull(f"A cart holds at most {MAX_LINES} lines.")
        line = CartLine(cart=cart, variant_id=variant_id, quantity=0)
    _fill(line, variant, line.quantity + quantity)
    return view_cart(owner)


@transaction.atomic
def set_quantity(*, owner: CartOwner, variant_id: VariantId, quantity: int) -> CartView:
    """Make a line hold that many units; 0 takes it out, where one that is out stays so.

    Locks the cart.

    Raises:
        LineNotFound: the cart has no such line.
        QuantityOutOfRange: not 0 to 1000.
        VariantNotFound: it is not sold any more.
        OutOfStock: fewer are free.
    """
    if quantity == 0:
        _is_taken_out(owner, variant_id)
        return view_cart(owner)
    check_quantity(quantity)
    cart = lock_cart(owner)
    line = cart.lines.filter(variant_id=variant_id).first() if cart else None
    if line is None:
        raise LineNotFound("This is not in the cart.")
    _fill(line, _sold_variant(variant_id), quantity)
    return view_cart(owner)


@transaction.atomic
def remove_line(*, owner: CartOwner, variant_id: VariantId) -> CartView:
    """Take a line out. Locks the cart.

    Raises:
        LineNotFound: the cart has no such line (any more).
    """
    if not _is_taken_out(owner, variant_id):
        raise LineNotFound("This is not in the cart.")
    return view_cart(owner)


@transaction.atomic
def accept_changes(*, owner: CartOwner) -> CartView:
    """Agree to today's prices, take out what is not sold, lower what is short. Locks the cart."""
    cart = lock_cart(owner)
    for line in checked_lines(cart.lines.all()) if cart else ():
        if not line.notice:
            continue
        left = min(line.row.quantity, line.available, MAX_QUANTITY)
        if line.is_sold and left > 0:
            _save(line.row, line.variant, left)
        else:
            line.row.delete()
    return view_cart(owner)


def _is_taken_out(owner: CartOwner, variant_id: VariantId) -> bool:
    cart = lock_cart(owner)
    if cart is None:
        return False
    removed, _ = cart.lines.filter(variant_id=variant_id).delete()
    if removed:
        _touch(cart)
    return bool(removed)


def _sold_variant(variant_id: VariantId) -> SellableVariant:
    variant = products.sellable([variant_id]).get(variant_id)
    if variant is None or not is_sold(variant):
        raise VariantNotFound("This is not sold here.")
    return variant


def _fill(line: CartLine, variant: SellableVariant, quantity: int) -> None:
    check_quantity(quantity)
    free = inventory.available([variant.id])[variant.id]
    if quantity > free:
        raise inventory.OutOfStock(f"{free} left", sku=variant.sku, available=free)
    _save(line, variant, quantity)
    _touch(line.cart)


def _save(line: CartLine, variant: SellableVariant, quantity: int) -> None:
    line.quantity = quantity
    line.seen_price_minor = variant.unit_price.minor
    line.currency = variant.unit_price.currency
    line.save()


def _touch(cart: Cart) -> None:
    cart.save(update_fields=["updated_at"])
