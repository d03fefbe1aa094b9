"""What coupons would take off, without using them."""

from collections.abc import Sequence

from apps.authentication.contracts import UserId
from apps.common import clock
from apps.promotions.contracts import Basket, Coupon, Discount
from apps.promotions.errors import CouponRefused, Refusal
from apps.promotions.selectors.coupons import coupons_called
from apps.promotions.selectors.uses import asker
from apps.promotions.services.choose_coupons import check_coupons, read_codes
from apps.promotions.services.take_off import take_off


def quote(
    codes: Sequence[str], *, basket: Basket, buyer_id: UserId | None, is_first_order: bool
) -> tuple[Discount, ...]:
    """Price the coupons for a basket: vendors' first. Writes and locks nothing; 2 statements.

    Raises:
        CouponRefused: one cannot be used now, and why.
    """
    wanted = read_codes(codes)
    if not wanted:
        return ()
    known = coupons_called(wanted)
    who = asker(buyer_id, known.values(), is_first_order=is_first_order)
    coupons = check_coupons(wanted, known, basket=basket, asker=who, now=clock.now())
    for coupon in coupons:
        _check_uses_left(coupon)
    return take_off(coupons, basket)


def _check_uses_left(coupon: Coupon) -> None:
    limit = coupon.terms.total_limit
    if limit is not None and coupon.used >= limit:
        raise CouponRefused(coupon.terms.code, Refusal.USED_UP)
