"""Sum days up from their source, as often as one likes."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from apps.analytics.models import ProductDay, ShopDay, StaleDay, Sums, VendorDay
from apps.common.days import Days
from apps.orders import facade as orders
from apps.orders.contracts import Sales

type Rollup = VendorDay | ProductDay | ShopDay
_LOCK = 0x0A11_11CE  # one at a time: an older look never overwrites a newer one
_BATCH = 5_000


def roll_up(days: Days) -> int:
    """Sum every day up again, each in a transaction of its own; answers how many rows changed."""
    return sum(_roll_up_day(day, vendors=None) for day in days)


@transaction.atomic
def roll_up_stale() -> int:
    """Sum the marked days up again and take off the marks that were seen; answers the days.

    A mark is written after its sale is committed and read before the sums are taken: no change can
    fall between them.
    """
    marks = list(StaleDay.objects.order_by("id").values_list("id", "day", "vendor_id")[:_BATCH])
    vendors: dict[date, set[UUID]] = {}
    for _, day, vendor_id in marks:
        vendors.setdefault(day, set()).add(vendor_id)
    for day in sorted(vendors):
        _roll_up_day(day, vendors=vendors[day])
    StaleDay.objects.filter(id__in=[mark for mark, *_ in marks]).delete()
    return len(vendors)


@transaction.atomic
def _roll_up_day(day: date, *, vendors: Collection[UUID] | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    one, of = Days(day, day), {} if vendors is None else {"vendor_id__in": vendors}
    return (
        _bring_up(VendorDay, of, orders.sales_by_vendor(one, vendors), day)
        + _bring_up(ProductDay, of, orders.sales_by_product(one, vendors), day)
        + _bring_up(ShopDay, {}, orders.sales_of_shop(one), day)
    )


def _bring_up(model: type[Rollup], of: Mapping[str, Any], truth: Iterable[Sales], day: date) -> int:
    """Make a day's rows equal to the truth, touching only those that differ; answers how many."""
    rows: Any = model.objects  # one manager for three models
    known = {_key(row): row for row in rows.filter(day=day, **of)}
    fresh, changed = [], []
    for sales in truth:
        row = known.pop(tuple(getattr(sales, name) for name in model.KEY), None)
        if row is None:
            names = (*model.KEY, *model.COUNTED)
            fresh.append(model(**{name: getattr(sales, name) for name in names}))
        elif _take_over(row, sales):
            changed.append(row)
    rows.bulk_create(fresh, batch_size=_BATCH)
    rows.bulk_update(changed, model.COUNTED, batch_size=_BATCH)
    rows.filter(pk__in=[row.pk for row in known.values()]).delete()
    return len(fresh) + len(changed) + len(known)


def _key(row: Sums) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in row.KEY)


def _take_over(row: Sums, sales: Sales) -> bool:
    """Give a row the true values; whether any was another."""
    truth = {name: getattr(sales, name) for name in row.COUNTED}
    differs = any(getattr(row, name) != value for name, value in truth.items())
    for name, value in truth.items():
        setattr(row, name, value)
    return differs
