"""Tell the catalogue how much is asked for each product."""

from collections import Counter
from datetime import date, timedelta

from django.db.models import F, Sum

from apps.analytics.models import ProductDay, ProductViews
from apps.common.days import Days, today
from apps.products import facade as products
from apps.products.contracts import ProductId

WINDOW_DAYS = 30
A_SALE = 20  # views that one kept piece is worth
_FORGET_DAYS = 120  # whoever was asked for since then, and is no more, falls to zero


def tell_popularity() -> int:
    """Note pieces kept and views of the last 30 days, weighted; answers how many changed.

    Today is in it as far as it is summed up. A repeat on the same day changes what came since.
    """
    window = Days.until(today(), WINDOW_DAYS)
    counts = {
        product_id: max(score, 0)
        for product_id, score in {**_nobody(window.last), **_asked_for(window)}.items()
    }
    changed = products.note_popularity(counts)
    products.sort_tiers()
    return changed


def _asked_for(window: Days) -> Counter[ProductId]:
    of = {"day__gte": window.first, "day__lte": window.last}
    kept = Sum(F("units") - F("cancelled_units") - F("returned_units"))
    sold = ProductDay.objects.filter(**of).values_list("product_id").annotate(kept=kept)
    seen = ProductViews.objects.filter(**of).values_list("product_id").annotate(Sum("views"))
    scores: Counter[ProductId] = Counter()
    for product_id, pieces in sold:
        scores[ProductId(product_id)] += A_SALE * pieces
    for product_id, views in seen:
        scores[ProductId(product_id)] += views
    return scores


def _nobody(last: date) -> dict[ProductId, int]:
    since = last - timedelta(days=_FORGET_DAYS)
    return {
        ProductId(product_id): 0
        for model in (ProductDay, ProductViews)
        for product_id in model.objects.filter(day__gte=since)
        .values_list("product_id", flat=True)
        .distinct()
    }
