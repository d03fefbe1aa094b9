"""How much is asked for a product, as analytics counts it."""

from collections.abc import Iterator, Mapping

from django.db import connection, transaction
from django.db.models import Case, Value, When

from apps.products.contracts import ProductId
from apps.products.models import Product
from apps.products.models.product import (
    ANY_TIER,
    FAR_TIER,
    HEAD_TIER,
    LISTED,
    TIER_SIZES,
    WIDE_TIER,
)

_AT_ONCE = 1_000
_STRAYED = """
WITH best AS (
    SELECT id, 1 + (place > %(head)s)::int + (place > %(wide)s)::int AS tier FROM (
        SELECT id, row_number() OVER (
            ORDER BY is_in_stock DESC, popularity DESC, published_at DESC, id DESC
        ) AS place
        FROM products_product WHERE status = 'published' AND is_vendor_open
    ) AS ordered WHERE place <= %(far)s
)
SELECT id, best.tier FROM products_product JOIN best USING (id) WHERE popularity_tier <> best.tier
UNION ALL
SELECT id, 4 FROM products_product
WHERE status = 'published' AND is_vendor_open AND popularity_tier < 4
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

    The first by stock, popularity and novelty are in tier 1, as `TIER_SIZES` says. Locks product
    rows in id order, a thousand a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STRAYED, _sizes())
        strayed: dict[ProductId, int] = dict(cursor.fetchall())
    for ids in _chunks(sorted(strayed)):
        with transaction.atomic():
            held = Product.objects.filter(id__in=ids).order_by("id").select_for_update(no_key=True)
            list(held.values_list("id", flat=True))
            for tier in (*TIER_SIZES, ANY_TIER):
                moved = [pk for pk in ids if strayed[pk] == tier]
                Product.objects.filter(LISTED, id__in=moved).update(popularity_tier=tier)
    return len(strayed)


def _sizes() -> dict[str, int]:
    tiers = {"head": HEAD_TIER, "wide": WIDE_TIER, "far": FAR_TIER}
    return {name: TIER_SIZES[tier] for name, tier in tiers.items()}


def _chunks(ids: list[ProductId]) -> Iterator[list[ProductId]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
