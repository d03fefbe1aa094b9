"""The stage: temporary tables into which COPY writes, one row a product."""

from collections.abc import Iterable

from django.db import connection

from devstack.demo.large.goods import Row
from devstack.demo.large.pictures import Shared
from devstack.demo.large.spread import CELLS, statements

_TABLES = """
CREATE TEMPORARY TABLE IF NOT EXISTS stage (
    number int, id uuid, vendor_id uuid, category_id uuid, brand_id uuid, title text, slug text,
    description text, tags text[], status text, made_ms bigint, shown_ms bigint,
    size_run text[], tone_run text[],
    sizes text[], colours text[], hexes text[], price bigint, sale bigint, stocks int[],
    rating smallint, rating_count int, asked int, pictures smallint[], collections uuid[]);
CREATE TEMPORARY TABLE IF NOT EXISTS shared (
    picture smallint, name text, width int, height int, renditions jsonb);
CREATE TEMPORARY TABLE IF NOT EXISTS cell (
    id uuid, product_id uuid, vendor_id uuid, made_at timestamptz, sku text, size text,
    colour text, hex text, price bigint, sale bigint, place int, units int);
TRUNCATE stage, shared, cell
"""


def fill(rows: Iterable[Row], shared: Iterable[Shared]) -> None:
    """Insert products with all that hangs on them; the caller holds a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        cursor.executemany(
            "INSERT INTO shared VALUES (%s, %s, %s, %s, %s::jsonb)",
            [(one.number, one.name, one.width, one.height, one.renditions) for one in shared],
        )
        with cursor.copy("COPY stage FROM STDIN") as copy:
            for row in rows:
                copy.write("\t".join(row) + "\n")
        cursor.execute(CELLS)
        for statement in statements():
            cursor.execute(statement)
