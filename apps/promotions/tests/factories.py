"""The smallest valid coupons, and baskets to use them on."""

from datetime import UTC, datetime
from typing import Any

from factory.declarations import Sequence
from factory.django import DjangoModelFactory

from apps.common.ids import new_id
from apps.common.money import Money
from apps.products.contracts import ProductId, VariantId
from apps.promotions.contracts import Basket, BasketLine, Coupon, CouponId, CouponTerms
from apps.promotions.models import Coupon as CouponRow
from apps.promotions.models import Redemption
from apps.promotions.states import CouponKind, CouponScope, Funder, RedemptionStatus
from apps.vendors.contracts import VendorId

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class CouponFactory(DjangoModelFactory[CouponRow]):
    """Ten per cent off everything, paid by the platform, without any limit."""

    class Meta:
        model = CouponRow

    code: Any = Sequence("SAVE{}00".format)
    kind = CouponKind.PERCENTAGE
    percent_bp = 1000
    currency = "NGN"
    scope = CouponScope.EVERYTHING
    funder = Funder.PLATFORM
    starts_at = LONG_AGO


def coupon(used: int = 0, **terms: Any) -> Coupon:
    """The same as a contract, without a database."""
    usual: dict[str, Any] = {
        "code": "SAVE10",
        "kind": CouponKind.PERCENTAGE,
        "percent_bp": 1000,
        "currency": "NGN",
        "scope": CouponScope.EVERYTHING,
        "funder": Funder.PLATFORM,
        "starts_at": LONG_AGO,
    }
    if terms.get("kind", CouponKind.PERCENTAGE) is not CouponKind.PERCENTAGE:
        del usual["percent_bp"]
    return Coupon(
        id=CouponId(new_id()), terms=CouponTerms(**usual | terms), used=used, created_at=LONG_AGO
    )


def line(minor: int, *, vendor_id: Any = None, currency: str = "NGN", **of: Any) -> BasketLine:
    """One line that costs so much."""
    return BasketLine(
        variant_id=VariantId(new_id()),
        product_id=of.get("product_id") or ProductId(new_id()),
        category_ids=frozenset(of.get("category_ids", ())),
        vendor_id=vendor_id or VendorId(new_id()),
        total=Money(minor, currency),
    )


def basket(*minors: int, deliveries: Any = None) -> Basket:
    """Lines of one vendor that cost so much."""
    vendor_id = VendorId(new_id())
    return Basket(tuple(line(minor, vendor_id=vendor_id) for minor in minors), deliveries or {})


def assert_uses_add_up() -> None:
    """Whatever happened: each coupon's counter is its live redemptions, within its limit."""
    for row in CouponRow.objects.all():
        live = Redemption.objects.filter(coupon=row, status=RedemptionStatus.HELD).count()
        assert row.used == live
        assert row.total_limit is None or row.used <= row.total_limit
