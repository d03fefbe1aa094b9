"""How many rows, without reading them all: nobody needs to know that there are 1,000,000.

Every list has the same cap: staff's, the shop's, and the pages by number, which end where counting
does. Beyond it people narrow or search, and machines read on by cursor.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from django.db.models import QuerySet

from apps.common.db.prepared import Compiled, Prepared

MOST_COUNTED = 10_000  # rows: a walk of some milliseconds along an index


class Counted(NamedTuple):
    """A number of rows; where it is not exact there are more."""

    number: int
    is_exact: bool

    def __str__(self) -> str:
        return f"{self.number:,}" if self.is_exact else f"{self.number:,}+"


def capped_count(rows: QuerySet[Any, Any], most: int = MOST_COUNTED) -> Counted:
    """Count up to `most` rows and stop there; the order does not matter and is dropped.

    One statement. It reads at most `most` + 1 matching rows, but what a filter without an index
    throws away on the way is read, too.
    """
    return _told(rows.order_by()[: most + 1].count(), most)


class CappedCount(Prepared[Counted]):
    """One row: `capped_count` of what `build` makes, prepared."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]], most: int = MOST_COUNTED) -> None:
        super().__init__(lambda: build().order_by().values_list("pk"))
        self._most = most

    def _compile(self) -> Compiled[Counted]:
        made, most = super()._compile(), self._most
        text = f"SELECT count(*) FROM ({made.statement(most + 1)}) AS counted"  # noqa: S608 -- Django's text
        return replace(made, text=text, of_driver=lambda found: [_told(found[0][0], most)])


def _told(found: int, most: int) -> Counted:
    return Counted(min(found, most), found <= most)
