"""The shop at a glance, for staff."""

from typing import Any

from django.db.models import QuerySet, Sum

from apps.analytics.contracts import GroupBy, Overview, StaffWork, TopVendor
from apps.analytics.models import VendorDay
from apps.analytics.selectors.asking import Ask, one_by_one
from apps.analytics.selectors.days import currencies_of, of_currency, require_traded, shop_days
from apps.analytics.selectors.sums import by_period, figures, rows_in
from apps.common import reads
from apps.common.days import Days, today
from apps.common.db import Named, Prepared, plans
from apps.common.money import Money
from apps.common.outbox.lag import dead_letters, lag
from apps.common.public_cache import answered
from apps.common.task_queues import waiting_tasks
from apps.orders import facade as orders
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId

TOP = 10


def overview(*, days: int, currency: str) -> Overview:
    """The last days of the shop, today included; a constant number of statements.

    Raises what `require_traded` does.
    """
    plans.run(require_traded(currency))
    span = Days.until(today(), days)
    both = Days(span.before().first, span.last)
    of = {"first": span.first, "last": span.last, "currency": currency}
    past, live, top = one_by_one([*shop_days(both), Ask(_TOP_VENDORS, of)])
    every = [*past, *live]
    rows: Any = of_currency(every, currency)
    return Overview(
        first=span.first,
        last=span.last,
        currency=currency,
        currencies=currencies_of(every, currency),
        figures=figures(rows_in(rows, span), currency=currency),
        before=figures(rows_in(rows, span.before()), currency=currency),
        by_day=by_period(rows_in(rows, span), span, GroupBy.DAY, currency=currency),
        new_buyers=sum(row["new_buyers"] for row in rows_in(every, span)),
        new_vendors=vendors.new_vendors(since=span.start, until=span.end),
        top_vendors=_named(top, currency),
        work=_work(span),
    )


def _top_vendors() -> QuerySet[Any, dict[str, Any]]:
    days: Any = VendorDay.objects.filter(
        currency=Named("currency"), day__gte=Named("first"), day__lte=Named("last")
    )
    rows: QuerySet[Any, dict[str, Any]] = days.values("vendor_id").annotate(
        sold=Sum("orders"), gross=Sum("gross_minor"), refunds=Sum("refunds_minor")
    )
    return rows.order_by("-gross", "vendor_id")[:TOP]


_TOP_VENDORS: Prepared[dict[str, Any]] = Prepared(_top_vendors)


def _named(rows: list[dict[str, Any]], currency: str) -> list[TopVendor]:
    known = vendors.vendors_by_id(VendorId(row["vendor_id"]) for row in rows)
    return [
        TopVendor(
            vendor_id=store.id,
            slug=store.slug,
            store_name=store.store_name,
            orders=row["sold"],
            gross=Money(row["gross"], currency),
            refunds=Money(row["refunds"], currency),
        )
        for row in rows
        if (store := known.get(VendorId(row["vendor_id"])))
    ]


def _work(span: Days) -> StaffWork:
    return StaffWork(
        **orders.shop_work(),
        vendors_waiting=vendors.vendors_waiting(),
        dead_letters=dead_letters(),
        lag_seconds=int(lag().total_seconds()),
        queued=waiting_tasks(),
        answers=answered(span),
        reads=reads.metrics(),
    )
