"""Taking a loaded catalogue away again."""

from django.db import connection, transaction

from apps.products import facade as catalogue
from devstack.demo.large import aside
from devstack.demo.large.books import LoadRefused, close_books, known_load
from devstack.demo.large.load import MANY, Say
from devstack.demo.large.pictures import remove_pictures

_MINE = "SELECT id FROM loaded_catalogue.made WHERE kind = 'vendor'"
_PRODUCTS = f"SELECT id FROM products_product WHERE vendor_id IN ({_MINE})"  # noqa: S608
_VARIANTS = f"SELECT id FROM products_variant WHERE vendor_id IN ({_MINE})"  # noqa: S608
_KEYS = """
SELECT conrelid::regclass::text, attname, confrelid::regclass::text
FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
WHERE contype = 'f' AND NOT conrelid = ANY(%s::regclass[])
    AND confrelid IN ('products_product'::regclass, 'products_variant'::regclass)
"""
_ROWS = (
    ("inventory_movement", "variant_id", _VARIANTS),
    ("inventory_stock", "variant_id", _VARIANTS),
    ("products_product_collections", "product_id", _PRODUCTS),
    ("products_media", "product_id", _PRODUCTS),
    ("products_variant", "vendor_id", _MINE),
    ("products_product", "vendor_id", _MINE),
    ("vendors_vendorstatuschange", "vendor_id", _MINE),
    ("vendors_vendor", "id", _MINE),
)
_UNUSED = {
    "sizeguide": "true",
    "brand": "NOT EXISTS (SELECT FROM products_product WHERE brand_id = row.id)",
    "collection": """NOT EXISTS (
        SELECT FROM products_product_collections WHERE collection_id = row.id)""",
    "category": """NOT EXISTS (SELECT FROM products_product WHERE category_id = row.id)
        AND NOT EXISTS (SELECT FROM products_category WHERE parent_id = row.id)
        AND NOT EXISTS (SELECT FROM products_sizeguide WHERE category_id = row.id)""",
}


def remove_catalogue(say: Say, *, many: int = MANY) -> int:
    """Delete what was loaded, also categories and brands that only it used; how many products.

    Raises:
        LoadRefused: orders, carts or the like name some of it. Nothing is deleted.
    """
    load = known_load()
    if load is None:
        return 0
    aside.bring_back()  # what a killed load left
    is_large = load.products >= many
    _require_unused()
    try:
        if is_large:
            aside.set_aside()
        _delete(say)
    finally:
        aside.bring_back()
    close_books()
    remove_pictures()
    catalogue.refresh_terms()
    with connection.cursor() as cursor:
        for table in aside.TABLES if is_large else ():
            cursor.execute(f"VACUUM (ANALYZE) {table}")
    return load.products


def _require_unused() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [list(aside.TABLES)])
        for table, column, referred in cursor.fetchall():
            ids = _PRODUCTS if referred == "products_product" else _VARIANTS
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} IN ({ids})")  # noqa: S608
            if count := cursor.fetchone()[0]:
                raise LoadRefused(f"{count} rows of {table} name loaded goods; delete those first.")


@transaction.atomic
def _delete(say: Say) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'")
        for table, column, ids in _ROWS:
            cursor.execute(f"DELETE FROM {table} WHERE {column} IN ({ids})")  # noqa: S608
            say(f"{cursor.rowcount:,} rows of {table} deleted")
        for kind, condition in _UNUSED.items():
            for _ in range(2):  # leaves first, then the roots that have no leaf any more
                cursor.execute(
                    f"DELETE FROM products_{kind} AS row WHERE {condition} AND id IN "  # noqa: S608
                    "(SELECT id FROM loaded_catalogue.made WHERE kind = %s)",
                    [kind],
                )
