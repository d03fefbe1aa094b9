"""The JSON of v2."""

from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from apps.common.http.money_schema import MoneyOut


class StoreOut(Schema):
    """Who sells."""

    slug: str
    store_name: str
    city: str
    state: str


class SourceOut(Schema):
    """One `<source>` of a picture."""

    type: str
    srcset: str


class PictureOut(Schema):
    """A picture; `url` is null while it is pending and nothing can be shown."""

    status: str
    alt: str
    url: str | None
    thumbnail_url: str | None
    width: int | None
    height: int | None
    sources: list[SourceOut]


class ProductCardOut(Schema):
    """One row of a list; `price` is the lowest of the variants."""

    id: UUID
    slug: str
    title: str
    vendor: StoreOut
    price: MoneyOut
    compare_at: MoneyOut | None
    image: PictureOut
    is_in_stock: bool
    rating: float | None
    rating_count: int


class ListQuery(Schema):
    """What a list can be narrowed to. Unknown names and values are refused (422)."""

    category: str = Field("", description="A category's slug; those below it count too.")
    vendor: str = Field("", description="A vendor's slug.")
    collection: str = Field("", description="A collection's slug.")
    price_min: str = Field("", description="Lowest price in naira, e.g. 12500.00.")
    price_max: str = Field("", description="Highest price in naira.")
    in_stock: Literal["", "true", "false", "1", "0"] = ""
    size: str = ""
    colour: str = ""
    ordering: str = Field("", description="newest, price, -price, rating; relevance in a search.")
    cursor: str = Field("", description="From `next` or `previous`.")
    limit: str = Field("", description="Rows a page, 1 to 100.")


class SearchQuery(ListQuery):
    """A list query with words to find."""

    q: str = Field(min_length=1, max_length=120, description="Words; typos are forgiven.")
