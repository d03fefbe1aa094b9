"""Use coupons for an order, exactly once."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.authentication.contracts import UserId
from apps.common import clock
from apps.promotions.contracts import Basket, Coupon, Discount
from apps.promotions.errors import CouponRefused, Refusal
from apps.promotions.models import Redemption
from apps.promotions.selectors.coupons import coupons_called
from apps.promotions.selectors.uses import asker, discounts_of, shares_of
from apps.promotions.services.choose_coupons import check_coupons, read_codes
from apps.promotions.services.release import reclaim
from apps.promotions.services.take_off import take_off
from apps.promotions.services.uses import take

# What two requests at once, under locks of different coupons, can only meet at.
_MET_AT = {
    "promotions_one_first_order": Refusal.FIRST_ORDER_ONLY,
    "promotions_one_of_each_payer": Refusal.DOES_NOT_STACK,
}


@transaction.atomic(savepoint=False)
def redeem(
    codes: Sequence[str],
    *,
    basket: Basket,
    buyer_id: UserId,
    reference: UUID,
    is_first_order: bool,
) -> tuple[Discount, ...]:
    """Use all the coupons for one reference, or none; a repeat answers the same.

    Belongs into the caller's transaction, before stock is touched: locks the coupons in id order
    until its end. A refusal rolls the whole transaction back. At most 5 statements.

    Raises:
        CouponRefused: one cannot be used now, and why.
    """
    wanted = read_codes(codes)
    if not wanted:
        return ()
    known = coupons_called(wanted, is_locked=True)
    if answered := discounts_of(reference):
        return _again(answered, reference)
    who = asker(buyer_id, known.values(), is_first_order=is_first_order)
    coupons = check_coupons(wanted, known, basket=basket, asker=who, now=clock.now())
    discounts = take_off(coupons, basket)
    _use(coupons)
    _write(discounts, coupons, buyer_id, reference)
    return discounts


def _again(answered: tuple[Discount, ...], reference: UUID) -> tuple[Discount, ...]:
    """Hold released uses again: what is answered is held."""
    if not reclaim(reference):
        raise CouponRefused(answered[0].code, Refusal.USED_UP)
    return answered


def _use(coupons: Sequence[Coupon]) -> None:
    taken = take([coupon.id for coupon in coupons])
    for coupon in coupons:
        if coupon.id not in taken:
            raise CouponRefused(coupon.terms.code, Refusal.USED_UP)


def _write(
    discounts: Sequence[Discount], coupons: Sequence[Coupon], buyer_id: UserId, reference: UUID
) -> None:
    first_order = {coupon.id for coupon in coupons if coupon.terms.is_first_order_only}
    rows = [
        Redemption(
            coupon_id=discount.coupon_id,
            reference=reference,
            buyer_id=buyer_id,
            paid_by_id=discount.vendor_id,
            amount_minor=discount.total.minor,
            currency=discount.total.currency,
            shares=shares_of(discount),
            is_first_order=discount.coupon_id in first_order,
        )
        for discount in discounts
    ]
    try:
        Redemption.objects.bulk_create(rows)
    except IntegrityError as error:
        raise _refused(error, coupons) from error


def _refused(error: IntegrityError, coupons: Sequence[Coupon]) -> Exception:
    """Name what a parallel request took; any other violation stays what it is."""
    met_at = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    why = _MET_AT.get(met_at or "")
    if why is None:
        return error
    is_first = why is Refusal.FIRST_ORDER_ONLY
    meant = [one for one in coupons if one.terms.is_first_order_only or not is_first]
    return CouponRefused(meant[0].terms.code, why)
