"""What neighbours see of sales as sums."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Sales:
    """What was paid on one day of the shop, and what became of it since; minor units.

    Whatever is given back later is counted at the day of the sale, so a day's figures can still
    change. `gross_minor` is goods before coupons; `deliveries_minor` fees before coupons;
    `discounts_minor` what coupons took off both. `largest_minor` and `smallest_minor` are what one
    order paid. `vendor_id` and `product_id` are empty where the sums are over all of them; sums of
    a product know no fees, no goodwill and no single orders' amounts. `new_buyers` is known for
    the whole shop only.
    """

    day: date
    currency: str
    vendor_id: UUID | None = None
    product_id: UUID | None = None
    orders: int
    buyers: int
    new_buyers: int = 0
    units: int
    cancelled_units: int
    returned_units: int
    gross_minor: int
    deliveries_minor: int = 0
    discounts_minor: int
    refunds_minor: int
    largest_minor: int = 0
    smallest_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleDay:
    """On which day of the shop an order was paid, and whose goods were in it."""

    day: date
    vendor_ids: tuple[UUID, ...]
