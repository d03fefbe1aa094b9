"""What neighbours may ask of promotions.

`redeem`, `release` and `reclaim` lock coupons, in id order: call them before anything that locks
stock, in every transaction, or two of them can wait for each other.
"""

from apps.promotions.errors import CouponCodeTaken, CouponRefused
from apps.promotions.selectors.pages import own_coupons
from apps.promotions.selectors.uses import discounts_of
from apps.promotions.services.change_coupon import change_coupon, end_coupon, remove_coupon
from apps.promotions.services.count_guesses import counted_guesses
from apps.promotions.services.create_coupon import create_coupon
from apps.promotions.services.fill_basket import basket_of
from apps.promotions.services.quote import quote
from apps.promotions.services.redeem import redeem
from apps.promotions.services.release import reclaim, release

__all__ = [
    "CouponCodeTaken",
    "CouponRefused",
    "basket_of",
    "change_coupon",
    "counted_guesses",
    "create_coupon",
    "discounts_of",
    "end_coupon",
    "own_coupons",
    "quote",
    "reclaim",
    "redeem",
    "release",
    "remove_coupon",
]
