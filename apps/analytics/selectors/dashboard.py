"""A vendor's dashboard: one list of reads, one way to put their rows together."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery, Sum

from apps.analytics.contracts import (
    Desk,
    Forecast,
    ForecastDay,
    GroupBy,
    LowVariant,
    TopProduct,
    VendorDashboard,
)
from apps.analytics.models import ProductDay, ProductViews
from apps.analytics.selectors.asking import Answers, Ask, at_once, one_by_one
from apps.analytics.selectors.days import (
    currencies_of,
    of_currency,
    require_traded,
    vendor_days,
    vendor_views,
)
from apps.analytics.selectors.sums import by_period, figures, rows_in
from apps.common import clock, reads
from apps.common.days import Days, today
from apps.common.db import Named, Prepared, plans
from apps.common.money import Money, total
from apps.inventory import facade as inventory
from apps.orders import facade as orders
from apps.vendors.contracts import VendorRef

MOST_DAYS = 90
TOP = 5
_OPEN_PARTS = timedelta(days=180)  # older ones are not looked at


def vendor_dashboard(vendor: VendorRef, *, days: int, currency: str) -> VendorDashboard:
    """The last days of a vendor, today included. Seven statements. Raises as `require_traded`."""
    plans.run(require_traded(currency))
    span = Days.until(today(), days)
    return _put_together(vendor, span, currency, one_by_one(_asked(vendor, span, currency)))


async def vendor_dashboard_at_once(
    vendor: VendorRef, *, days: int, currency: str
) -> VendorDashboard:
    """The same, its reads at the same time. Raises what `reads.rows` does, too."""
    await reads.run(require_traded(currency))
    span = Days.until(today(), days)
    return _put_together(vendor, span, currency, await at_once(_asked(vendor, span, currency)))


def _top_products() -> QuerySet[Any, dict[str, Any]]:
    """The five with most revenue; names and views are looked up for these five only.

    Added after the sums and in no wrapper (`Coalesce`, `output_field`) the subqueries stay out of
    GROUP BY, and PostgreSQL puts such columns off until after its LIMIT.
    """
    days = {"day__gte": Named("first"), "day__lte": Named("last")}
    looks = ProductViews.objects.filter(product_id=OuterRef("product_id"), **days)
    seen = looks.order_by().values("product_id").annotate(seen=Sum("views")).values("seen")
    same = ProductDay.objects.filter(product_id=OuterRef("product_id"))
    own: Any = ProductDay.objects.filter(
        vendor_id=Named("vendor"), currency=Named("currency"), **days
    )
    rows: QuerySet[Any, dict[str, Any]] = (
        own.values("product_id")
        .annotate(
            sold=Sum("units"),
            returned=Sum("returned_units"),
            revenue=Sum(F("gross_minor") - F("discounts_minor")),
        )
        .annotate(
            slug=Subquery(same.values("product__slug")[:1]),
            title=Subquery(same.values("product__title")[:1]),
            seen=Subquery(seen),
        )
        .order_by("-revenue", "product_id")[:TOP]
    )
    return rows


_TOP_PRODUCTS: Prepared[dict[str, Any]] = Prepared(_top_products)


def _asked(vendor: VendorRef, days: Days, currency: str) -> Sequence[Ask]:
    both = Days(days.before().first, days.last)
    own: dict[str, Any] = {"vendor": vendor.id}
    now = clock.now()
    open_parts = own | {"since": now - _OPEN_PARTS}
    returnable = now - timedelta(days=settings.RETURN_DAYS)
    span = {"first": days.first, "last": days.last, "currency": currency}
    return [
        *vendor_days(vendor.id, both),
        vendor_views(vendor.id, both),
        Ask(_TOP_PRODUCTS, own | span),
        Ask(inventory.LOW_STOCK, own),
        Ask(orders.VENDOR_WORK, open_parts),
        Ask(orders.VENDOR_FORECAST, open_parts | {"now": now, "returnable_since": returnable}),
    ]


def _put_together(
    vendor: VendorRef, days: Days, currency: str, answers: Answers
) -> VendorDashboard:
    past, live, views, top, low, work, forecast = answers
    every = [*past, *live]
    rows, looks = of_currency(every, currency), {row["day"]: row["seen"] for row in views}
    seen = {one: sum(looks.get(day, 0) for day in one) for one in (days, days.before())}
    waiting = work[0] if work else {"to_send": 0, "open_returns": 0, "open_disputes": 0}
    now, before = (
        figures(rows_in(rows, one), currency=currency, views=seen[one])
        for one in (days, days.before())
    )
    return VendorDashboard(
        vendor=vendor,
        first=days.first,
        last=days.last,
        currency=currency,
        currencies=currencies_of([*every, *forecast], currency),
        figures=now,
        before=before,
        by_day=by_period(rows, days, GroupBy.DAY, currency=currency, views=looks),
        top_products=[_top(row, currency) for row in top],
        low_stock=[_low(row) for row in low],
        low_stock_count=low[0]["count"] if low else 0,
        desk=Desk(**{name: waiting[name] for name in ("to_send", "open_returns", "open_disputes")}),
        forecast=_forecast(of_currency(forecast, currency), currency),
    )


def _top(row: Any, currency: str) -> TopProduct:
    return TopProduct(
        product_id=row["product_id"],
        slug=row["slug"],
        title=row["title"],
        units=row["sold"],
        returned_units=row["returned"],
        revenue=Money(row["revenue"], currency),
        views=row["seen"] or 0,
    )


def _low(row: Any) -> LowVariant:
    shown = {name: value for name, value in row.items() if name not in {"count", "free"}}
    return LowVariant(available=row["free"], **shown)


def _forecast(rows: Sequence[Any], currency: str) -> Forecast:
    delivered = [Money(row["due_minor"], currency) for row in rows if row["is_delivered"]]
    on_the_way = [Money(row["due_minor"], currency) for row in rows if not row["is_delivered"]]
    return Forecast(
        delivered=total(delivered, currency),
        on_the_way=total(on_the_way, currency),
        total=total([*delivered, *on_the_way], currency),
        by_day=[
            ForecastDay(
                day=day,
                amount=Money(sum(row["due_minor"] for row in rows if row["day"] == day), currency),
                parts=sum(row["parts"] for row in rows if row["day"] == day),
            )
            for day in sorted({row["day"] for row in rows})
        ],
    )
