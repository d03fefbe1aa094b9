"""Bring what a guest chose and kept into the cart of the account."""

import secrets

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.cart.contracts import CartOwner, CartView
from apps.cart.models import Cart, CartLine
from apps.cart.rules import MAX_LINES, MAX_QUANTITY
from apps.cart.selectors.view_cart import CheckedLine, checked_lines, view_cart
from apps.cart.services.change_wishes import pour_wishes
from apps.cart.services.lock_cart import lock_cart, lock_or_open_cart


def new_guest_token() -> str:
    """A token that nobody guesses; only its hash is stored."""
    return secrets.token_urlsafe(32)


@transaction.atomic
def merge_guest_cart(*, token: str, user_id: UserId) -> CartView:
    """Add the guest's lines and wishes to the account's, drop the guest's cart; repeatable.

    Quantities of one variant add up, capped to 1000 and to what is free; what is no longer sold
    and what goes beyond 100 lines stays behind. Prices stay as the buyer saw them, so that a
    change is still told. Locks the account's cart, then the guest's.

    Raises:
        InvalidCartToken: the token is not of our making.
    """
    owner = CartOwner(user_id=user_id)
    mine = lock_or_open_cart(owner)
    guest = lock_cart(CartOwner(token=token))
    if guest is not None:
        _pour(guest, mine)
        pour_wishes(guest, mine)
        guest.delete()
    return view_cart(owner)


def _pour(guest: Cart, mine: Cart) -> None:
    lines = {line.variant_id: line for line in mine.lines.all()}
    for brought in checked_lines(guest.lines.all()):
        line = lines.get(brought.row.variant_id)
        units = _units(brought, line)
        if line is not None and units > line.quantity:
            line.quantity = units
            line.save(update_fields=["quantity"])
        elif line is None and units and len(lines) < MAX_LINES:
            lines[brought.row.variant_id] = _copy(brought.row, mine, units)


def _units(brought: CheckedLine, line: CartLine | None) -> int:
    if not brought.is_sold:
        return 0
    together = brought.row.quantity + (line.quantity if line else 0)
    return max(0, min(together, brought.available, MAX_QUANTITY))


def _copy(row: CartLine, cart: Cart, units: int) -> CartLine:
    return CartLine.objects.create(
        cart=cart,
        variant_id=row.variant_id,
        quantity=units,
        seen_price_minor=row.seen_price_minor,
        currency=row.currency,
    )
