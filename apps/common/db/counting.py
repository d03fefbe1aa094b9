"""How many rows, without reading them all: nobody needs to know that there are 1,000,000."""

from typing import Any, NamedTuple

from django.db.models import QuerySet

ENOUGH = 1000


class Counted(NamedTuple):
    """A number of rows; where it is not exact there are more."""

    number: int
    is_exact: bool

    def __str__(self) -> str:
        return f"{self.number:,}" if self.is_exact else f"{self.number:,}+"


def capped_count(rows: QuerySet[Any, Any], limit: int = ENOUGH) -> Counted:
    """Count up to `limit` rows and stop there; the order does not matter and is dropped.

    One statement. It reads at most `limit` + 1 matching rows, but what a filter without an index
    throws away on the way is read, too.
    """
    return counted(rows.order_by()[: limit + 1].count(), limit)


def counted(found: int, limit: int = ENOUGH) -> Counted:
    """Tell what it means to have found so many rows of at most `limit` + 1."""
    return Counted(min(found, limit), found <= limit)
