"""What is bought, at today's price."""

from collections.abc import Sequence

from apps.cart import facade as cart
from apps.cart.contracts import CartOwner
from apps.orders.contracts import NewLine
from apps.orders.errors import DuplicateLine, NotForSale, NothingToOrder
from apps.orders.rules import PricedLine
from apps.products import facade as products


def lines_of_items(items: Sequence[NewLine]) -> list[PricedLine]:
    """Price items that a client named.

    Raises:
        NothingToOrder: the list is empty.
        DuplicateLine: one variant stands on two lines.
        NotForSale: a variant does not exist, is not published, its store is closed, or its price
            is in a currency that the shop does not count in; the four look the same.
    """
    if not items:
        raise NothingToOrder("Name at least one item.")
    if len({item.variant_id for item in items}) < len(items):
        raise DuplicateLine("Put each variant on one line and give its quantity.")
    known = products.sellable([item.variant_id for item in items])
    lines = []
    for item in items:
        variant = known.get(item.variant_id)
        if variant is None or not cart.is_sold(variant):
            raise NotForSale("An item is not for sale.", variant_id=str(item.variant_id))
        lines.append(PricedLine(variant=variant, quantity=item.quantity))
    return lines


def lines_of_cart(owner: CartOwner) -> list[PricedLine]:
    """Take everything out of a cart, at the prices its buyer saw. Locks the cart.

    Raises:
        CartEmpty: there is nothing in it.
        CartChanged: a price is another, or something is no longer sold.
    """
    snapshot = cart.check_out(owner=owner)
    cart.clear(cart_id=snapshot.cart_id)
    return [PricedLine(variant=line.variant, quantity=line.quantity) for line in snapshot.lines]
