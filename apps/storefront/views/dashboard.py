"""A house's first page: how it does, and what waits."""

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.analytics import facade as analytics
from apps.analytics.contracts import VendorDashboard
from apps.common.money import Money
from apps.storefront.answers import members_only, page
from apps.storefront.cart_access import signed_in_id
from apps.storefront.templatetags.shop import money, percent
from apps.vendors import facade as vendors

SPANS = (7, 30, 90)


class Tile(NamedTuple):
    """One number; `change_bp` is its growth over the days before, None where it has no sense."""

    label: str
    value: str
    change_bp: int | None = None


@require_safe
@page
@members_only
def show(request: HttpRequest) -> HttpResponse:
    """Show the house's last 7, 30 or 90 days."""
    vendor = vendors.require_vendor(signed_in_id(request))
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(span) for span in SPANS} else 30
    shown = analytics.vendor_dashboard(vendor, days=days, currency=settings.DEFAULT_CURRENCY)
    context = {
        "vendor": vendor,
        "shown": shown,
        "tiles": _tiles(shown),
        "chart": analytics.revenue_chart(shown.by_day, shown.currency),
        "days": days,
        "spans": SPANS,
        "is_new": not (shown.figures.orders or shown.before.orders or shown.forecast.by_day),
    }
    return render(request, "storefront/vendor/dashboard.html", context)


def _tiles(shown: VendorDashboard) -> list[Tile]:
    now, before = shown.figures, shown.before
    return [
        _amount("Revenue", now.revenue, before.revenue),
        _count("Orders", now.orders, before.orders),
        _count("Pieces sold", now.units, before.units),
        _amount("Average order", now.average_order, before.average_order),
        Tile("Views that became orders", percent(now.conversion_bp)),
        Tile("Pieces returned", percent(now.return_rate_bp)),
    ]


def _count(label: str, now: int, before: int) -> Tile:
    return Tile(label, f"{now:,}", analytics.change_bp(now, before))


def _amount(label: str, now: Money | None, before: Money | None) -> Tile:
    if now is None:
        return Tile(label, "\N{EN DASH}")
    grown = analytics.change_bp(now.minor, before.minor) if before else None
    return Tile(label, money(now), grown)
