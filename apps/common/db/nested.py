"""Rows below rows in one statement: what `prefetch_related` is for reads that are prepared."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    FileField,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    QuerySet,
    TextField,
    UUIDField,
)
from django.db.models.functions import JSONArray

_TEXT = (CharField, TextField, FileField)
_AS_JSON_HAS_IT = (*_TEXT, BooleanField, IntegerField, JSONField)
_READ_FROM_TEXT = (DateTimeField, UUIDField, ForeignKey)


def with_nested[Of: Model](rows: QuerySet[Of], **below: "Nested") -> QuerySet[Of]:
    """Load what lies below each row with it, as attributes; the models declare them."""
    annotated: QuerySet[Of] = rows.annotate(**below)
    return annotated


class Nested(ArraySubquery):
    """A list of models of another table: `Nested(Line.objects.filter(of=OuterRef("pk")))`.

    PostgreSQL hands the rows over as JSON in the order of the QuerySet; each becomes the instance
    that the ORM would load, with its own `Nested` annotations. No statement more, however many.

    Args:
        rows: the QuerySet; `OuterRef` names the row above.

    Raises:
        TypeError: a column does not survive JSON exactly (a Decimal, a float, bytes).
    """

    def __init__(self, rows: QuerySet[Any], **kwargs: Any) -> None:
        fields: Sequence[Any] = rows.model._meta.concrete_fields  # noqa: SLF001 -- public model API
        self._below = {
            name: kind for name, kind in rows.query.annotations.items() if isinstance(kind, Nested)
        }
        self._model: type[Model] = rows.model
        self._names = [field.attname for field in fields]
        self._readers = [_reader(field) for field in fields]
        row = JSONArray(*self._names, *self._below)
        super().__init__(rows.values_list(row, flat=True), **kwargs)

    def get_db_converters(self, _connection: Any) -> list[Callable[..., Any]]:
        """Make models of what the driver gives: a list of JSON texts."""
        return [self._of_driver]

    def _of_driver(self, found: Sequence[str], *_about: object) -> Any:
        return self.made([msgspec.json.decode(text) for text in found])

    def made(self, rows: Any) -> Any:
        """Make models of decoded JSON."""
        return [self._instance(row) for row in rows]

    def _instance(self, row: Sequence[Any]) -> Model:
        values = [read(value) for read, value in zip(self._readers, row, strict=False)]
        made = self._model.from_db(DEFAULT_DB_ALIAS, self._names, values)
        for (name, kind), below in zip(self._below.items(), row[len(values) :], strict=True):
            setattr(made, name, kind.made(below))
        return made


class NestedOne(Nested):
    """The first of such rows, or None: what `select_related` is, also inside a `Nested`."""

    def made(self, rows: Any) -> Any:
        """Make one model of decoded JSON, or None."""
        return self._instance(rows[0]) if rows else None


def _reader(field: Field[Any, Any]) -> Callable[[Any], Any]:
    if isinstance(field, _READ_FROM_TEXT):
        read: Callable[[Any], Any] = field.to_python
        return read
    if isinstance(field, _AS_JSON_HAS_IT):
        return _same
    raise TypeError(f"{field} does not survive JSON exactly")


def _same(value: Any) -> Any:
    return value
