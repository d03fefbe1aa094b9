"""How much is asked for a product, as analytics counts it."""

from collections.abc import Iterator, Mapping

from django.db import connection, transaction

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
# Only what is another is locked: a lock writes to the row, too.
_HOLD_STALE = """
SELECT id, asked.popularity
FROM products_product AS product
JOIN unnest(%s::uuid[], %s::bigint[]) AS asked(id, popularity) USING (id)
WHERE product.popularity <> asked.popularity
ORDER BY id FOR NO KEY UPDATE OF product
"""
_NOTE = """
UPDATE products_product AS product SET popularity = asked.popularity
FROM unnest(%s::uuid[], %s::bigint[]) AS asked(id, popularity)
WHERE product.id = asked.id AND product.popularity <> asked.popularity
"""
# One pass over product_popular, which holds all that is asked for: no row is read.
_STRAYED = """
SELECT id, tier FROM (
    SELECT id, popularity_tier,
        1 + (place > %(head)s)::int + (place > %(wide)s)::int + (place > %(far)s)::int AS tier
    FROM (
        SELECT id, popularity_tier, row_number() OVER (
            ORDER BY is_in_stock DESC, popularity DESC, published_at DESC, id DESC
        ) AS place
        FROM products_product WHERE status = 'published' AND is_vendor_open
    ) AS ordered
) AS sorted WHERE popularity_tier <> tier
"""


def note_popularity(counts: Mapping[ProductId, int]) -> int:
    """Note the popularity of these products; return how many changed. A repeat changes nothing.

    Locks the product rows that change, in id order, a thousand a transaction. Search ranks by it
    at once; who belongs to the best few thousand is seen by the next `sort_tiers`.

    Args:
        counts: the whole figure, not what was added: any whole number from 0.
    """
    return sum(_note(ids, counts) for ids in _chunks(sorted(counts)))


@transaction.atomic
def _note(ids: list[ProductId], counts: Mapping[ProductId, int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_HOLD_STALE, [ids, [counts[pk] for pk in ids]])
        stale = cursor.fetchall()
        if stale:
            cursor.execute(_NOTE, [list(column) for column in zip(*stale, strict=True)])
    return len(stale)


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
