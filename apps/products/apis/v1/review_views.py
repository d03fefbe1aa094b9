"""Reviews for readers and their authors."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.http.drf import read
from apps.common.http.public_reads import PublicReads
from apps.common.public_cache import CATALOGUE, public
from apps.products import facade
from apps.products.apis.v1.access import me
from apps.products.apis.v1.review_inputs import ReportIn, ReviewIn
from apps.products.apis.v1.review_outputs import (
    HelpfulOut,
    OwnReviewOut,
    OwnReviewPageOut,
    ReviewCardOut,
    ReviewListOut,
    SummaryOut,
)
from apps.products.contracts import ProductId, ReportReason, ReviewId, ReviewSort

FILTERS = [
    OpenApiParameter("sort", str, enum=list(ReviewSort)),
    OpenApiParameter("stars", int, enum=[1, 2, 3, 4, 5]),
    OpenApiParameter("verified", bool, description="Only by buyers of ours."),
    OpenApiParameter("cursor", str, description="From `next` or `previous`."),
    OpenApiParameter("limit", int, description="Rows a page, at most 100."),
]
CURSOR = OpenApiParameter("cursor", str, description="From `next` or `previous`.")


@public(CATALOGUE)
class ProductReviews(PublicReads):
    """What buyers say about one product."""

    @extend_schema(operation_id="list_reviews", parameters=FILTERS, responses=ReviewListOut)
    def get(self, request: Request, slug: str) -> Response:
        """List the published reviews of a product, and what all of them come to."""
        query = request.query_params.dict()
        filters, cursor = facade.parse_review_filters(query), facade.parse_cursor(query)
        summary = facade.review_summary(slug)
        page = facade.review_page(
            ProductId(summary.product_id), filters, cursor=cursor, limit=facade.parse_limit(query)
        )
        rows = page.as_json(request, lambda card: ReviewCardOut(card).data)
        return Response({"summary": SummaryOut(summary).data, **rows})

    @extend_schema(operation_id="write_review", request=ReviewIn, responses={201: OwnReviewOut})
    def post(self, request: Request, slug: str) -> Response:
        """Review a product that was delivered; the same review again is a repeat."""
        opinion = ReviewIn.opinion(request.data)
        own = facade.write_review(slug=slug, user_id=me(request), opinion=opinion)
        return Response(OwnReviewOut(own).data, status=201)


class OwnReviews(APIView):
    """One's own reviews."""

    @extend_schema(operation_id="list_own_reviews", parameters=[CURSOR], responses=OwnReviewPageOut)
    def get(self, request: Request) -> Response:
        """List one's own reviews in any state, newest first."""
        cursor = facade.parse_cursor(request.query_params.dict())
        page = facade.own_reviews(me(request), cursor=cursor)
        return Response(page.as_json(request, lambda own: OwnReviewOut(own).data))


class OwnReview(APIView):
    """One own review."""

    @extend_schema(operation_id="edit_review", request=ReviewIn, responses=OwnReviewOut)
    def patch(self, request: Request, review_id: UUID) -> Response:
        """Change what is sent; the words are judged anew."""
        changes: dict[str, Any] = read(ReviewIn, request.data, is_partial=True)
        own = facade.edit_review(
            review_id=ReviewId(review_id), user_id=me(request), changes=changes
        )
        return Response(OwnReviewOut(own).data)

    @extend_schema(operation_id="remove_review", responses={204: None})
    def delete(self, request: Request, review_id: UUID) -> Response:
        """Take one's own review back."""
        facade.remove_review(review_id=ReviewId(review_id), user_id=me(request))
        return Response(status=204)


class Helpful(APIView):
    """One's vote for a review; repeating either changes nothing."""

    @extend_schema(operation_id="find_review_helpful", request=None, responses=HelpfulOut)
    def post(self, request: Request, review_id: UUID) -> Response:
        """Say that a review helped."""
        return self._vote(request, review_id, is_helpful=True)

    @extend_schema(operation_id="take_helpful_back", responses=HelpfulOut)
    def delete(self, request: Request, review_id: UUID) -> Response:
        """Take that back."""
        return self._vote(request, review_id, is_helpful=False)

    def _vote(self, request: Request, review_id: UUID, *, is_helpful: bool) -> Response:
        count = facade.vote_helpful(
            review_id=ReviewId(review_id), user_id=me(request), is_helpful=is_helpful
        )
        return Response({"helpful_count": count})


class Reports(APIView):
    """Asking staff for a look."""

    @extend_schema(operation_id="report_review", request=ReportIn, responses={204: None})
    def post(self, request: Request, review_id: UUID) -> Response:
        """Report a review, once; it stays where it is until staff decide."""
        body = read(ReportIn, request.data)
        facade.report_review(
            review_id=ReviewId(review_id),
            user_id=me(request),
            reason=ReportReason(body["reason"]),
            note=body["note"],
        )
        return Response(status=204)
