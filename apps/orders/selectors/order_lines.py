"""Sold lines as rows of a table, for the books; nothing in them tells who a buyer is."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, StringAgg, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from apps.common.money import Money
from apps.orders.models import Order, OrderDiscount, OrderLine, VendorPart

type Row = tuple[object, ...]

CHUNK = 500  # rows that are in memory at once
_COLUMNS = {
    "order_number": "part__order__number",
    "order_status": "part__order__status",
    "placed_at": "part__order__placed_at",
    "paid_at": "part__order__paid_at",
    "buyer_id": "part__order__buyer_id",
    "state": "part__order__address__state",
    "country": "part__order__address__country",
    "coupons": "coupons",
    "part": "part__position",
    "part_status": "part__status",
    "vendor": "part__vendor__slug",
    "delivery_method": "part__delivery_method",
    "carrier": "part__shipment__carrier",
    "tracking_number": "part__shipment__tracking_number",
    "shipped_at": "part__shipment__shipped_at",
    "delivered_at": "part__shipment__delivered_at",
    "sku": "sku",
    "title": "title",
    "size": "size",
    "colour": "colour",
    "quantity": "quantity",
    "cancelled": "cancelled_quantity",
    "returned": "returned_quantity",
    "currency": "part__order__currency",
    "unit_price": "unit_price_minor",
    "line_total": "line_total_minor",
    "discount": "discount_minor",
    "refunded": "refunded_minor",
    "delivery": "part__delivery_minor",
    "delivery_discount": "part__delivery_discount_minor",
    "part_refunded": "part__refunded_minor",
}
_OF_PART = ("delivery", "delivery_discount", "part_refunded")
_AMOUNTS = ("unit_price", "line_total", "discount", "refunded", *_OF_PART)
HEADER = tuple(_COLUMNS)


def lines_of_orders(orders: QuerySet[Order]) -> QuerySet[OrderLine]:
    """All lines of the orders."""
    return OrderLine.objects.filter(part__order__in=orders.values("id"))


def lines_of_parts(parts: QuerySet[VendorPart]) -> QuerySet[OrderLine]:
    """All lines of the parts."""
    return OrderLine.objects.filter(part__in=parts.values("id"))


def line_rows(lines: QuerySet[OrderLine]) -> Iterator[Row]:
    """Rows by HEADER, newest order first; a cursor of the database's keeps them, not we.

    Money is in major units, as decimal texts; times are UTC. Amounts of a part stand in its first
    row and are zero in its others, so that every column adds up.
    """
    used = OrderDiscount.objects.filter(order=OuterRef("part__order")).order_by().values("order")
    codes = used.annotate(codes=StringAgg("code", Value(" "), order_by="code")).values("codes")
    rows = (
        lines.annotate(coupons=Coalesce(Subquery(codes), Value(""), output_field=TextField()))
        .order_by("-part__order__placed_at", "-part__order_id", "part__position", "id")
        .values("part_id", **{f"c_{name}": F(path) for name, path in _COLUMNS.items()})
    )
    return _rows(rows.iterator(chunk_size=CHUNK))


def _rows(found: Iterator[Mapping[str, Any]]) -> Iterator[Row]:
    counted = None
    for line in found:
        row = dict(line)
        if row["part_id"] == counted:
            row |= {f"c_{name}": 0 for name in _OF_PART}
        counted = row["part_id"]
        yield tuple(_cell(name, row[f"c_{name}"], row["c_currency"]) for name in HEADER)


def _cell(name: str, value: Any, currency: str) -> object:
    if name in _AMOUNTS:
        return Money(value, currency).as_json()["amount"]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    return "" if value is None else value
