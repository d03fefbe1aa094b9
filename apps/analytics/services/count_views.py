"""Write down how often products were looked at."""

from datetime import date

from django.db import connection, transaction
from leased_tasks import once

from apps.common.http.page_views import PAGE_VIEWS
from apps.common.integrations.tally import Batch
from apps.products import facade as products

_ADD = """
INSERT INTO analytics_productviews (day, product_id, vendor_id, views)
SELECT * FROM unnest(%s::date[], %s::uuid[], %s::uuid[], %s::bigint[])
ON CONFLICT (product_id, day)
DO UPDATE SET views = analytics_productviews.views + EXCLUDED.views
"""


def count_views() -> int:
    """Add what was counted since the last time to its days; answers how many looks that were.

    A batch is written once, whatever is repeated.

    Raises:
        RedisError: nobody answers.
    """
    batch = PAGE_VIEWS.take()
    if batch is None:
        return 0
    written = _write(batch)
    PAGE_VIEWS.drop(batch)
    return written


@transaction.atomic
def _write(batch: Batch) -> int:
    if not once(f"views:{batch.id}"):
        return 0
    known = products.products_by_slug({slug for _, slug in batch.counts})
    found = sorted(
        (date.fromisoformat(day), known[slug].id, known[slug].vendor_id, views)
        for (day, slug), views in batch.counts.items()
        if slug in known
    )
    if found:
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [list(column) for column in zip(*found, strict=True)])
    return sum(views for *_, views in found)
