"""Which coupons are meant, and whether each may be used. Pure but for the reads of its callers."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from apps.common.money import Money, total
from apps.promotions.contracts import Basket, BasketLine, Coupon, CouponTerms
from apps.promotions.errors import CouponRefused, Refusal
from apps.promotions.rules import MAX_CODES, canonical
from apps.promotions.selectors.uses import Asker
from apps.promotions.states import CouponScope


def read_codes(texts: Sequence[str]) -> tuple[str, ...]:
    """The codes as stored, each once, in their order.

    Raises:
        CouponRefused: no coupon can be called so, or there are more than an order can use.
    """
    codes: dict[str, None] = {}
    for text in texts:
        code = canonical(text)
        if code is None:
            raise CouponRefused(text.strip()[:40], Refusal.UNKNOWN)
        codes[code] = None
        if len(codes) > MAX_CODES:
            raise CouponRefused(code, Refusal.DOES_NOT_STACK)
    return tuple(codes)


def check_coupons(
    codes: Sequence[str],
    known: Mapping[str, Coupon],
    *,
    basket: Basket,
    asker: Asker,
    now: datetime,
) -> list[Coupon]:
    """Return the coupons that may be used together, in the order of their codes.

    The total limit is not asked here: the conditional update decides it.

    Raises:
        CouponRefused: the first that may not, and why.
    """
    payers = set()
    for code in codes:
        if (coupon := known.get(code)) is None:
            raise CouponRefused(code, Refusal.UNKNOWN)
        _check_time(coupon.terms, now)
        _check_basket(coupon.terms, basket)
        _check_buyer(coupon, asker)
        if coupon.terms.paid_by in payers:
            raise CouponRefused(code, Refusal.DOES_NOT_STACK)
        payers.add(coupon.terms.paid_by)
    return [known[code] for code in codes]


def reached(terms: CouponTerms, basket: Basket) -> list[BasketLine]:
    """The lines that a coupon is for; a vendor's reaches only its own."""
    return [line for line in basket.lines if _reaches(terms, line)]


def _reaches(terms: CouponTerms, line: BasketLine) -> bool:
    if terms.vendor_id is not None and line.vendor_id != terms.vendor_id:
        return False
    match terms.scope:
        case CouponScope.PRODUCTS:
            return line.product_id in terms.product_ids
        case CouponScope.CATEGORIES:
            return not terms.category_ids.isdisjoint(line.category_ids)
    return True


def _check_time(terms: CouponTerms, now: datetime) -> None:
    if not terms.is_active or (terms.ends_at is not None and terms.ends_at <= now):
        raise CouponRefused(terms.code, Refusal.ENDED)
    if terms.starts_at > now:
        raise CouponRefused(terms.code, Refusal.NOT_STARTED)


def _check_basket(terms: CouponTerms, basket: Basket) -> None:
    if terms.currency != basket.currency:
        raise CouponRefused(terms.code, Refusal.CURRENCY)
    lines = reached(terms, basket)
    if not lines:
        raise CouponRefused(terms.code, Refusal.NOT_FOR_THESE_ITEMS)
    minimum = Money(terms.minimum_minor, terms.currency)
    if total([line.total for line in lines], terms.currency) < minimum:
        raise CouponRefused(terms.code, Refusal.MINIMUM, minimum=minimum)


def _check_buyer(coupon: Coupon, asker: Asker) -> None:
    terms = coupon.terms
    if terms.is_first_order_only and not asker.is_first_order:
        raise CouponRefused(terms.code, Refusal.FIRST_ORDER_ONLY)
    limit = terms.per_buyer_limit
    if limit is not None and asker.uses.get(coupon.id, 0) >= limit:
        raise CouponRefused(terms.code, Refusal.USED_BY_YOU)
