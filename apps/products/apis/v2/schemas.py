"""The JSON of v2."""

from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from apps.common.http.instant_schema import InstantOut
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


class GroupOut(Schema):
    """A category or a brand."""

    slug: str
    name: str


class ProductCardOut(Schema):
    """One row of a list; `price` is the lowest of the variants."""

    id: UUID
    slug: str
    title: str
    vendor: StoreOut
    category: GroupOut | None
    brand: GroupOut | None
    price: MoneyOut
    compare_at: MoneyOut | None
    image: PictureOut
    is_in_stock: bool
    rating: float | None
    rating_count: int


class GalleryPictureOut(PictureOut):
    """A picture of a product's page; `variant_id` says which variant it shows."""

    id: UUID | None
    variant_id: UUID | None


class CategoryStepOut(Schema):
    """One step of a category path."""

    slug: str
    name: str


class CategoryOut(CategoryStepOut):
    """A category with its path and all below it, level by level."""

    id: UUID
    path: list[CategoryStepOut]
    children: list["CategoryOut"]


class CollectionOut(Schema):
    """A curated group."""

    slug: str
    title: str
    description: str


class VariantOut(Schema):
    """One buyable combination."""

    id: UUID
    sku: str
    size: str
    colour: str
    colour_hex: str
    price: MoneyOut
    compare_at: MoneyOut | None
    is_in_stock: bool
    barcode: str
    weight_g: int


class ReplyOut(Schema):
    """The vendor's answer."""

    body: str
    created_at: InstantOut
    edited_at: InstantOut | None


class ReviewCardOut(Schema):
    """One opinion; of its author a first name and an initial."""

    id: UUID
    author_name: str
    rating: int
    title: str
    body: str
    fit: str = Field(description="small, true, large, or empty")
    is_verified: bool
    helpful_count: int
    created_at: InstantOut
    edited_at: InstantOut | None
    reply: ReplyOut | None


class StarsOut(Schema):
    """How many reviews gave so many stars; `percent` of all, rounded."""

    stars: int
    count: int
    percent: int


class SizeRowOut(Schema):
    """One size in both units, decimal text."""

    size: str
    cm: list[str | None]
    inches: list[str | None]


class SizeGuideOut(Schema):
    """A table of measurements; `is_own` is false for the marketplace's."""

    id: UUID
    title: str
    category: str
    how_to_measure: str
    is_own: bool
    measures: list[str]
    rows: list[SizeRowOut]


class ProductOut(Schema):
    """A whole product. `description` is sanitised HTML."""

    id: UUID
    slug: str
    title: str
    description: str
    status: str
    vendor: StoreOut
    brand: GroupOut | None
    category: list[CategoryStepOut]
    collections: list[CollectionOut]
    tags: list[str]
    price: MoneyOut | None
    compare_at: MoneyOut | None
    is_in_stock: bool
    rating: float | None
    rating_count: int
    stars: list[StarsOut]
    fit: str | None = Field(description="small, true or large")
    size_guide: SizeGuideOut | None
    variants: list[VariantOut]
    media: list[GalleryPictureOut]
    reviews: list[ReviewCardOut]
    seo_title: str
    seo_description: str
    published_at: InstantOut | None


class NarrowQuery(Schema):
    """What products can be narrowed to. Unknown names and values are refused (422)."""

    category: str = Field("", description="A category's slug; those below it count too.")
    vendor: str = Field("", description="A vendor's slug.")
    brand: str = Field("", description="A brand's slug.")
    collection: str = Field("", description="A collection's slug.")
    price_min: str = Field("", description="Lowest price in naira, e.g. 12500.00.")
    price_max: str = Field("", description="Highest price in naira.")
    in_stock: Literal["", "true", "false", "1", "0"] = ""
    rating: str = Field("", description="The least average of its reviews, 1 to 5.")
    size: str = ""
    colour: str = ""


class ListQuery(NarrowQuery):
    """What a list can be narrowed to, its order and its pages."""

    ordering: str = Field("", description="newest, price, -price, rating; relevance in a search.")
    cursor: str = Field("", description="From `next` or `previous`.")
    limit: str = Field("", description="Rows a page, 1 to 100.")


class NumberedListQuery(ListQuery):
    """A list query that may name a page instead of a cursor, or words to find."""

    q: str = Field("", max_length=120, description="Words to find; typos are forgiven.")
    exact: Literal["", "true", "false", "1", "0"] = Field("", description="Correct nothing.")
    page: str = Field(
        "",
        description="By number: the first 10,000 rows; not with q. Beyond the last: a 404.",
    )


class SearchQuery(ListQuery):
    """A list query with words to find."""

    q: str = Field(min_length=1, max_length=120, description="Words; typos are forgiven.")
    exact: Literal["", "true", "false", "1", "0"] = Field("", description="Correct nothing.")
