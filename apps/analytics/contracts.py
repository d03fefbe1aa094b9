"""What pages and APIs show of analytics."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from apps.common.money import Money
from apps.common.public_cache import Answered
from apps.vendors.contracts import VendorRef


class GroupBy(StrEnum):
    """How a report cuts time; weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was paid in some days, and what became of it since.

    `gross` is goods before coupons, `deliveries` fees before coupons, `discounts` what coupons took
    off both; `revenue` is what buyers paid, `net` what of it has not gone back. Of orders the
    average (rounded down), largest and smallest; None where there was none. Shares are basis
    points: orders a view, units returned of units sold; None where there was nothing to divide by.
    `views` are a vendor's; None for the whole shop.
    """

    orders: int
    units: int
    cancelled_units: int
    returned_units: int
    gross: Money
    deliveries: Money
    discounts: Money
    refunds: Money
    revenue: Money
    net: Money
    average_order: Money | None
    largest_order: Money | None
    smallest_order: Money | None
    views: int | None
    conversion_bp: int | None
    return_rate_bp: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A day, week or month of a report; `first` and `last` are the days of it that were asked."""

    first: date
    last: date
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Sales from day to day: the whole, and each period of it, empty ones too."""

    first: date
    last: date
    group_by: GroupBy
    currency: str
    currencies: Sequence[str]
    total: Figures
    periods: Sequence[Period]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopProduct:
    """A product by what it brought in, coupons taken off."""

    product_id: UUID
    slug: str
    title: str
    units: int
    returned_units: int
    revenue: Money
    views: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LowVariant:
    """A variant of which few units are free."""

    variant_id: UUID
    sku: str
    title: str
    size: str
    colour: str
    available: int
    threshold: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What waits for the vendor."""

    to_send: int
    open_returns: int
    open_disputes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastDay:
    """What becomes the vendor's on a day, if nothing is sent back until then."""

    day: date
    amount: Money
    parts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What open parts will bring after the platform's share. An estimate; no money is promised."""

    delivered: Money
    on_the_way: Money
    total: Money
    by_day: Sequence[ForecastDay]


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorDashboard:
    """A vendor's present, beside the same number of days before."""

    vendor: VendorRef
    first: date
    last: date
    currency: str
    currencies: Sequence[str]
    figures: Figures
    before: Figures
    by_day: Sequence[Period]
    top_products: Sequence[TopProduct]
    low_stock: Sequence[LowVariant]
    low_stock_count: int
    desk: Desk
    forecast: Forecast


@dataclass(frozen=True, slots=True, kw_only=True)
class TopVendor:
    """A vendor by what it sold, goods before coupons."""

    vendor_id: UUID
    slug: str
    store_name: str
    orders: int
    gross: Money
    refunds: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffWork:
    """What waits for staff, and whether work gets done. None where Redis is away.

    `reads` are the counts of `common.reads.metrics`, of the process that answers.
    """

    needs_attention: int
    open_disputes: int
    failed_refunds: int
    vendors_waiting: int
    dead_letters: int
    lag_seconds: int
    queued: int | None
    answers: Answered | None
    reads: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The shop's present for staff. New buyers are those who paid for the first time ever."""

    first: date
    last: date
    currency: str
    currencies: Sequence[str]
    figures: Figures
    before: Figures
    by_day: Sequence[Period]
    new_buyers: int
    new_vendors: int
    top_vendors: Sequence[TopVendor]
    work: StaffWork
