"""Pure rules of a cart: bounds, what to tell about a changed line."""

from apps.cart.errors import QuantityOutOfRange
from apps.common.money import Money

MAX_QUANTITY = 1000
MAX_LINES = 100
MAX_WISHES = 200


def check_quantity(quantity: int) -> int:
    """Return a quantity that a line can hold.

    Raises:
        QuantityOutOfRange: not a whole number from 1 to 1000.
    """
    if type(quantity) is not int or not 1 <= quantity <= MAX_QUANTITY:
        raise QuantityOutOfRange(
            f"A line holds 1 to {MAX_QUANTITY} pieces.",
            errors={"quantity": [f"A whole number from 1 to {MAX_QUANTITY}."]},
        )
    return quantity


def notice_about(
    *, seen: Money, price: Money, quantity: int, available: int, is_sold: bool
) -> str | None:
    """What changed for a line since its buyer saw it; None when it can be bought as it is."""
    if not is_sold:
        return "no longer sold"
    if available <= 0:
        return "sold out"
    changes = []
    if quantity > available:
        changes.append(f"only {available} left")
    if seen != price:
        changes.append(f"price changed from {seen.text()} to {price.text()}")
    return ", ".join(changes) or None
