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
