"""Sums of what was sold, by the shop's day of the payment. See `Sales`."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, TruncDate

from apps.common.days import ZONE, Days, day_of
from apps.common.db import Named, Prepared
from apps.orders.models import Order, OrderLine, VendorPart
from apps.orders.sales_contracts import SaleDay, Sales
from apps.orders.selectors.orders import PART_TOTAL

type Rows = QuerySet[Any, dict[str, Any]]
_DISCOUNT = F("discount_minor") + F("delivery_discount_minor")


def sales_by_vendor(days: Days, vendors: Collection[UUID] | None = None) -> list[Sales]:
    """Sums of each vendor, day and currency; of these vendors only where they are named."""
    parts = _parts(days.start, days.end)
    if vendors is not None:
        parts = parts.filter(vendor_id__in=vendors)
    return [Sales(**row) for row in _of_vendors(parts)]


def sales_by_product(days: Days, vendors: Collection[UUID] | None = None) -> list[Sales]:
    """Sums of each product, day and currency; of these vendors only where they are named."""
    lines = OrderLine.objects.filter(
        part__order__paid_at__gte=days.start, part__order__paid_at__lt=days.end
    )
    if vendors is not None:
        lines = lines.filter(part__vendor_id__in=vendors)
    return [Sales(**row) for row in _of_products(lines)]


def sales_of_shop(days: Days) -> list[Sales]:
    """Sums of the whole shop for each day and currency."""
    return [Sales(**row) for row in _of_shop(_parts(days.start, days.end))]


def sale_day(order_id: UUID) -> SaleDay | None:
    """When an order was paid and whose goods it holds; None while it is not paid. One query."""
    parts = VendorPart.objects.filter(order_id=order_id, order__paid_at__isnull=False)
    rows = list(parts.values_list("order__paid_at", "vendor_id"))
    paid_at = rows[0][0] if rows else None
    if paid_at is None:
        return None
    return SaleDay(day=day_of(paid_at), vendor_ids=tuple(vendor_id for _, vendor_id in rows))


def first_sale_day() -> date | None:
    """The day of the first payment; None before there was one."""
    first = Order.objects.aggregate(at=Min("paid_at"))["at"]
    return day_of(first) if first else None


# Rows for `Sales(**row)`; of `vendor`, paid from `start` to `end`.
VENDOR_SALES: Prepared[dict[str, Any]] = Prepared(
    lambda: _of_vendors(_parts(Named("start"), Named("end")).filter(vendor_id=Named("vendor")))
)
# Rows for `Sales(**row)`; of the whole shop, paid from `start` to `end`.
SHOP_SALES: Prepared[dict[str, Any]] = Prepared(
    lambda: _of_shop(_parts(Named("start"), Named("end")))
)


def _parts(start: datetime | Named, end: datetime | Named) -> QuerySet[VendorPart]:
    return VendorPart.objects.filter(order__paid_at__gte=start, order__paid_at__lt=end)


def _dated(rows: QuerySet[Any], order: str) -> Any:
    """Name the day and the currency; they come first, so the sums group by them."""
    return rows.annotate(
        day=TruncDate(f"{order}__paid_at", tzinfo=ZONE), currency=F(f"{order}__currency")
    )


def _of_vendors(parts: QuerySet[VendorPart]) -> Rows:
    rows: Rows = (
        _dated(parts, "order")
        .values("vendor_id", "day", "currency")
        .annotate(
            **_part_sums(),
            orders=Count("id"),
            largest_minor=Max(PART_TOTAL),
            smallest_minor=Min(PART_TOTAL),
        )
        .order_by("vendor_id", "day", "currency")
    )
    return rows


def _of_shop(parts: QuerySet[VendorPart]) -> Rows:
    earlier = Order.objects.filter(
        buyer_id=OuterRef("order__buyer_id"), paid_at__lt=OuterRef("order__paid_at")
    )
    is_first = ~Exists(earlier)
    rows: Rows = (
        _dated(parts, "order")
        .values("day", "currency")
        .annotate(
            **_part_sums(),
            orders=Count("order", distinct=True),
            new_buyers=Count("order__buyer", distinct=True, filter=is_first),
            largest_minor=Max("order__total_minor"),
            smallest_minor=Min("order__total_minor"),
        )
        .order_by("day", "currency")
    )
    return rows


def _of_products(lines: QuerySet[OrderLine]) -> Rows:
    rows: Rows = (
        _dated(lines, "part__order")
        .annotate(vendor_id=F("part__vendor_id"), product_id=F("variant__product_id"))
        .values("vendor_id", "product_id", "day", "currency")
        .annotate(
            orders=Count("part", distinct=True),
            buyers=Count("part__order__buyer", distinct=True),
            units=Sum("quantity"),
            cancelled_units=Sum("cancelled_quantity"),
            returned_units=Sum("returned_quantity"),
            gross_minor=Sum("line_total_minor"),
            discounts_minor=Sum("discount_minor"),
            refunds_minor=Sum("refunded_minor"),
        )
        .order_by("vendor_id", "product_id", "day", "currency")
    )
    return rows


def _part_sums() -> dict[str, Any]:
    return {
        "buyers": Count("order__buyer", distinct=True),
        "units": _units("quantity"),
        "cancelled_units": _units("cancelled_quantity"),
        "returned_units": _units("returned_quantity"),
        "gross_minor": Sum("items_minor"),
        "deliveries_minor": Sum("delivery_minor"),
        "discounts_minor": Sum(_DISCOUNT),
        "refunds_minor": Sum("refunded_minor"),
    }


def _units(column: str) -> Sum:
    """Units of a part's lines: a join would count the part once for each of them."""
    lines = OrderLine.objects.filter(part=OuterRef("pk")).order_by().values("part")
    summed = lines.annotate(units=Sum(column)).values("units")
    return Sum(Coalesce(Subquery(summed, output_field=BigIntegerField()), Value(0)))
