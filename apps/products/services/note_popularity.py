"""How much is asked for a product, as analytics counts it."""

from collections.abc import Iterator, Mapping

from django.db import connection, transaction
from django.db.models import Case, Value, When

from apps.products.contracts import ProductId
from apps.products.models import Product
from apps.products.models.product import ANY_TIER, HEAD_TIER, LISTED, WIDE_TIER

HEAD, WIDE = 4_000, 64_000
_AT_ONCE = 1_000
_STRAYED = """
WITH best AS (
    SELECT id, CASE WHEN row_number() OVER () <= %(head)s THEN 1 ELSE 2 END AS tier FROM (
        SELECT id FROM products_product WHERE status = 'published' AND is_vendor_open
        ORDER BY is_in_stock DESC, popularity DESC, published_at DESC, id DESC LIMIT %(wide)s
    ) AS ordered
)
SELECT id, best.tier FROM products_product JOIN best USING (id) WHERE popularity_tier <> best.tier
UNION ALL
SELECT id, 3 FROM products_product
WHERE status = 'published' AND is_vendor_open AND popularity_tier <= 2
    AND NOT EXISTS (SELECT FROM best WHERE best.id = products_product.id)
"""


def note_popularity(counts: Mapping[ProductId, int]) -> int:
    """Note the popularity of these products; return how many changed. A repeat changes nothing.

    Locks product rows in id order, a thousand a transaction. Search ranks by it at once; who
    belongs to the best few thousand is seen by the next `sort_tiers`.

    Args:
        counts: the whole figure, not what was added: any whole number from 0.
    """
    changed = 0
    for ids in _chunks(sorted(counts)):
        with transaction.atomic():
            held = Product.objects.filter(id__in=ids).order_by("id").select_for_update(no_key=True)
            stale = [
                pk
                for pk, popularity in held.values_list("id", "popularity")
                if popularity != counts[ProductId(pk)]
            ]
            cases = [When(id=pk, then=Value(counts[ProductId(pk)])) for pk in stale]
            if cases:
                Product.objects.filter(id__in=stale).update(popularity=Case(*cases))
            changed += len(stale)
    return changed


def sort_tiers() -> int:
    """Put the listed products into tiers anew; return how many moved.

    Tier 1 holds the 4,000 first by stock, popularity and novelty, tier 2 the next 60,000. Locks
    product rows in id order, a thousand a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STRAYED, {"head": HEAD, "wide": WIDE})
        strayed: dict[ProductId, int] = dict(cursor.fetchall())
    for ids in _chunks(sorted(strayed)):
        with transaction.atomic():
            held = Product.objects.filter(id__in=ids).order_by("id").select_for_update(no_key=True)
            list(held.values_list("id", flat=True))
            for tier in (HEAD_TIER, WIDE_TIER, ANY_TIER):
                moved = [pk for pk in ids if strayed[pk] == tier]
                Product.objects.filter(LISTED, id__in=moved).update(popularity_tier=tier)
    return len(strayed)


def _chunks(ids: list[ProductId]) -> Iterator[list[ProductId]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
