"""Pure arithmetic of coupons: the form of a code, what is taken off, how it is shared."""

import re
from collections.abc import Sequence

from apps.common.money import Money

CODE = r"^[A-Z0-9][A-Z0-9_-]{2,31}$"
MAX_CODES = 20  # in one order: more than a basket has vendors
WHOLE_BP = 10_000
MAX_MINOR = 10**15  # far above any order, far below the column's range
MAX_LIMIT = 1_000_000_000
MAX_NOTE, MAX_PRODUCTS, MAX_CATEGORIES = 200, 500, 100
YEARS = range(2000, 2101)  # what PostgreSQL and every client can read back
_CODE = re.compile(CODE)


def canonical(text: str) -> str | None:
    """The code as it is stored: capitals, no spaces. None when no coupon can be called so.

    Only ASCII is a code, so that no letter turns into another when its case changes.
    """
    tight = "".join(text.split())
    code = tight.upper() if tight.isascii() else ""
    return code if _CODE.fullmatch(code) else None


def percentage_off(base: Money, *, basis_points: int, cap: Money | None) -> Money:
    """That share of the sum, rounded half-even once, at most the cap."""
    share = base.percent(basis_points)
    return share if cap is None else min(share, cap)


def shared(off: Money, over: Sequence[Money]) -> list[Money]:
    """Share what is taken off by what there is; adds up, and no share is above its own sum.

    Raises:
        ValueError: more is taken off than there is, or nothing is there.
    """
    if off.minor > sum(part.minor for part in over):
        raise ValueError("more is taken off than there is")
    return off.split([part.minor for part in over])
