"""Slugs to ask for: of what holds much, of what holds little."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

_BY_COUNT = """
SELECT grouped.slug FROM {table} AS grouped
JOIN (SELECT {column} AS id, count(*) AS many FROM {source} GROUP BY 1) AS held USING (id)
ORDER BY many DESC
"""


@dataclass(frozen=True)
class Places:
    """The largest and the smallest of each kind; `root` is the category with most below it."""

    root: str
    leaf: str
    small_leaf: str
    vendor: str
    small_vendor: str
    brand: str
    small_brand: str
    collection: str
    small_collection: str
    product: str


def places() -> Places:
    """Look at what is loaded."""
    leaves = _ranked("products_category", "category_id", "products_product")
    vendors = _ranked("vendors_vendor", "vendor_id", "products_product")
    brands = _ranked("products_brand", "brand_id", "products_product")
    held = _ranked("products_collection", "collection_id", "products_product_collections")
    root = _one(
        "SELECT root.slug FROM products_category root JOIN products_category leaf "
        "ON leaf.parent_id = root.id WHERE leaf.slug = %s",
        leaves[0],
    )
    product = _one(
        "SELECT slug FROM products_product WHERE status = 'published' AND is_vendor_open "
        "ORDER BY id DESC OFFSET %s LIMIT 1",
        100,
    )
    return Places(
        root, leaves[0], leaves[-1], vendors[0], vendors[-1], brands[0], brands[-1], held[0],
        held[-1], product,
    )  # fmt: skip


def _ranked(table: str, column: str, source: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_BY_COUNT.format(table=table, column=column, source=source))
        return [slug for (slug,) in cursor.fetchall()]


def _one(statement: str, value: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement, [value])
        return str(cursor.fetchone()[0])
