"""Tiles: one product in a list, with its cover and its house, from one row of one statement."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from apps.common.money import Money
from apps.products.contracts import Picture, ProductCard, ProductId
from apps.products.models import Product
from apps.products.selectors.pictures import Shot, picture_from
from apps.products.selectors.taxonomy import brand_ref, category_ref
from apps.vendors import facade as vendors

_OWN = (
    "id",
    "slug",
    "title",
    "currency",
    "lowest_price_minor",
    "lowest_compare_minor",
    "is_in_stock",
    "rating_average_hundredths",
    "rating_count",
    "category__slug",
    "category__name",
    "brand__slug",
    "brand__name",
    "published_text",
)
_COVER = ("id", "variant_id", "status", "alt", "image", "width", "height")
_GROUPS = _OWN.index("category__slug")
_VENDOR = len(_OWN) + len(_COVER) + 1
_STEPS = _VENDOR + len(vendors.REF_COLUMNS)
ORDER_COLUMNS = (*_OWN[:-1], "published_at")  # what lists are ordered by, where it stands in a row
type CardRow = tuple[Any, ...]


def card_rows(products: QuerySet[Product], *more: str) -> QuerySet[Any, CardRow]:
    """What a tile is made of, in the order that `card_of` knows; `more` columns come last."""
    return products.annotate(  # as texts: one is parsed where a tile is made, one in a cursor
        cover_renditions=Cast("cover__renditions", TextField()),
        published_text=Cast("published_at", TextField()),
    ).values_list(
        *_OWN,
        *(f"cover__{name}" for name in _COVER),
        "cover_renditions",
        *(f"vendor__{name}" for name in vendors.REF_COLUMNS),
        *more,
    )


def card_of(row: CardRow) -> ProductCard:
    """Return the tile of a row of `card_rows`."""
    (id_, slug, title, currency, price, compare, is_in_stock, average, count) = row[:_GROUPS]
    category_slug, category_name, brand_slug, brand_name = row[_GROUPS : len(_OWN) - 1]
    return ProductCard(
        id=ProductId(id_),
        slug=slug,
        title=title,
        vendor=vendors.ref_from_row(row[_VENDOR:_STEPS]),
        category=category_ref(category_slug, category_name),
        brand=brand_ref(brand_slug, brand_name),
        price=Money(price or 0, currency),
        compare_at=None if compare is None else Money(compare, currency),
        image=_cover(row[len(_OWN) : _VENDOR], title),
        is_in_stock=is_in_stock,
        rating=rating_from(average, count),
        rating_count=count,
    )


@lru_cache(maxsize=8192)  # addresses of eight renditions cost more than all the rest of a tile
def _cover(row: tuple[Any, ...], title: str) -> Picture:
    return picture_from(Shot.of_row(row), alt=title)


def rating_from(average_hundredths: int, count: int) -> Decimal | None:
    """Return the average of the reviews with two decimals, None without reviews."""
    return Decimal(average_hundredths).scaleb(-2) if count else None
