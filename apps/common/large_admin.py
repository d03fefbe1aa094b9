"""For admins of tables that grow large: pages without counting every row."""

from functools import cached_property
from typing import Any, ClassVar

from django.core.paginator import Paginator

from apps.common.db import MOST_COUNTED, Counted, capped_count


class AtLeast(int):
    """A capped number that says so where a page shows it."""

    def __str__(self) -> str:
        return str(Counted(int(self), is_exact=False))


class CappedPaginator(Paginator[Any]):
    """Pages of as many rows as are counted; whoever looks for others narrows or searches."""

    most: ClassVar[int] = MOST_COUNTED

    @cached_property
    def count(self) -> int:
        """How many rows there are to page through."""
        rows: Any = self.object_list  # the admin's QuerySet
        found = capped_count(rows, self.most)
        return found.number if found.is_exact else AtLeast(found.number)


class Large:
    """Many rows: stands before ModelAdmin."""

    paginator: type[Any] = CappedPaginator
    show_full_result_count = False
