"""Reviews below /api/v2/: a product's, and readers' votes."""

from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from apps.authentication.contracts import UserId
from apps.common import reads
from apps.common.http.auth import SignedIn, signed_in
from apps.common.http.inline import inline
from apps.common.http.pagination import Page
from apps.common.public_cache import CATALOGUE, public
from apps.products import facade
from apps.products.apis.v2.schemas import ReviewCardOut, StarsOut
from apps.products.contracts import ReviewId
from apps.products.errors import ProductNotFound
from apps.products.selectors.reviews import BY_STARS, RATED, cards_of, pages_for, summary_of

router = Router(tags=["reviews"])


class SummaryOut(Schema):
    """What the published reviews come to."""

    average: float | None
    count: int
    stars: list[StarsOut]


class ReviewListOut(Page[ReviewCardOut]):
    """A page of a product's reviews, and what all of them come to."""

    summary: SummaryOut


class HelpfulOut(Schema):
    """How many found it helpful."""

    helpful_count: int


class ReviewQuery(Schema):
    """How reviews are sorted and narrowed. Unknown names and values are refused (422)."""

    sort: str = Field("", description="newest, helpful, highest or lowest.")
    stars: str = Field("", description="1 to 5.")
    verified: str = Field("", description="true: only by buyers of ours.")
    cursor: str = Field("", description="From `next` or `previous`.")
    limit: str = Field("", description="Rows a page, 1 to 100.")


@router.get(
    "/products/{slug:slug}/reviews",
    response=ReviewListOut,
    auth=None,
    operation_id="list_reviews_v2",
)
@inline
@public(CATALOGUE)
async def list_reviews(
    request: HttpRequest, slug: str, query: Query[ReviewQuery]
) -> dict[str, Any]:
    """List the published reviews of a product, and what all of them come to."""
    asked = request.GET.dict()
    filters, cursor = facade.parse_review_filters(asked), facade.parse_cursor(asked)
    limit = facade.parse_limit(asked)
    product = await reads.first(RATED, slug=slug)
    if product is None:
        raise ProductNotFound
    pages, values = pages_for(filters)
    of_product = {"product_id": product["id"]}
    by_stars, page = await reads.together(
        reads.rows(BY_STARS, **of_product),
        reads.page(pages, cursor=cursor, limit=limit, **of_product, **values),
    )
    rows = cards_of(page).as_json(request, lambda card: card)
    return {"summary": summary_of(product, by_stars), **rows}


@router.post(
    "/reviews/{review_id}/helpful",
    response=HelpfulOut,
    auth=signed_in,
    operation_id="find_review_helpful_v2",
)
async def find_helpful(request: SignedIn, review_id: UUID) -> dict[str, int]:
    """Say that a review helped; a repeat changes nothing."""
    return await _vote(request, review_id, is_helpful=True)


@router.delete(
    "/reviews/{review_id}/helpful",
    response=HelpfulOut,
    auth=signed_in,
    operation_id="take_helpful_back_v2",
)
async def take_helpful_back(request: SignedIn, review_id: UUID) -> dict[str, int]:
    """Take that back; a repeat changes nothing."""
    return await _vote(request, review_id, is_helpful=False)


async def _vote(request: SignedIn, review_id: UUID, *, is_helpful: bool) -> dict[str, int]:
    vote = sync_to_async(facade.vote_helpful)
    count = await vote(
        review_id=ReviewId(review_id), user_id=UserId(request.auth.id), is_helpful=is_helpful
    )
    return {"helpful_count": count}
