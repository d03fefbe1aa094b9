"""What neighbours may hold of coupons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType, TypedDict
from uuid import UUID

from apps.common.money import Money, total
from apps.products.contracts import CategoryId, ProductId, VariantId
from apps.promotions.states import CouponKind, CouponScope, Funder
from apps.vendors.contracts import VendorId

__all__ = [
    "Basket",
    "BasketLine",
    "Coupon",
    "CouponId",
    "CouponKind",
    "CouponScope",
    "CouponTerms",
    "Discount",
    "Funder",
    "TermChanges",
]

CouponId = NewType("CouponId", UUID)


@dataclass(frozen=True, slots=True)
class BasketLine:
    """What is paid for all units of one variant; the categories with all above them."""

    variant_id: VariantId
    product_id: ProductId
    category_ids: frozenset[CategoryId]
    vendor_id: VendorId
    total: Money


@dataclass(frozen=True, slots=True)
class Basket:
    """Lines of one currency, each variant once, and what each vendor's delivery costs."""

    lines: tuple[BasketLine, ...]
    deliveries: Mapping[VendorId, Money] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.lines:
            raise ValueError("an empty basket has no price")
        if len({line.variant_id for line in self.lines}) != len(self.lines):
            raise ValueError("a variant stands in a basket once: add its lines up first")
        if any(line.total.minor < 0 for line in self.lines):
            raise ValueError("no line costs less than nothing")

    @property
    def currency(self) -> str:
        """The one currency of all amounts."""
        return self.lines[0].total.currency


@dataclass(frozen=True, slots=True)
class Discount:
    """What one coupon takes off each line and each vendor's delivery, in whole minor units.

    `vendor_id` is who pays for it; None is the platform. Shares of nothing are left out.
    """

    code: str
    coupon_id: CouponId
    funder: Funder
    vendor_id: VendorId | None
    lines: Mapping[VariantId, Money]
    deliveries: Mapping[VendorId, Money]

    @property
    def total(self) -> Money:
        """All that it takes off; never nothing."""
        shares = [*self.lines.values(), *self.deliveries.values()]
        return total(shares, shares[0].currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponTerms:
    """Everything that is agreed about a coupon. Amounts are minor units of `currency`.

    Percentages have `percent_bp` (10,000 is all) and may have a cap; fixed ones `amount_minor`.
    No end, no limit: None. A vendor's coupon reaches only its own goods, whatever the scope.
    """

    code: str
    kind: CouponKind
    currency: str
    scope: CouponScope
    funder: Funder
    starts_at: datetime
    ends_at: datetime | None = None
    percent_bp: int | None = None
    amount_minor: int | None = None
    cap_minor: int | None = None
    minimum_minor: int = 0
    total_limit: int | None = None
    per_buyer_limit: int | None = None
    is_first_order_only: bool = False
    is_active: bool = True
    note: str = ""
    vendor_id: VendorId | None = None
    product_ids: frozenset[ProductId] = frozenset()
    category_ids: frozenset[CategoryId] = frozenset()

    @property
    def paid_by(self) -> VendorId | None:
        """The vendor who pays; None is the platform."""
        return self.vendor_id if self.funder is Funder.VENDOR else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupon:
    """A coupon and how many live uses it has."""

    id: CouponId
    terms: CouponTerms
    used: int
    created_at: datetime


class TermChanges(TypedDict, total=False):
    """What may change after a coupon was made; code, kind, currency, funder and vendor stay."""

    starts_at: datetime
    ends_at: datetime | None
    percent_bp: int | None
    amount_minor: int | None
    cap_minor: int | None
    minimum_minor: int
    total_limit: int | None
    per_buyer_limit: int | None
    is_first_order_only: bool
    is_active: bool
    note: str
    scope: CouponScope
    product_ids: frozenset[ProductId]
    category_ids: frozenset[CategoryId]
