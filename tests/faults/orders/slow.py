"""Make racers meet: each statement that writes a table waits first, before it locks any row.

What one has read when it waits, the others read too; whoever locks before reading is not harmed.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

PAUSE_SECONDS = 0.06


@contextmanager
def slow_writes(*tables: str) -> Iterator[None]:
    """For the length of the block, in all connections to this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION test_pause() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN PERFORM pg_sleep({PAUSE_SECONDS}); RETURN NULL; END $$"
        )
        for table in tables:
            cursor.execute(
                f"CREATE TRIGGER test_pause BEFORE INSERT OR UPDATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION test_pause()"
            )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION test_pause() CASCADE")
