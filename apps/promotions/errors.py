"""What can go wrong with a coupon, each with its stable code."""

from enum import StrEnum
from typing import Any

from apps.common.errors import Conflict, NotFound
from apps.common.money import Money


class Refusal(StrEnum):
    """Why a coupon is refused: clients branch on these words."""

    UNKNOWN = "unknown"
    NOT_STARTED = "not-started"
    ENDED = "ended"
    USED_UP = "used-up"
    USED_BY_YOU = "used-by-you"
    MINIMUM = "minimum"
    FIRST_ORDER_ONLY = "first-order-only"
    NOT_FOR_THESE_ITEMS = "not-for-these-items"
    CURRENCY = "currency"
    DOES_NOT_STACK = "does-not-stack"


_SENTENCES = {
    Refusal.UNKNOWN: "There is no such coupon.",
    Refusal.NOT_STARTED: "This coupon is not valid yet.",
    Refusal.ENDED: "This coupon has ended.",
    Refusal.USED_UP: "This coupon is used up.",
    Refusal.USED_BY_YOU: "You have used this coupon as often as you may.",
    Refusal.MINIMUM: "Your items do not reach the coupon's minimum.",
    Refusal.FIRST_ORDER_ONLY: "This coupon is for a first order.",
    Refusal.NOT_FOR_THESE_ITEMS: "This coupon takes nothing off these items.",
    Refusal.CURRENCY: "This coupon is in another currency.",
    Refusal.DOES_NOT_STACK: "This coupon cannot be combined with the others.",
}


class CouponRefused(Conflict):
    """A coupon cannot be used for this basket.

    Members: `coupon` (as it is written) and `why` (one stable word); `minimum` where that is why.
    """

    code, title = "coupon-refused", "The coupon cannot be used"

    def __init__(self, coupon: str, why: Refusal, *, minimum: Money | None = None) -> None:
        sentence, members = _SENTENCES[why], dict[str, Any]()
        if minimum is not None:
            sentence = f"This coupon is for items of {minimum.text()} and more."
            members["minimum"] = minimum.as_json()
        super().__init__(sentence, coupon=coupon, why=why.value, **members)
        self.why = why


class CouponNotFound(NotFound):
    """No such coupon, or it is not this vendor's."""

    code, title = "coupon-not-found", "No such coupon"


class CouponCodeTaken(Conflict):
    """Another coupon has this code, whatever its case and spaces."""

    code, title = "coupon-code-taken", "The code is taken"


class CouponUsed(Conflict):
    """A coupon that an order used stays; it can only be ended."""

    code, title = "coupon-used", "The coupon has been used"


class LimitBelowUses(Conflict):
    """The limit would go below the uses that there are. Member: `used`."""

    code, title = "limit-below-uses", "The limit is below the uses"
