"""The list of products by pydantic's models, as FastAPI means it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from benchmarks.twins import shape

router = APIRouter()


class Money(BaseModel):
    """An amount as a decimal text."""

    amount: str
    currency: str


class Store(BaseModel):
    """Who sells."""

    slug: str
    store_name: str
    city: str
    state: str


class Group(BaseModel):
    """A category or a brand."""

    slug: str
    name: str


class Source(BaseModel):
    """One `<source>` of a picture."""

    type: str
    srcset: str


class Picture(BaseModel):
    """A picture in all its sizes."""

    status: str
    alt: str
    url: str | None
    thumbnail_url: str | None
    width: int | None
    height: int | None
    sources: list[Source]


class Card(BaseModel):
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


class Page(BaseModel):
    """Rows and the addresses of the neighbours."""

    results: list[Card]
    next: str | None
    previous: str | None


class ListQuery(BaseModel):
    """What our list understands, too."""

    model_config = {"extra": "forbid"}

    category: str = ""
    vendor: str = ""
    collection: str = ""
    price_min: str = ""
    price_max: str = ""
    in_stock: str = ""
    size: str = ""
    colour: str = ""
    ordering: str = ""
    cursor: str = ""
    limit: int = 50


@router.get("/api/v2/products/")
async def list_products(request: Request, query: Annotated[ListQuery, Query()]) -> Page:
    """List published products, newest first."""
    async with request.app.state.pool.acquire() as connection:
        rows = await connection.fetch(shape.LIST.format(limit=query.limit + 1))
    shown = rows[: query.limit]
    further = None
    if len(rows) > query.limit:
        last, names = shown[-1], dict(request.query_params)
        host = request.headers["host"]
        further = shape.next_address(
            host, request.url.path, names, last["published_at"], last["id"]
        )
    return Page(results=[_card(row) for row in shown], next=further, previous=None)


def _card(row: Any) -> Card:
    currency, compare = row["currency"], row["lowest_compare_minor"]
    return Card(
        id=row["id"],
        slug=row["slug"],
        title=row["title"],
        vendor=Store(
            slug=row["vendor_slug"],
            store_name=row["store_name"],
            city=row["city"],
            state=row["state"],
        ),
        category=_group(row, "category"),
        brand=_group(row, "brand"),
        price=Money(amount=shape.amount(row["lowest_price_minor"]), currency=currency),
        compare_at=None
        if compare is None
        else Money(amount=shape.amount(compare), currency=currency),
        image=_picture(row),
        is_in_stock=row["is_in_stock"],
        rating=row["rating_average_hundredths"] / 100 if row["rating_count"] else None,
        rating_count=row["rating_count"],
    )


def _picture(row: Any) -> Picture:
    renditions = row["renditions"] or []
    url, thumbnail = shape.shown(shape.of_type(renditions, shape.FALLBACK), row["image"] or "")
    return Picture(
        status=row["picture_status"] or "pending",
        alt=row["alt"] or row["title"],
        url=url,
        thumbnail_url=thumbnail,
        width=row["width"],
        height=row["height"],
        sources=[Source(type=mime, srcset=words) for mime, words in shape.sources(renditions)],
    )


def _group(row: Any, kind: str) -> Group | None:
    return (
        None
        if row[f"{kind}_slug"] is None
        else Group(slug=row[f"{kind}_slug"], name=row[f"{kind}_name"])
    )
