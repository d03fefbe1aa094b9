"""The same list by msgspec: FastAPI routes, nothing of its models."""

from typing import Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from benchmarks.twins import shape

router = APIRouter()
_encode = msgspec.json.Encoder().encode
_renditions = msgspec.json.Decoder(list[dict[str, Any]]).decode


class Money(msgspec.Struct):
    """An amount as a decimal text."""

    amount: str
    currency: str


class Store(msgspec.Struct):
    """Who sells."""

    slug: str
    store_name: str
    city: str
    state: str


class Group(msgspec.Struct):
    """A category or a brand."""

    slug: str
    name: str


class Source(msgspec.Struct):
    """One `<source>` of a picture."""

    type: str
    srcset: str


class Picture(msgspec.Struct):
    """A picture in all its sizes."""

    status: str
    alt: str
    url: str | None
    thumbnail_url: str | None
    width: int | None
    height: int | None
    sources: list[Source]


class Card(msgspec.Struct):
    """One row."""

    id: UUID
    slug: str
    title: str
    vendor: Store
    category: Group | None
    brand: Group | None
    price: Money
    compare_at: Money | None
    image: Picture
    is_in_stock: bool
    rating: float | None
    rating_count: int


class Page(msgspec.Struct):
    """Rows and the addresses of the neighbours."""

    results: list[Card]
    next: str | None
    previous: str | None


@router.get("/msgspec/products/")
async def list_products(request: Request, limit: int = 50) -> Response:
    """List published products, newest first."""
    async with request.app.state.plain.acquire() as connection:
        rows = await connection.fetch(shape.LIST.format(limit=limit + 1))
    shown = rows[:limit]
    further = None
    if len(rows) > limit:
        last, names = shown[-1], dict(request.query_params)
        host = request.headers["host"]
        further = shape.next_address(
            host, request.url.path, names, last["published_at"], last["id"]
        )
    page = Page([_card(row) for row in shown], further, None)
    return Response(_encode(page), media_type="application/json")


def _card(row: Any) -> Card:
    currency, compare = row["currency"], row["lowest_compare_minor"]
    return Card(
        row["id"],
        row["slug"],
        row["title"],
        Store(row["vendor_slug"], row["store_name"], row["city"], row["state"]),
        _group(row, "category"),
        _group(row, "brand"),
        Money(shape.amount(row["lowest_price_minor"]), currency),
        None if compare is None else Money(shape.amount(compare), currency),
        _picture(row),
        row["is_in_stock"],
        row["rating_average_hundredths"] / 100 if row["rating_count"] else None,
        row["rating_count"],
    )


def _picture(row: Any) -> Picture:
    renditions = _renditions(row["renditions"]) if row["renditions"] else []
    url, thumbnail = shape.shown(shape.of_type(renditions, shape.FALLBACK), row["image"] or "")
    return Picture(
        row["picture_status"] or "pending",
        row["alt"] or row["title"],
        url,
        thumbnail,
        row["width"],
        row["height"],
        [Source(mime, words) for mime, words in shape.sources(renditions)],
    )


def _group(row: Any, kind: str) -> Group | None:
    return None if row[f"{kind}_slug"] is None else Group(row[f"{kind}_slug"], row[f"{kind}_name"])
