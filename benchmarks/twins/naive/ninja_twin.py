"""Ninja with Schema over instances of models, read by `async for`."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import NinjaAPI, Schema

from apps.products.models import Product
from benchmarks.twins.naive import dashboard, rows

api = NinjaAPI(title="naive", docs_url=None, openapi_url=None)
api.add_router("", dashboard.router)


class MoneyOut(Schema):
    """An amount as a decimal text."""

    amount: str
    currency: str


class StoreOut(Schema):
    """Who sells."""

    slug: str
    store_name: str
    city: str
    state: str


class GroupOut(Schema):
    """A category or a brand."""

    slug: str
    name: str


class SourceOut(Schema):
    """One `<source>` of a picture."""

    type: str
    srcset: str


class PictureOut(Schema):
    """A picture in all its sizes."""

    status: str
    alt: str
    url: str | None
    thumbnail_url: str | None
    width: int | None
    height: int | None
    sources: list[SourceOut]


class CardOut(Schema):
    """One row."""

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

    @staticmethod
    def resolve_price(product: Product) -> Any:
        """Return the lowest price."""
        return rows.money(product.lowest_price_minor, product.currency)

    @staticmethod
    def resolve_compare_at(product: Product) -> Any:
        """Return what it was before."""
        return rows.money(product.lowest_compare_minor, product.currency)

    @staticmethod
    def resolve_image(product: Product) -> Any:
        """Return the cover."""
        return rows.picture(product.cover, product.title)

    @staticmethod
    def resolve_rating(product: Product) -> Any:
        """Return the average of the reviews."""
        return rows.rating(product)


class PageOut(Schema):
    """Rows and the addresses of the neighbours."""

    results: list[CardOut]
    next: str | None
    previous: str | None


@api.get("/products/", response=PageOut)
async def list_products(request: HttpRequest, limit: int = 50) -> dict[str, Any]:
    """List published products, newest first."""
    found = [product async for product in rows.newest(limit)]
    return {
        "results": found[:limit],
        "next": rows.further(request, found, limit),
        "previous": None,
    }
