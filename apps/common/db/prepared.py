"""Reads that Django compiles once a process, and PostgreSQL once a connection.

Compiling a QuerySet costs three to ten times what running it costs; its text hardly ever changes.
"""

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from types import SimpleNamespace
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Field, ForeignObject, Lookup, QuerySet
from django.db.models.expressions import ColPairs
from django.db.models.query import ValuesIterable, ValuesListIterable
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from psycopg.sql import Literal

from apps.common.db.cursor import preparing_cursor


class Named(Expression):
    """A place in a prepared query that `Prepared.all` fills by name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Leave the place open."""
        return "%s", (self,)


@ForeignObject.register_lookup
@Field.register_lookup
class AnyOf(Lookup[Any]):
    """`id__any=Named("ids")`: one text for lists of any length, where `__in` has one for each."""

    lookup_name = "any"

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Compare with an array."""
        left, of_left = self.process_lhs(compiler, connection)
        right, of_right = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", (*of_left, *of_right)


@dataclass(frozen=True, slots=True)
class Compiled[Row]:
    """What Django made of a QuerySet: a text with places, and how rows come from its answer."""

    queryset: QuerySet[Any, Row]
    compiler: SQLCompiler
    text: str
    names: tuple[str, ...]
    of_driver: Callable[[Sequence[Any]], list[Row]] | None = None

    def statement(self, limit: int | None = None, offset: int = 0) -> str:
        """The text, cut after so many rows: numbers in the text, for the planner to see."""
        text = self.text if limit is None else f"{self.text} LIMIT {limit:d}"
        return f"{text} OFFSET {offset:d}" if offset else text

    def values(self, named: Mapping[str, Any]) -> list[Any]:
        """The values in the order of their places."""
        return [named[name] for name in self.names]

    def fetch(self, text: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Run it on the thread's own connection; the rows as the driver reads them."""
        with preparing_cursor() as cursor:
            cursor.execute(text, values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    def rows(self, found: Sequence[Sequence[Any]]) -> list[Row]:
        """What the QuerySet would make of these rows of the driver; asks nobody."""
        if self.of_driver:
            return self.of_driver(found)
        bound = copy.copy(self.compiler)
        bound.connection = connections[DEFAULT_DB_ALIAS]  # each thread has its own
        bound.execute_sql = lambda *_args, **_kwargs: [found]  # type: ignore[method-assign,assignment]
        asked = SimpleNamespace(
            db=DEFAULT_DB_ALIAS,
            model=self.queryset.model,
            query=_Answered(self.queryset.query, bound),
            _known_related_objects={},
        )
        rows: Iterable[Row] = self.queryset._iterable_class(asked)  # type: ignore[arg-type,assignment] # noqa: SLF001
        return list(rows)


class _Answered:
    """A query whose compiler has the answer already; all else is the query's own."""

    def __init__(self, query: Query, compiler: SQLCompiler) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_args: object, **_kwargs: object) -> SQLCompiler:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


class Prepared[Row]:
    """A QuerySet of models, `values` or `values_list`, compiled at its first use.

    `all` runs it on the caller's connection, inside its transaction; `common.reads` runs the same
    on the async pool. `select_for_update` is refused: Django looks for the transaction while it
    compiles. So are prefetches: `Nested` rows come in the statement. Hints are not followed.

    Args:
        build: makes the QuerySet; `Named("x")` stands where a value comes later.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build
        self._compiling = Lock()

    def all(self, **values: Any) -> list[Row]:
        """Run it with these values: Python's own, lists for arrays."""
        return self.cut(None, 0, values)

    def cut(self, limit: int | None, offset: int, values: Mapping[str, Any]) -> list[Row]:
        """Run it for so many rows after so many others; the QuerySet itself is not sliced then."""
        compiled = self.compiled
        text = compiled.statement(limit, offset)
        return compiled.rows(compiled.fetch(text, compiled.values(values)))

    def first(self, **values: Any) -> Row | None:
        """The first row, or None."""
        return next(iter(self.all(**values)), None)

    @property
    def compiled(self) -> Compiled[Row]:
        """What Django made of it. The first use asks the database: not on an event loop."""
        with self._compiling:
            return self._compiled

    @property
    def is_compiled(self) -> bool:
        """Whether `compiled` asks nobody any more."""
        return "_compiled" in self.__dict__

    @cached_property
    def _compiled(self) -> Compiled[Row]:
        return self._compile()

    def _compile(self) -> Compiled[Row]:
        queryset = self._build()
        if queryset.query.select_for_update:
            raise ValueError("a prepared read locks nothing")
        if queryset._prefetch_related_lookups:  # type: ignore[attr-defined] # noqa: SLF001
            raise ValueError("a prepared read follows no prefetch: use Nested")
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        text, places = compiler.as_sql()
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        compiler.get_converters = lambda _columns: converters
        names = tuple(place.name for place in places if isinstance(place, Named))
        quick = None if converters else _of_driver(queryset)
        return Compiled(queryset, compiler, _with_constants(text, places), names, quick)


def _of_driver(queryset: QuerySet[Any, Any]) -> Callable[[Sequence[Any]], list[Any]] | None:
    """How plain rows come straight from the driver's, where no column needs converting."""
    kind, query = queryset._iterable_class, queryset.query  # noqa: SLF001
    if any(isinstance(column, ColPairs) for column in query.select):
        return None
    if kind is ValuesListIterable:
        return list
    if kind is ValuesIterable:
        known = query.selected or (
            *query.extra_select,
            *query.values_select,
            *query.annotation_select,
        )
        names = tuple(known)
        return lambda found: [dict(zip(names, row, strict=True)) for row in found]
    return None


def _with_constants(text: str, places: Iterable[object]) -> str:
    """Write into the text what never changes, so that plans may use partial indexes."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        literals = tuple(
            "%s" if isinstance(place, Named) else _literal(place, cursor.connection)
            for place in places
        )
    return text.replace("%%", "%%%%") % literals


def _literal(value: object, connection: Any) -> str:
    return Literal(value).as_string(connection).replace("%", "%%")
