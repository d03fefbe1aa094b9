"""What a buyer used before, and what a reference was given."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from apps.authentication.contracts import UserId
from apps.common.money import Money
from apps.products.contracts import VariantId
from apps.promotions.contracts import Coupon, CouponId, Discount
from apps.promotions.models import Redemption
from apps.promotions.states import Funder, RedemptionStatus
from apps.vendors.contracts import VendorId


@dataclass(frozen=True, slots=True)
class Asker:
    """What must be known of who wants to use coupons."""

    is_first_order: bool
    uses: Mapping[CouponId, int] = field(default_factory=dict)


def asker(buyer_id: UserId | None, coupons: Iterable[Coupon], *, is_first_order: bool) -> Asker:
    """Count the buyer's live uses: one query, none where no coupon asks.

    Nobody has a first order twice: a live use of any first-order coupon ends it.
    """
    asking = [c.id for c in coupons if c.terms.per_buyer_limit or c.terms.is_first_order_only]
    if buyer_id is None or not asking:
        return Asker(is_first_order)
    held = Redemption.objects.filter(buyer_id=buyer_id, status=RedemptionStatus.HELD)
    mine = held.filter(Q(coupon_id__in=asking) | Q(is_first_order=True))
    found = list(mine.values_list("coupon_id", "is_first_order"))
    return Asker(
        is_first_order=is_first_order and not any(is_first for _, is_first in found),
        uses=Counter(CouponId(coupon_id) for coupon_id, _ in found),
    )


def discounts_of(reference: UUID) -> tuple[Discount, ...]:
    """What the reference was given, held or released, as it was answered then: one query."""
    found = Redemption.objects.filter(reference=reference).select_related("coupon")
    return tuple(_discount(row) for row in found.order_by("id"))


def shares_of(discount: Discount) -> dict[str, dict[str, int]]:
    """The shares as they are stored."""
    return {
        "lines": {str(key): share.minor for key, share in discount.lines.items()},
        "deliveries": {str(key): share.minor for key, share in discount.deliveries.items()},
    }


def _discount(row: Redemption) -> Discount:
    lines, deliveries = row.shares["lines"], row.shares["deliveries"]
    return Discount(
        code=row.coupon.code,
        coupon_id=CouponId(row.coupon_id),
        funder=Funder(row.coupon.funder),
        vendor_id=None if row.paid_by_id is None else VendorId(row.paid_by_id),
        lines={VariantId(UUID(key)): Money(minor, row.currency) for key, minor in lines.items()},
        deliveries={
            VendorId(UUID(key)): Money(minor, row.currency) for key, minor in deliveries.items()
        },
    )
