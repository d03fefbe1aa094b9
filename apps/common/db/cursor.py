"""A cursor whose statements PostgreSQL prepares."""

from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor


def preparing_cursor() -> CursorWrapper:
    """Return a cursor on the current connection; what it runs five times is planned once.

    Values travel beside the text. For SQL whose values are Python's own only: the ORM wraps whole
    numbers in types of four bytes, and psycopg cuts those short without a word (`Int4(10**18)`), so
    the setting `server_side_binding` would let a refund of ₦25 million pass as a small one.
    """
    here: Any = connection
    if here.queries_logged:  # whoever looks at statements wants to see their values in them
        return connection.cursor()
    connection.ensure_connection()
    wrapped: CursorWrapper = here._prepare_cursor(Cursor(here.connection))  # noqa: SLF001
    return wrapped
