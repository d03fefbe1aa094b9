"""Keyset pages: constant cost at any depth, no row skipped or shown twice while some are added."""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.http import HttpRequest

from apps.common.db.prepared import Named, Prepared
from apps.common.errors import InvalidInput


class BadCursor(InvalidInput):
    """The cursor is not one that this list gave out."""

    code, title = "bad-cursor", "The cursor is not valid"


@dataclass(frozen=True, slots=True)
class PageOf[Row]:
    """One page and the opaque cursors of its neighbours."""

    rows: list[Row]
    next_cursor: str | None
    previous_cursor: str | None

    def of[Shown](self, shape: Callable[[Row], Shown]) -> "PageOf[Shown]":
        """Return the same page with each row in another shape."""
        return PageOf([shape(row) for row in self.rows], self.next_cursor, self.previous_cursor)

    def as_json(self, request: HttpRequest, shape: Callable[[Row], Any]) -> dict[str, Any]:
        """Return the page shape of both APIs, with addresses of the neighbours."""
        return {"results": [shape(row) for row in self.rows]} | self.members(request)

    def members(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the page's JSON says beside its rows."""
        return {
            "next": _address(request, self.next_cursor),
            "previous": _address(request, self.previous_cursor),
        }


def keyset_page[Row](
    rows: QuerySet[Any, Row],
    *,
    order: Sequence[str],
    cursor: str | None = None,
    limit: int | None = None,
) -> PageOf[Row]:
    """Cut one page out of a QuerySet.

    Args:
        rows: model rows or `values()` that hold every column of `order`.
        order: columns with `-` for descending; the last one unique, none of them nullable.
        cursor: what an earlier page gave out.
        limit: rows a page, at most MAX_PAGE_SIZE.

    Raises:
        BadCursor: the cursor does not fit this list.
    """
    size = page_size(limit)
    backwards, key = _read(cursor, rows, order)
    cut = _directed(rows, order, key, backwards=backwards)[: size + 1]
    key_of = partial(_key, order, rows._fields or (), rows)  # type: ignore[attr-defined]
    return _page(list(cut), order, key_of, size, backwards=backwards, has_key=key is not None)


class Pages[Row]:
    """A list in keyset pages, compiled once for each direction, for both doors.

    Args:
        build: makes the QuerySet, as for `Prepared`; not ordered, not sliced.
        order: as for `keyset_page`.
        columns: what the columns of `values_list` are called, where its own names do not say; one
            of `order` may come as PostgreSQL's text, which costs nothing to load.
    """

    def __init__(
        self,
        build: Callable[[], QuerySet[Any, Row]],
        *,
        order: Sequence[str],
        columns: Sequence[str] | None = None,
    ) -> None:
        self._build, self.order, self._names = build, order, columns

    def read(
        self, *, cursor: str | None = None, limit: int | None = None, **values: Any
    ) -> PageOf[Row]:
        """Read one page on the caller's connection; the async side is `reads.page`.

        Raises:
            BadCursor: the cursor does not fit this list.
        """
        cut = self.cut(cursor=cursor, limit=limit)
        return cut.page(cut.prepared.cut(cut.limit_rows, 0, values | cut.values))

    def cut(self, *, cursor: str | None, limit: int | None) -> "Cut[Row]":
        """Say which statement with which values reads a page; asks nobody.

        Raises:
            BadCursor: the cursor does not fit this list.
        """
        backwards, key = _read(cursor, self._rows, self.order) if cursor else (False, None)
        return Cut(
            prepared=self.prepared[0 if key is None else 1 + backwards],
            values={_place(number): value for number, value in enumerate(key or ())},
            size=page_size(limit),
            order=self.order,
            columns=self._columns,
            rows=self._rows,
            backwards=backwards,
        )

    @cached_property
    def prepared(self) -> tuple[Prepared[Row], ...]:
        """The first page, a page after a cursor, a page before one."""
        key = [Named(_place(number)) for number in range(len(self.order))]
        shapes: list[tuple[list[Named] | None, bool]] = [(None, False), (key, False), (key, True)]
        return tuple(Prepared(partial(self._shaped, *shape)) for shape in shapes)

    def _shaped(self, key: list[Named] | None, backwards: bool) -> QuerySet[Any, Row]:  # noqa: FBT001
        return self.directed(self._build(), key, backwards=backwards)

    def directed[Listed](
        self, rows: QuerySet[Any, Listed], key: Sequence[Any] | None, *, backwards: bool
    ) -> QuerySet[Any, Listed]:
        """Order rows as the list is, or the other way round, from behind the key on."""
        return _directed(rows, self.order, key, backwards=backwards)

    @cached_property
    def _rows(self) -> QuerySet[Any, Row]:
        return self._build()

    @cached_property
    def _columns(self) -> tuple[str, ...]:
        """What the columns of `values_list` are called."""
        if self._names is not None:
            return tuple(self._names)
        return tuple(self._rows._fields or ())  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut[Row]:
    """One page yet to be read."""

    prepared: Prepared[Row]
    values: dict[str, Any]
    size: int
    order: Sequence[str]
    columns: Sequence[str]
    rows: QuerySet[Any, Row]
    backwards: bool

    @property
    def limit_rows(self) -> int:
        """One row more than the page shows: whether there is another."""
        return self.size + 1

    def page(self, found: list[Row]) -> PageOf[Row]:
        """Make the page of the rows that came."""
        has_key = bool(self.values)
        key_of = partial(_key, self.order, self.columns, self.rows)
        turn = {"backwards": self.backwards, "has_key": has_key}
        return _page(found, self.order, key_of, self.size, **turn)


def _place(number: int) -> str:
    return f"key_{number}"


def page_size(limit: int | None) -> int:
    """Return how many rows a page has: as asked, at most MAX_PAGE_SIZE."""
    return min(limit or settings.PAGE_SIZE, settings.MAX_PAGE_SIZE)


def _directed[Row](
    rows: QuerySet[Any, Row], order: Sequence[str], key: Sequence[Any] | None, *, backwards: bool
) -> QuerySet[Any, Row]:
    direction = [_turned(column) for column in order] if backwards else list(order)
    if key is not None:
        rows = rows.filter(_beyond(direction, key))
    return rows.order_by(*direction)


def _page[Row](
    found: list[Row],
    order: Sequence[str],
    key_of: Callable[[Row], list[Any]],
    size: int,
    *,
    backwards: bool,
    has_key: bool,
) -> PageOf[Row]:
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next, has_previous = (has_key, more) if backwards else (more, has_key)
    return PageOf(
        rows=found,
        next_cursor=_write(order, key_of(found[-1]), False) if found and has_next else None,
        previous_cursor=_write(order, key_of(found[0]), True) if found and has_previous else None,
    )


def _turned(column: str) -> str:
    return column[1:] if column.startswith("-") else f"-{column}"


def _beyond(direction: Sequence[str], key: Sequence[Any]) -> Any:
    """Build `(a, b) > (x, y)`: one range of an index, unless the directions are mixed."""
    down = {column.startswith("-") for column in direction}
    if len(down) == 1 and len(key) > 1:
        compare: Any = TupleLessThan if down == {True} else TupleGreaterThan
        return compare(Tuple(*(F(column.lstrip("-")) for column in direction)), tuple(key))
    condition, equal = Q(), Q()
    for column, value in zip(direction, key, strict=True):
        name = column.lstrip("-")
        comparison = "lt" if column.startswith("-") else "gt"
        condition |= equal & Q(**{f"{name}__{comparison}": value})
        equal &= Q(**{name: value})
    return condition


def _key(order: Sequence[str], columns: Sequence[str], rows: Any, row: Any) -> list[Any]:
    names = [column.lstrip("-") for column in order]
    if isinstance(row, tuple):
        found = [row[columns.index(name)] for name in names]
        pairs = zip(names, found, strict=True)
        # A text of PostgreSQL's is read by the field, so that the cursor is the same.
        return [_field(rows, k).to_python(v) if isinstance(v, str) else v for k, v in pairs]
    return [row[name] if isinstance(row, Mapping) else getattr(row, name) for name in names]


def _write(order: Sequence[str], key: Sequence[Any], backwards: bool) -> str:  # noqa: FBT001 -- what the cursor says first
    packed = msgspec.json.encode([backwards, ",".join(order), *[str(value) for value in key]])
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _read(
    cursor: str | None, rows: QuerySet[Any, Any], order: Sequence[str]
) -> tuple[bool, list[Any] | None]:
    if not cursor:
        return False, None
    try:
        packed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        backwards, told, *texts = msgspec.json.decode(packed, type=list[bool | str])
        if told != ",".join(order):
            raise ValueError("a cursor of another order")  # noqa: TRY301 -- one way out
        names = [column.lstrip("-") for column in order]
        key = [_value(_field(rows, name), text) for name, text in zip(names, texts, strict=True)]
    except (binascii.Error, ValueError, ValidationError, msgspec.DecodeError) as error:
        raise BadCursor("Start again from the first page.") from error
    return bool(backwards), key


def _value(field: Any, text: bool | str) -> Any:  # noqa: FBT001 -- what a made-up cursor may hold
    """Read what we wrote: texts, and moments in UTC. PostgreSQL refuses some of what is not."""
    if not isinstance(text, str) or "\0" in text:
        raise ValueError("a cursor holds texts")
    value = field.to_python(text)
    if isinstance(value, datetime) and value.utcoffset() != timedelta():
        raise ValueError("a cursor's moments are in UTC")
    return value


def _field(rows: QuerySet[Any, Any], name: str) -> Any:
    """Find what parses a cursor's text: the model's column or the annotation's output."""
    try:
        return rows.model._meta.get_field(name)  # noqa: SLF001 -- Django's documented model API
    except FieldDoesNotExist:
        return rows.query.annotations[name].output_field


def _address(request: HttpRequest, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request.GET.dict() | {"cursor": cursor}
    return request.build_absolute_uri(f"{request.path}?{urlencode(query)}")
