"""Rows that somebody is about to name."""

from django.db.models import Model, QuerySet


def kept[Row: Model](rows: QuerySet[Row]) -> Row | None:
    """Return the first of the rows; nobody removes it until this transaction ends.

    Locks it FOR KEY SHARE, which foreign keys take too, but only at the commit: whoever names a
    row waits here for one who removes it. Django has no word for that lock.
    """
    sql, values = rows.order_by()[:1].query.sql_with_params()
    return next(iter(rows.raw(f"{sql} FOR KEY SHARE", values)), None)
