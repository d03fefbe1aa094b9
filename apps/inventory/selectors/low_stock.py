"""What of a vendor's shelf runs out first."""

from typing import Any

from django.conf import settings
from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Value, Window
from django.db.models.functions import Coalesce

from apps.common.db import Named, Prepared
from apps.inventory.models import LowStockDefault, Stock

_MOST = 5


def _low() -> QuerySet[Any, dict[str, Any]]:
    of_vendor = LowStockDefault.objects.filter(pk=OuterRef("variant__vendor_id")).values("low_at")
    own: Any = Stock.objects.filter(
        variant__vendor_id=Named("vendor"), variant__is_active=True
    ).annotate(
        free=F("on_hand") - F("reserved"),
        threshold=Coalesce(F("low_at"), Subquery(of_vendor), Value(settings.LOW_STOCK_AT)),
    )
    rows: QuerySet[Any, dict[str, Any]] = (
        own.filter(free__lte=F("threshold"))
        .values(
            "variant_id",
            "free",
            "threshold",
            sku=F("variant__sku"),
            title=F("variant__product__title"),
            size=F("variant__size"),
            colour=F("variant__colour_name"),
            count=Window(Count("*")),
        )
        .order_by("free", "sku")[:_MOST]
    )
    return rows


# The five of `vendor` with the fewest free units among the low ones, each with `count`, how many
# are low: variant_id, sku, title, size, colour, free, threshold.
LOW_STOCK: Prepared[dict[str, Any]] = Prepared(_low)
