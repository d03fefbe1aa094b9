"""Reads that Django compiles once a process, and PostgreSQL once a connection.

Compiling a QuerySet costs three to ten times what running it costs; its text hardly ever changes.
"""

import copy
from collections.abc import Callable, Iterable
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Field, ForeignObject, Lookup, QuerySet
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


class Prepared[Row]:
    """A QuerySet of models or `values_list`, compiled at its first use.

    It runs on the caller's connection, inside its transaction. `select_for_update` is refused:
    Django looks for the transaction while it compiles. Prefetches and hints are not followed.

    Args:
        build: makes the QuerySet; `Named("x")` stands where a value comes later.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build

    def all(self, **values: Any) -> list[Row]:
        """Run it with these values: Python's own, lists for arrays."""
        queryset, compiler, text, names = self._compiled
        with preparing_cursor() as cursor:
            cursor.execute(text, [values[name] for name in names])
            found = cursor.fetchall()
        bound = copy.copy(compiler)
        bound.connection = connections[DEFAULT_DB_ALIAS]  # each thread has its own
        bound.execute_sql = lambda *_args, **_kwargs: [found]  # type: ignore[method-assign,assignment]
        asked = SimpleNamespace(
            db=DEFAULT_DB_ALIAS,
            model=queryset.model,
            query=SimpleNamespace(get_compiler=lambda *_args, **_kwargs: bound),
            _known_related_objects={},
        )
        rows: Iterable[Row] = queryset._iterable_class(asked)  # type: ignore[arg-type,assignment] # noqa: SLF001
        return list(rows)

    def first(self, **values: Any) -> Row | None:
        """The first row, or None."""
        return next(iter(self.all(**values)), None)

    @cached_property
    def _compiled(self) -> tuple[QuerySet[Any, Row], SQLCompiler, str, tuple[str, ...]]:
        queryset = self._build()
        if queryset.query.select_for_update:
            raise ValueError("a prepared read locks nothing")
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        text, places = compiler.as_sql()
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        compiler.get_converters = lambda _columns: converters
        names = tuple(place.name for place in places if isinstance(place, Named))
        return queryset, compiler, _with_constants(text, places), names


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
