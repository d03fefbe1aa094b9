"""The shop at a glance, where staff work: the list of days is the overview."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from apps.analytics.charts import revenue_chart
from apps.analytics.models import ShopDay
from apps.analytics.selectors.overview import overview
from apps.common.read_only_admin import ReadOnly

SPANS = (7, 30, 90)


@admin.register(ShopDay)
class ShopDayAdmin(ReadOnly, admin.ModelAdmin[ShopDay]):
    """Days of the shop. Nobody edits one: `manage.py rollup` makes them anew."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show sales, newcomers, best vendors and what waits, in place of a list of rows."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET.get("days", "30")
        days = int(asked) if asked in {str(span) for span in SPANS} else 30
        shop = overview(days=days, currency=settings.DEFAULT_CURRENCY)
        context = {
            **self.admin_site.each_context(request),
            "title": "The shop at a glance",
            "opts": self.opts,
            "shop": shop,
            "chart": revenue_chart(shop.by_day, shop.currency),
            "days": days,
            "spans": SPANS,
        }
        return TemplateResponse(request, "admin/analytics/overview.html", context)
