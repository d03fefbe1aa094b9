"""What checked coupons take off a basket: vendors' first, the platform's from what is left."""

from collections.abc import Iterable, Sequence

from apps.common.money import Money, total
from apps.products.contracts import VariantId
from apps.promotions.contracts import Basket, BasketLine, Coupon, CouponTerms, Discount
from apps.promotions.errors import CouponRefused, Refusal
from apps.promotions.rules import percentage_off, shared
from apps.promotions.services.choose_coupons import reached
from apps.promotions.states import CouponKind, Funder
from apps.vendors.contracts import VendorId


class _Left:
    """What is still to be paid, line by line and delivery by delivery."""

    def __init__(self, basket: Basket) -> None:
        self.lines = {line.variant_id: line.total for line in basket.lines}
        self.deliveries = dict(basket.deliveries)

    def subtract(self, discount: Discount) -> None:
        for variant_id, share in discount.lines.items():
            self.lines[variant_id] -= share
        for vendor_id, share in discount.deliveries.items():
            self.deliveries[vendor_id] -= share


def take_off(coupons: Sequence[Coupon], basket: Basket) -> tuple[Discount, ...]:
    """Price the coupons one after the other; no line or delivery ever falls below zero.

    Raises:
        CouponRefused: one would take nothing off.
    """
    left, discounts = _Left(basket), []
    for coupon in sorted(coupons, key=lambda one: one.terms.funder is Funder.PLATFORM):
        discount = _one(coupon, basket, left)
        left.subtract(discount)
        discounts.append(discount)
    return tuple(discounts)


def _one(coupon: Coupon, basket: Basket, left: _Left) -> Discount:
    terms, lines = coupon.terms, reached(coupon.terms, basket)
    is_delivery = terms.kind is CouponKind.FREE_DELIVERY
    discount = Discount(
        code=terms.code,
        coupon_id=coupon.id,
        funder=terms.funder,
        vendor_id=terms.paid_by,
        lines={} if is_delivery else _off_lines(terms, lines, left),
        deliveries=_off_deliveries(lines, left) if is_delivery else {},
    )
    if not discount.lines and not discount.deliveries:
        raise CouponRefused(terms.code, Refusal.NOT_FOR_THESE_ITEMS)
    return discount


def _off_lines(
    terms: CouponTerms, lines: Iterable[BasketLine], left: _Left
) -> dict[VariantId, Money]:
    rest = {line.variant_id: left.lines[line.variant_id] for line in lines}
    off = _sum_off(terms, total(list(rest.values()), terms.currency))
    if not off:
        return {}
    shares = zip(rest, shared(off, list(rest.values())), strict=True)
    return {variant_id: share for variant_id, share in shares if share}


def _sum_off(terms: CouponTerms, base: Money) -> Money:
    """Rounded once, on the whole sum; never more than it."""
    if terms.percent_bp is not None:
        cap = None if terms.cap_minor is None else Money(terms.cap_minor, terms.currency)
        return percentage_off(base, basis_points=terms.percent_bp, cap=cap)
    return min(Money(terms.amount_minor or 0, terms.currency), base)


def _off_deliveries(lines: Iterable[BasketLine], left: _Left) -> dict[VendorId, Money]:
    vendors = {line.vendor_id for line in lines}
    return {
        vendor_id: fee for vendor_id, fee in left.deliveries.items() if vendor_id in vendors and fee
    }
