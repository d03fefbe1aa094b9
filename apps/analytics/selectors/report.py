"""Sales from day to day, as numbers and as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any
from uuid import UUID

from apps.analytics.contracts import Figures, GroupBy, Report
from apps.analytics.errors import SpanTooLong
from apps.analytics.selectors.asking import Ask, one_by_one
from apps.analytics.selectors.days import (
    currencies_of,
    of_currency,
    require_traded,
    shop_days,
    vendor_days,
    vendor_views,
)
from apps.analytics.selectors.sums import by_period, figures
from apps.common.days import Days
from apps.common.db import plans
from apps.common.errors import InvalidInput
from apps.common.money import Money

MOST_DAYS = 366
HEADER = (
    *("first", "last", "currency", "orders", "units", "cancelled_units", "returned_units"),
    *("gross", "deliveries", "discounts", "revenue", "refunds", "net"),
    *("average_order", "largest_order", "smallest_order", "views"),
)
_COUNTS = ("orders", "units", "cancelled_units", "returned_units")
_AMOUNTS = ("gross", "deliveries", "discounts", "revenue", "refunds", "net")
_OF_ORDERS = ("average_order", "largest_order", "smallest_order")


def report_days(first: date, last: date) -> Days:
    """The days of a report.

    Raises:
        InvalidInput: the end is before the beginning.
        SpanTooLong: more than 366 days.
    """
    days = Days(first, last)
    if last < first:
        raise InvalidInput(errors={"to": ["Not before `from`."]})
    if len(days) > MOST_DAYS:
        sentence = f"At most {MOST_DAYS} days."
        raise SpanTooLong(sentence, errors={"to": [sentence]}, limit=MOST_DAYS)
    return days


def vendor_report(vendor_id: UUID, days: Days, group_by: GroupBy, *, currency: str) -> Report:
    """A vendor's sales, with the views of its products. Three statements.

    Raises what `require_traded` does.
    """
    asked = [*vendor_days(vendor_id, days), vendor_views(vendor_id, days)]
    return _report(asked, days, group_by, currency)


def shop_report(days: Days, group_by: GroupBy, *, currency: str) -> Report:
    """The whole shop's sales; views are not among them. Two statements.

    Raises what `require_traded` does.
    """
    return _report(shop_days(days), days, group_by, currency)


def csv_rows(report: Report) -> Iterator[Sequence[object]]:
    """A row for each period under `HEADER`; amounts in major units, no column of two kinds."""
    for period in report.periods:
        yield (
            period.first.isoformat(),
            period.last.isoformat(),
            report.currency,
            *_cells(period.figures),
        )


def as_plain(value: Any) -> Any:
    """A contract as JSON holds it: amounts as both APIs write them, days as texts."""
    if isinstance(value, Money):
        return value.as_json()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [as_plain(one) for one in value]
    if is_dataclass(value):
        return {field.name: as_plain(getattr(value, field.name)) for field in fields(value)}
    return value


def _report(asked: Sequence[Ask], days: Days, group_by: GroupBy, currency: str) -> Report:
    plans.run(require_traded(currency))
    past, live, *seen = one_by_one(asked)
    every = [*past, *live]
    rows: Any = of_currency(every, currency)
    views = {row["day"]: row["seen"] for row in seen[0]} if seen else None
    return Report(
        first=days.first,
        last=days.last,
        group_by=group_by,
        currency=currency,
        currencies=currencies_of(every, currency),
        total=figures(
            rows, currency=currency, views=None if views is None else sum(views.values())
        ),
        periods=by_period(rows, days, group_by, currency=currency, views=views),
    )


def _cells(of: Figures) -> Iterator[object]:
    for name in _COUNTS:
        yield getattr(of, name)
    for name in (*_AMOUNTS, *_OF_ORDERS):
        amount = getattr(of, name)
        yield "" if amount is None else f"{amount.amount:f}"
    yield "" if of.views is None else of.views
