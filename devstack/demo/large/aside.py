"""Indexes and foreign keys that stand aside while many rows come or go.

They are written down in the transaction that drops them, so a killed load loses none: the next
one, or `--remove`, brings them back. Primary keys, checks and unique constraints stay.
"""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

TABLES = (
    "products_product",
    "products_variant",
    "products_media",
    "products_product_collections",
    "inventory_stock",
    "inventory_movement",
)
BUILDERS = 2
_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('u', 'x'))
ORDER BY 1
"""
_KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND (conrelid = ANY(%(t)s::regclass[]) OR confrelid = ANY(%(t)s::regclass[]))
ORDER BY 1, 2
"""
_NOTE = "INSERT INTO loaded_catalogue.aside (name, definition, is_index) VALUES (%s, %s, %s)"


@transaction.atomic
def set_aside() -> None:
    """Drop the indexes and foreign keys of `TABLES`, each noted in `loaded_catalogue.aside`.

    Foreign keys that point at these tables go, too. One transaction: all of it, or nothing. It
    locks the tables (ACCESS EXCLUSIVE) for a moment and waits at most 10 s for each lock.

    Raises:
        OperationalError: somebody kept a table locked for longer.
        ProgrammingError: the schema `loaded_catalogue` is not there; a load makes it first.
    """
    tables = list(TABLES)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'")
        cursor.execute(_KEYS, {"t": tables})
        for table, name, definition in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            back = f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"
            cursor.execute(_NOTE, [name, back, False])
        cursor.execute(_INDEXES, [tables])
        for name, definition in cursor.fetchall():
            cursor.execute(f"DROP INDEX {name}")
            cursor.execute(_NOTE, [name, definition, True])


def bring_back() -> int:
    """Build again what was set aside, indexes two at a time, then foreign keys; how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, is_index FROM loaded_catalogue.aside ORDER BY id")
        noted = cursor.fetchall()
    with ThreadPoolExecutor(BUILDERS) as pool:
        list(pool.map(_in_thread, [one for one, is_index in noted if is_index]))
    for one, is_index in noted:
        if not is_index:
            _build(one)
    return len(noted)


def _in_thread(one: int) -> None:
    try:
        _build(one)
    finally:
        connection.close()


@transaction.atomic
def _build(one: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute("SET LOCAL max_parallel_maintenance_workers = 0")  # two run at once anyway
        cursor.execute(
            "DELETE FROM loaded_catalogue.aside WHERE id = %s RETURNING definition", [one]
        )
        cursor.execute(cursor.fetchone()[0])
