"""The one rule of what delivery costs, and the bounds of its parts."""

from apps.common.money import Money

HOME = "NG"
MAX_NAME, MAX_PICKUP_ADDRESS, MAX_DAYS, MAX_POSITION = 60, 300, 365, 1000
MOST_OF_A_VENDOR = 50  # zones, and methods
MAX_FEE_MINOR = 10**12


def fee_of(items: Money, *, fee: Money, free_from: Money | None) -> Money:
    """What delivering one vendor's items costs: flat, free for nothing and from a set sum.

    Args:
        items: what the items are worth.
        fee: the flat price.
        free_from: from which worth on it is free; None for never.
    """
    is_free = not items or (free_from is not None and free_from <= items)
    return Money.zero(fee.currency) if is_free else fee


def tidy(text: str) -> str:
    """Return one line with single spaces."""
    return " ".join(text.split())


def text_error(text: str, *, most: int, is_required: bool) -> str | None:
    """What is wrong with a tidy line; None when nothing is."""
    if not text:
        return "This field may not be blank." if is_required else None
    if len(text) > most:
        return f"Use at most {most} characters."
    return None if text.isprintable() else "Use visible characters only."


def fee_error(fee: Money, *, currency: str) -> str | None:
    """What is wrong with a fee; None when nothing is."""
    if fee.currency != currency:
        return f"The shop counts in {currency}."
    return None if 0 <= fee.minor <= MAX_FEE_MINOR else "Too large, or less than nothing."


def free_from_error(free_from: Money | None, *, currency: str) -> str | None:
    """What is wrong with the worth from which on delivery is free; None when nothing is."""
    if free_from is None:
        return None
    if free_from.minor == 0:
        return "More than nothing, or leave it out; a fee of nothing is always free."
    return fee_error(free_from, currency=currency)


def days_error(least: int, most: int) -> str | None:
    """What is wrong with a range of days; None when nothing is."""
    if 0 <= least <= most <= MAX_DAYS:
        return None
    return f"From the fewest to the most, up to {MAX_DAYS}."


def position_error(position: int) -> str | None:
    """What is wrong with a place in the list; None when nothing is."""
    return None if 0 <= position <= MAX_POSITION else f"From 0 to {MAX_POSITION}."
