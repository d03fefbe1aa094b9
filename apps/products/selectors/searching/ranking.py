"""Matching and ranking as expressions over `Product`; the words come later, by name.

`relevance` is one whole number, so that a page's cursor names it exactly: the list's first band and
the row's own (`best_pages`), then how well the words fit (0 to 7), then stock, then popularity by
powers of two, then PostgreSQL's own rank.
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
from django.db.models.functions import Cast, Coalesce, Floor, Greatest, Least, Ln

from apps.common.db import Named
from apps.products.models import Product
from apps.products.models.product import ANY_TIER

CONFIG = "catalogue"
_FITS = (("in_title", 4), ("alike_in_title", 2), ("in_labels", 1))
_FITTINGS, _POPULARITIES, _RANKS = 16, 64, 1024
_BANDS = ANY_TIER + 1
_SCORES = _FITTINGS * _POPULARITIES * _RANKS  # of one band
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
    """Add `relevance`, by the texts of `Asked` (`in_title`, `in_labels`, `alike_in_title`).

    The tier where the list's first band ends comes as `start`.
    """
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
    start = Cast(Named("start"), BigIntegerField())
    band = Greatest(Cast(F("popularity_tier"), BigIntegerField()), start)
    fitting = (start * _BANDS + ANY_TIER - band) * _FITTINGS + fit * 2 + stock
    total = (fitting * _POPULARITIES + Cast(popular, BigIntegerField())) * _RANKS
    return products.annotate(
        relevance=Cast(total + Cast(fine, BigIntegerField()), BigIntegerField())
    )


def start_and_band(relevance: int) -> tuple[int, int]:
    """Read the tier where a list's first band ends, and the band of this row."""
    start, band = divmod(relevance // _SCORES, _BANDS)
    return start, ANY_TIER - band


def _matches(vector: Expression | F, name: str) -> Func:
    return Func(
        vector,
        words(name),
        template="(%(expressions)s)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )
