"""Matching and ranking as expressions over `Product`; the words come later, by name.

`relevance` is one whole number, so that a page's cursor names it exactly: how well the words fit
(0 to 7), then stock, then popularity by powers of two, then PostgreSQL's own rank.
"""

from typing import Any

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Expression,
    F,
    FloatField,
    Func,
    IntegerField,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Floor, Least, Ln

from apps.common.db import Named
from apps.products.models import Product

CONFIG = "catalogue"
_FITS = (("in_title", 4), ("alike_in_title", 2), ("in_labels", 1))
_POPULARITIES, _RANKS = 64, 1024
_WEIGHTS = "{0.02, 0.1, 0.4, 1.0}"


class Folded(Func):
    """Words as search compares them (`folding.fold`)."""

    function = "catalogue_fold"


def words(name: str) -> Func:
    """Read the words that come by this name, in the syntax of `to_tsquery`.

    In a subquery: a prepared plan would read them anew for each row.
    """
    return Func(
        Value(CONFIG),
        Named(name),
        function="to_tsquery",
        template="(SELECT %(function)s(%(expressions)s))",
        output_field=SearchQueryField(),
    )


def matching(products: QuerySet[Product], name: str, *, by_index: bool = True) -> QuerySet[Product]:
    """Narrow to what the words match.

    Args:
        products: whatever else is asked of them.
        name: under which the words come.
        by_index: False keeps PostgreSQL from gathering every match first, where an order or
            another filter is the better way in.
    """
    vector = F("search_vector")
    if by_index:
        return products.filter(_matches(vector, name))
    return products.filter(_matches(Coalesce(vector, Value("", SearchVectorField())), name))


def ranked(products: QuerySet[Product], name: str) -> QuerySet[Product]:
    """Add `relevance`, by the texts of `Asked` (`in_title`, `in_labels`, `alike_in_title`)."""
    fit: Any = Value(0)
    for place, points in _FITS:
        fit = fit + Case(
            When(_matches(F("search_vector"), place), then=Value(points)),
            default=Value(0),
            output_field=IntegerField(),
        )
    stock = Case(
        When(is_in_stock=True, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    twofold = Ln(Cast(F("popularity") + 1, FloatField())) / Ln(Value(2.0))
    popular = Least(Floor(twofold), Value(_POPULARITIES - 1))
    rank = Func(
        Value(_WEIGHTS),
        F("search_vector"),
        words(name),
        function="ts_rank",
        output_field=BigIntegerField(),
    )
    fine = Least(Floor(rank * _RANKS), Value(_RANKS - 1))
    total = ((fit * 2 + stock) * _POPULARITIES + Cast(popular, BigIntegerField())) * _RANKS
    return products.annotate(
        relevance=Cast(total + Cast(fine, BigIntegerField()), BigIntegerField())
    )


def _matches(vector: Expression | F, name: str) -> Func:
    return Func(
        vector,
        words(name),
        template="(%(expressions)s)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )
