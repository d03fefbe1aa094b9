"""Pages by number, for people: the first thousands of rows, counted no further than that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest

from apps.common.db import plans
from apps.common.db.counting import MOST_COUNTED, CappedCount
from apps.common.db.keyset import page_size
from apps.common.db.plans import Plan, Wanted
from apps.common.db.prepared import Compiled, Prepared
from apps.common.errors import InvalidInput, NoSuchPage


@dataclass(frozen=True, slots=True)
class NumberedPageOf[Row]:
    """One page; `count` is the number of all rows, or the most that we count."""

    rows: list[Row]
    page: int
    pages: int
    count: int
    count_is_exact: bool

    def members(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the page's JSON says beside its rows."""
        return {
            "next": _address(request, self.page + 1) if self.page < self.pages else None,
            "previous": _address(request, self.page - 1) if self.page > 1 else None,
            "page": self.page,
            "pages": self.pages,
            "count": self.count,
            "count_is_exact": self.count_is_exact,
        }


# Stands where a page's place comes in; no QuerySet of ours is sliced there.
_AT, _ROWS = 1_000_000_007, 1_000_000_009
_PLACE = f"LIMIT {_ROWS} OFFSET {_AT}"


class _CompiledPage[Row](Compiled[Row]):
    """A statement whose rows are chosen by a statement inside it, which is cut."""

    __slots__ = ()

    def statement(self, limit: int | None = None, offset: int = 0) -> str:
        return self.text.replace(_PLACE, f"LIMIT {limit:d} OFFSET {offset:d}")


class _NumberedPage[Row](Prepared[Row]):
    """Rows of a page: chosen by key first, so that those before it are counted, never joined."""

    def _compile(self) -> Compiled[Row]:
        made = super()._compile()
        return _CompiledPage(**{one.name: getattr(made, one.name) for one in fields(made)})


class NumberedPages[Row]:
    """A list in numbered pages. Whoever wants to read all of it pages by cursor.

    Args:
        build: makes the QuerySet of models, as for `Prepared`; not sliced.
        order: columns with `-` for descending; the last one unique.
        shape: makes of these models what a page holds.
        most: rows counted and reached: OFFSET reads and drops those before a page.
    """

    def __init__(
        self,
        build: Callable[[], QuerySet[Any, Any]],
        *,
        order: Sequence[str],
        shape: Callable[[QuerySet[Any, Any]], QuerySet[Any, Row]] = lambda rows: rows,
        most: int = MOST_COUNTED,
    ) -> None:
        def page() -> QuerySet[Any, Row]:
            keys = build().order_by(*order).values("pk")[_AT : _AT + _ROWS]
            return shape(QuerySet(keys.model).filter(pk__in=keys)).order_by(*order)

        self._rows: Prepared[Row] = _NumberedPage(page)
        self._count, self._most = CappedCount(build, most), most

    def read(self, *, page: int, limit: int | None, **values: Any) -> Plan[NumberedPageOf[Row]]:
        """Read a page and the count at the same time.

        Raises:
            InvalidInput: the page lies deeper than numbers go.
            NoSuchPage: it lies beyond the last one.
        """
        size = page_size(limit)
        if page > (deepest := -(-self._most // size)):
            sentence = f"Numbers go to page {deepest}; read on with `cursor`."
            raise InvalidInput(sentence, errors={"page": [sentence]})
        found, (count,) = yield from plans.both(
            _cut(self._rows, size, (page - 1) * size, values), plans.rows(self._count, **values)
        )
        pages = max(1, -(-count.number // size))
        if page > pages and not found:
            raise NoSuchPage(f"The last page is {pages}.", pages=pages)
        return NumberedPageOf(found, page, pages, count.number, count.is_exact)


def _cut[Row](prepared: Prepared[Row], size: int, offset: int, values: Any) -> Plan[list[Row]]:
    found: list[Row] = yield Wanted(prepared, values, size, offset)
    return found


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.dict() | {"page": str(page)}
    return request.build_absolute_uri(f"{request.path}?{urlencode(query)}")
