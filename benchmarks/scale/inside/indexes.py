"""The indexes of the catalogue's tables, and how large they are."""

from typing import Any

from django.db import connection

TABLES = (
    "products_product",
    "products_variant",
    "products_media",
    "products_product_collections",
    "products_term",
)
_INDEXES = """
SELECT shown.indexrelname, shown.relname, pg_relation_size(shown.indexrelid) / 1048576.0,
    CASE WHEN facts.indisprimary THEN 'key' WHEN facts.indisunique THEN 'unique' ELSE '' END
FROM pg_stat_user_indexes AS shown JOIN pg_index AS facts USING (indexrelid)
WHERE shown.relname = ANY(%s) ORDER BY shown.relname, shown.indexrelname
"""


def indexes() -> list[dict[str, Any]]:
    """Name, table, megabytes, and what it guards: `key`, `unique` or nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES, [list(TABLES)])
        names = ("name", "table", "megabytes", "guards")
        return [
            dict(zip(names, (name, table, float(size), guards), strict=True))
            for name, table, size, guards in cursor.fetchall()
        ]
