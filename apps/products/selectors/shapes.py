"""The shop's lists by shape: which filters are used and in which order, not their values.

Each shape is compiled once a process; the values come with each read.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, UUIDField, Value

from apps.common.db import Named, Pages
from apps.common.db.numbered import NumberedPages
from apps.products.contracts import ProductFilters
from apps.products.models import Brand, Collection, Product, Variant
from apps.products.models.product import LISTED
from apps.products.selectors.cards import ORDER_COLUMNS, CardRow, card_rows
from apps.products.selectors.merged import MergedPages
from apps.vendors import facade as vendors

ORDERS: Mapping[str, Sequence[str]] = {
    "newest": ("-published_at", "-id"),
    "price": ("lowest_price_minor", "id"),
    "-price": ("-lowest_price_minor", "-id"),
    "rating": ("-rating_average_hundredths", "-id"),
    "relevance": ("-relevance", "-id"),  # of a search
}
_CONDITIONS: Mapping[str, Callable[[Any], Q]] = {
    "category": lambda ids: Q(category_id__any=ids),
    "leaf": lambda id_: Q(category_id=id_),
    # Not by a join: the planner takes rows in an index's order where the key is one value.
    "vendor": lambda slug: Q(vendor_id=vendors.id_of(slug)),
    "brand": lambda slug: Q(brand_id=Subquery(Brand.objects.filter(slug=slug).values("id")[:1])),
    # An array is gathered. A join walked the shop's order, all of it where few match.
    "collection": lambda slug: Q(id__any=ArraySubquery(_held(slug).values("product_id"))),
    "wide": lambda slug: Q(Exists(_held_by(slug))),
    "price_min": lambda minor: Q(lowest_price_minor__gte=minor),
    "price_max": lambda minor: Q(lowest_price_minor__lte=minor),
    "rating": lambda least: Q(rating_average_hundredths__gte=least, rating_count__gt=0),
}
_OF_A_CELL: Mapping[str, Callable[[Any], Q]] = {
    "size": lambda word: Q(size__iexact=word),
    "colour": lambda word: Q(colour_name__iexact=word),
}
# What a filter becomes where one value, or very many rows, stand behind its name.
_OTHERWISE = {"category": "leaf", "collection": "wide"}
_NAMES = (*(_CONDITIONS.keys() - _OTHERWISE.values()), *_OF_A_CELL)


class Shape(NamedTuple):
    """Which filters narrow a list; whether stock counts is part of it, for the planner to see."""

    used: frozenset[str]
    in_stock: bool | None


def published() -> QuerySet[Product]:
    """Every product that the public may see."""
    return Product.objects.filter(LISTED).defer("search_vector", "search_text")


def shape_of(filters: ProductFilters, *, otherwise: Iterable[str] = ()) -> Shape:
    """Return the shape of a list; the words of a search are not part of it.

    Args:
        filters: what narrows the list.
        otherwise: `category` where nothing lies below it, so that one key is compared with one
            value; `collection` where it holds so much that the list's order finds it sooner.
    """
    used = frozenset(name for name in _NAMES if getattr(filters, name) not in ("", None))
    names = {_OTHERWISE[name] if name in otherwise else name for name in used}
    return Shape(frozenset(names), filters.in_stock)


def values_of(filters: ProductFilters, *, category_ids: Iterable[UUID]) -> dict[str, Any]:
    """Return the values for the places that any shape of these filters leaves open."""
    values = {name: getattr(filters, name) for name in _NAMES}
    ids = list(category_ids)
    leaf = ids[0] if len(ids) == 1 else None
    return values | {"category": ids, "leaf": leaf, "wide": filters.collection}


def narrowed(shape: Shape, values: Mapping[str, Any] | None = None) -> QuerySet[Product]:
    """Published products through the shape's filters, not ordered.

    Args:
        shape: which filters.
        values: what `values_of` gives, for a QuerySet of this one read; without, places are left
            open for `Prepared`.
    """
    rows = published()
    for name in sorted(shape.used & _CONDITIONS.keys()):
        rows = rows.filter(_CONDITIONS[name](_place(name, values)))
    if shape.in_stock is not None:
        rows = rows.filter(is_in_stock=shape.in_stock)
    if shape.used & _OF_A_CELL.keys():
        rows = rows.filter(Exists(_cells(shape, values)))
    return rows


# Enough for every list that people ask for; a thousand odd ones cannot fill the memory.
@lru_cache(maxsize=256)
def card_pages(shape: Shape, ordering: str, most: int) -> Pages[CardRow]:
    """The tiles of a list, in keyset pages of `most` rows at most: one of `STEPS`."""
    order = ORDERS[ordering]
    if "category" not in shape.used:
        return Pages(lambda: card_rows(narrowed(shape)), order=order, columns=ORDER_COLUMNS)
    others = shape._replace(used=shape.used - {"category"})
    return MergedPages(lambda: narrowed(others), order=order, most=most)


@lru_cache(maxsize=256)
def card_numbers(shape: Shape, ordering: str) -> NumberedPages[CardRow]:
    """The tiles of a list, in numbered pages."""
    return NumberedPages(lambda: narrowed(shape), order=ORDERS[ordering], shape=card_rows)


def _held(slug: Any) -> QuerySet[Any]:
    """What stands in the collection."""
    of = Collection.objects.filter(slug=slug, is_visible=True).values("id")[:1]
    return Product.collections.through.objects.filter(collection_id=Subquery(of))


def _held_by(slug: Any) -> QuerySet[Any]:
    """Whether the product stands in the collection: asked of each product in the list's order."""
    return _held(slug).filter(product_id=OuterRef("pk"))


def _cells(shape: Shape, values: Mapping[str, Any] | None) -> QuerySet[Variant]:
    """One variant must have the size and the colour, and be in stock if that is asked."""
    rows = Variant.objects.filter(product_id=OuterRef("pk"), is_active=True)
    for name in sorted(shape.used & _OF_A_CELL.keys()):
        rows = rows.filter(_OF_A_CELL[name](_place(name, values)))
    return rows.filter(is_in_stock=True) if shape.in_stock else rows


def _place(name: str, values: Mapping[str, Any] | None) -> Any:
    if values is None:
        return Named(name)
    value = values[name]
    return Value(value, ArrayField(UUIDField())) if isinstance(value, list) else value
