"""Whose products these are, and in which categories they stand: for rules of neighbours."""

from collections.abc import Iterable

from django.db import connection

from apps.products.contracts import CategoryId, ProductId
from apps.products.models import Category, Product
from apps.vendors.contracts import VendorId

# UNION, not UNION ALL: a circle in the tree would end here too.
_UPWARDS = """
WITH RECURSIVE up(product_id, category_id) AS (
    SELECT id, category_id FROM products_product
    WHERE id = ANY(%s::uuid[]) AND category_id IS NOT NULL
    UNION
    SELECT up.product_id, category.parent_id
    FROM up JOIN products_category AS category ON category.id = up.category_id
    WHERE category.parent_id IS NOT NULL
)
SELECT product_id, category_id FROM up
"""


def owners_of(product_ids: Iterable[ProductId]) -> dict[ProductId, VendorId]:
    """The vendor of each product that exists, whatever its state: one query."""
    rows = Product.objects.filter(pk__in=set(product_ids)).values_list("pk", "vendor_id")
    return {ProductId(pk): VendorId(vendor_id) for pk, vendor_id in rows}


def known_categories(ids: Iterable[CategoryId]) -> frozenset[CategoryId]:
    """Those of the categories that exist: one query."""
    rows = Category.objects.filter(pk__in=set(ids)).values_list("pk", flat=True)
    return frozenset(CategoryId(pk) for pk in rows)


def categories_above(
    product_ids: Iterable[ProductId],
) -> dict[ProductId, frozenset[CategoryId]]:
    """Each product's category with all above it; one query. Products without one are left out."""
    found: dict[ProductId, set[CategoryId]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_UPWARDS, [list(set(product_ids))])
        for product_id, category_id in cursor.fetchall():
            found.setdefault(ProductId(product_id), set()).add(CategoryId(category_id))
    return {product_id: frozenset(ids) for product_id, ids in found.items()}
