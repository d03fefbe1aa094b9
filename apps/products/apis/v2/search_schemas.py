"""The JSON of search in v2."""

from typing import Literal

from ninja import Schema
from pydantic import Field

from apps.common.http.money_schema import MoneyOut
from apps.common.http.pagination import Page
from apps.products.apis.v2.schemas import NarrowQuery, ProductCardOut


class SearchPage(Page[ProductCardOut]):
    """A page of a search and how its words were read."""

    corrected: str = Field(description="What was looked for instead; `exact=1` asks as typed.")
    is_partial: bool = Field(description="Nothing has all of the words; these have some.")


class SuggestQuery(Schema):
    """The beginning of a query."""

    q: str = Field(max_length=120, description="From two letters on.")


class NameOut(Schema):
    """A category, brand or house."""

    slug: str
    name: str


class ProductHintOut(Schema):
    """A product in a list of suggestions."""

    slug: str
    title: str
    price: MoneyOut
    thumbnail_url: str | None


class SuggestOut(Schema):
    """At most ten of each, the likeliest first."""

    corrected: str = Field(description="The letters that were meant, if a typo was likely.")
    words: list[str]
    products: list[ProductHintOut]
    categories: list[NameOut]
    brands: list[NameOut]
    vendors: list[NameOut]


class FacetsQuery(NarrowQuery):
    """A list's filters, with or without words; it has no order and no pages."""

    q: str = Field("", max_length=120)
    exact: Literal["", "true", "false", "1", "0"] = ""


class FacetOut(Schema):
    """A value to narrow by and how many products it leaves."""

    value: str
    label: str
    count: int
    is_at_least: bool = Field(description="There may be more: counting stopped.")


class PriceOut(Schema):
    """A range of prices; `to` itself is not in it, null means no end."""

    from_: MoneyOut = Field(serialization_alias="from")
    to: MoneyOut | None
    count: int
    is_at_least: bool


class FacetsOut(Schema):
    """Counts of each further filter, each without its own."""

    categories: list[FacetOut]
    brands: list[FacetOut]
    sizes: list[FacetOut]
    colours: list[FacetOut]
    price_min: MoneyOut | None
    price_max: MoneyOut | None
    prices: list[PriceOut]
    in_stock: FacetOut
    ratings: list[FacetOut]
