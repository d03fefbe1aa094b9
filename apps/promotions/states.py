"""The words of a coupon: what it does, where, and who pays."""

from enum import StrEnum

from apps.common.state_machine import Transitions


class CouponKind(StrEnum):
    """What a coupon takes off."""

    PERCENTAGE = "percentage"
    FIXED = "fixed"
    FREE_DELIVERY = "free-delivery"


class CouponScope(StrEnum):
    """What it takes it off from; categories mean everything below them too."""

    EVERYTHING = "everything"
    VENDOR = "vendor"
    PRODUCTS = "products"
    CATEGORIES = "categories"


class Funder(StrEnum):
    """Whose money it is."""

    PLATFORM = "platform"
    VENDOR = "vendor"


class RedemptionStatus(StrEnum):
    """HELD counts against the limits; RELEASED gave its use back."""

    HELD = "held"
    RELEASED = "released"


# Released -> held is the payment that arrives after its order expired.
REDEMPTION = Transitions(
    {
        RedemptionStatus.HELD: frozenset({RedemptionStatus.RELEASED}),
        RedemptionStatus.RELEASED: frozenset({RedemptionStatus.HELD}),
    }
)
