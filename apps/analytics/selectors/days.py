"""Days as rows: the past as it is summed up, today as the orders say."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet, Sum

from apps.analytics.models import ProductViews, ShopDay, VendorDay
from apps.analytics.selectors.asking import Ask
from apps.analytics.selectors.sums import Row
from apps.common.days import Days, today
from apps.common.db import Named, Plan, Prepared, plans
from apps.common.errors import InvalidInput
from apps.orders import facade as orders


def _between(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(day__gte=Named("first"), day__lte=Named("last"))


def _values(rows: QuerySet[Any]) -> QuerySet[Any, dict[str, Any]]:
    columns = ("day", "currency", *rows.model.COUNTED)
    found: QuerySet[Any, dict[str, Any]] = rows.values(*columns).order_by("day", "currency")
    return found


def _views() -> QuerySet[Any, dict[str, Any]]:
    own = _between(ProductViews.objects.filter(vendor_id=Named("vendor")))
    rows: QuerySet[Any, dict[str, Any]] = own.values("day").annotate(seen=Sum("views"))
    return rows.order_by("day")


_VENDOR_DAYS: Prepared[dict[str, Any]] = Prepared(
    lambda: _values(_between(VendorDay.objects.filter(vendor_id=Named("vendor"))))
)
_SHOP_DAYS: Prepared[dict[str, Any]] = Prepared(lambda: _values(_between(ShopDay.objects.all())))
_TRADED: Prepared[dict[str, Any]] = Prepared(
    lambda: _values(ShopDay.objects.filter(currency=Named("currency")))[:1]
)
_VENDOR_VIEWS: Prepared[dict[str, Any]] = Prepared(_views)


def vendor_days(vendor_id: UUID, days: Days) -> list[Ask]:
    """What to ask for a vendor's days: those that are over, and today."""
    past, live = _spans(days)
    return [
        Ask(_VENDOR_DAYS, {"vendor": vendor_id, **past}),
        Ask(orders.VENDOR_SALES, {"vendor": vendor_id, **live}),
    ]


def vendor_views(vendor_id: UUID, days: Days) -> Ask:
    """What to ask for the views of each day; what Redis still holds is not in it."""
    return Ask(_VENDOR_VIEWS, {"vendor": vendor_id, "first": days.first, "last": days.last})


def shop_days(days: Days) -> list[Ask]:
    """What to ask for the shop's days: those that are over, and today."""
    past, live = _spans(days)
    return [Ask(_SHOP_DAYS, past), Ask(orders.SHOP_SALES, live)]


def of_currency(rows: Sequence[Row], currency: str) -> list[Row]:
    """The rows of one currency."""
    return [row for row in rows if row["currency"] == currency]


def currencies_of(rows: Sequence[Row], currency: str) -> tuple[str, ...]:
    """All currencies of the rows, and the one that was asked for."""
    return tuple(sorted({row["currency"] for row in rows} | {currency}))


def require_traded(currency: str) -> Plan[None]:
    """See that the shop trades in the currency; no statement for its own.

    Raises:
        InvalidInput: nothing was ever sold in it.
    """
    if currency == settings.DEFAULT_CURRENCY:
        return
    now = Days(today(), today())
    past, live = yield from plans.both(
        plans.rows(_TRADED, currency=currency),
        plans.rows(orders.SHOP_SALES, start=now.start, end=now.end),
    )
    if not past and not of_currency(live, currency):
        sentence = f"The shop does not trade in {currency}."
        raise InvalidInput(sentence, errors={"currency": [sentence]})


def _spans(days: Days) -> tuple[dict[str, Any], dict[str, Any]]:
    """The past among the days, and the moments of today; either may be empty."""
    now = today()
    past = {"first": days.first, "last": min(days.last, now - timedelta(days=1))}
    live = Days(now, now)
    end = live.end if days.first <= now <= days.last else live.start
    return past, {"start": live.start, "end": end}
