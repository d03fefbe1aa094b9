"""Bodies out of the vendor's dashboard."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.conf import settings
from ninja import Schema
from pydantic import Field

from apps.analytics.selectors.dashboard import MOST_DAYS
from apps.common.http.money_schema import MoneyOut

Share = Annotated[int | None, Field(description="In basis points: 250 is 2.5 %. Null of nothing.")]


class DashboardQuery(Schema):
    """Which days, and money of which currency."""

    days: int = Field(30, ge=1, le=MOST_DAYS, description="So many days, today included.")
    currency: str = Field(settings.DEFAULT_CURRENCY, pattern=r"^[A-Z]{3}$")


class StoreOut(Schema):
    """The vendor's profile in short."""

    id: UUID
    slug: str
    store_name: str
    tagline: str
    city: str
    state: str
    is_open: bool
    logo_url: str | None


class FiguresOut(Schema):
    """What was paid in these days, and what became of it since."""

    orders: int
    units: int
    cancelled_units: int
    returned_units: int
    gross: MoneyOut = Field(description="Goods before coupons.")
    deliveries: MoneyOut = Field(description="Fees before coupons.")
    discounts: MoneyOut
    refunds: MoneyOut
    revenue: MoneyOut = Field(description="What buyers paid.")
    net: MoneyOut = Field(description="Revenue less refunds.")
    average_order: MoneyOut | None
    largest_order: MoneyOut | None
    smallest_order: MoneyOut | None
    views: int
    conversion_bp: Share
    return_rate_bp: Share


class DayOut(Schema):
    """One day, at midnight in Lagos."""

    day: date = Field(validation_alias="first")
    figures: FiguresOut


class TopProductOut(Schema):
    """A product by what it brought in; at most half a minute old."""

    product_id: UUID
    slug: str
    title: str
    units: int
    returned_units: int
    revenue: MoneyOut
    views: int


class LowVariantOut(Schema):
    """A variant of which few units are free."""

    variant_id: UUID
    sku: str
    title: str
    size: str
    colour: str
    available: int
    threshold: int


class DeskOut(Schema):
    """What waits for the vendor, of the last 180 days."""

    to_send: int
    open_returns: int
    open_disputes: int


class ForecastDayOut(Schema):
    """What becomes the vendor's on a day."""

    day: date
    amount: MoneyOut
    parts: int


class ForecastOut(Schema):
    """What open parts will bring after the platform's share; an estimate, not a promise."""

    delivered: MoneyOut
    on_the_way: MoneyOut
    total: MoneyOut
    by_day: list[ForecastDayOut]


class DashboardOut(Schema):
    """A vendor's last days beside as many before them."""

    vendor: StoreOut
    first: date
    last: date
    currency: str
    currencies: list[str] = Field(description="All in which there is something to see.")
    figures: FiguresOut
    before: FiguresOut
    by_day: list[DayOut]
    top_products: list[TopProductOut]
    low_stock: list[LowVariantOut]
    low_stock_count: int
    desk: DeskOut
    forecast: ForecastOut
