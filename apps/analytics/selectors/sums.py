"""Pure arithmetic of sums: adding days up, cutting them into periods, shares."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from apps.analytics.contracts import Figures, GroupBy, Period
from apps.common.days import Days
from apps.common.money import Money

type Row = Mapping[str, Any]  # columns of a rollup, or of orders' `Sales`
_WHOLE = 10_000  # basis points


def figures(rows: Iterable[Row], *, currency: str, views: int | None = None) -> Figures:
    """Add up days of one currency; without `views` the figures say nothing of them."""
    found = list(rows)
    orders, units = _sum(found, "orders"), _sum(found, "units")
    gross, deliveries = _money(found, "gross", currency), _money(found, "deliveries", currency)
    discounts, refunds = _money(found, "discounts", currency), _money(found, "refunds", currency)
    revenue, returned = gross + deliveries - discounts, _sum(found, "returned_units")
    return Figures(
        orders=orders,
        units=units,
        cancelled_units=_sum(found, "cancelled_units"),
        returned_units=returned,
        gross=gross,
        deliveries=deliveries,
        discounts=discounts,
        refunds=refunds,
        revenue=revenue,
        net=revenue - refunds,
        average_order=Money(revenue.minor // orders, currency) if orders else None,
        largest_order=_most(found, "largest_minor", currency, max),
        smallest_order=_most(found, "smallest_minor", currency, min),
        views=views,
        conversion_bp=share_bp(orders, views or 0),
        return_rate_bp=share_bp(returned, units),
    )


def share_bp(part: int, whole: int) -> int | None:
    """A share in basis points, rounded down; None of nothing."""
    return part * _WHOLE // whole if whole else None


def change_bp(now: int, before: int) -> int | None:
    """By how much something grew, in basis points of before; None where there was nothing."""
    return share_bp(now - before, before)


def periods_of(days: Days, group_by: GroupBy) -> Iterator[Days]:
    """Cut days into periods without a gap; the first and the last may be shorter than others."""
    first = days.first
    while first <= days.last:
        last = min(_end_of(first, group_by), days.last)
        yield Days(first, last)
        first = last + timedelta(days=1)


def by_period(
    rows: Sequence[Row],
    days: Days,
    group_by: GroupBy,
    *,
    currency: str,
    views: Mapping[date, int] | None = None,
) -> list[Period]:
    """The figures of each period, zeros where nothing was sold."""
    return [
        Period(
            first=one.first,
            last=one.last,
            figures=figures(
                rows_in(rows, one),
                currency=currency,
                views=None if views is None else sum(views.get(day, 0) for day in one),
            ),
        )
        for one in periods_of(days, group_by)
    ]


def rows_in(rows: Iterable[Row], days: Days) -> list[Row]:
    """Those of the rows that are of these days."""
    return [row for row in rows if days.first <= row["day"] <= days.last]


def _end_of(day: date, group_by: GroupBy) -> date:
    if group_by is GroupBy.WEEK:
        return day + timedelta(days=6 - day.weekday())
    if group_by is GroupBy.MONTH:
        return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return day


def _sum(rows: Iterable[Row], name: str) -> int:
    return sum(row[name] for row in rows)


def _money(rows: Iterable[Row], name: str, currency: str) -> Money:
    return Money(_sum(rows, f"{name}_minor"), currency)


def _most(rows: Sequence[Row], name: str, currency: str, choose: Any) -> Money | None:
    return Money(choose(row[name] for row in rows), currency) if rows else None
