"""Reviews for the vendor whose products they are about, and for staff."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.http.drf import read
from apps.common.http.staff import staff_may
from apps.products import facade
from apps.products.apis.v1.access import me, my_vendor
from apps.products.apis.v1.review_inputs import (
    DecisionIn,
    QueueFiltersIn,
    ReplyIn,
    VendorFiltersIn,
)
from apps.products.apis.v1.review_outputs import (
    QueuedReviewOut,
    QueuePageOut,
    ReplyOut,
    VendorReviewOut,
    VendorReviewPageOut,
)
from apps.products.contracts import ReviewId
from apps.products.review_states import CaseDecision
from apps.products.selectors.own_reviews import review_queue


class VendorReviews(APIView):
    """What buyers say about the vendor's products."""

    @extend_schema(
        operation_id="list_vendor_reviews",
        parameters=[VendorFiltersIn],
        responses=VendorReviewPageOut,
    )
    def get(self, request: Request) -> Response:
        """List the published reviews of the vendor's products, newest first."""
        vendor_id, wanted = my_vendor(request), read(VendorFiltersIn, request.query_params)
        page = facade.reviews_of_vendor(
            vendor_id,
            stars=wanted.get("stars"),
            is_answered=wanted["answered"],
            cursor=wanted.get("cursor"),
        )
        return Response(page.as_json(request, lambda one: VendorReviewOut(one).data))


class Reply(APIView):
    """The vendor's one reply to a review."""

    @extend_schema(operation_id="reply_to_review", request=ReplyIn, responses=ReplyOut)
    def put(self, request: Request, review_id: UUID) -> Response:
        """Reply, or change the reply; repeat it as you like."""
        vendor_id, body = my_vendor(request), read(ReplyIn, request.data)["body"]
        card = facade.reply_to_review(
            review_id=ReviewId(review_id),
            vendor_id=vendor_id,
            user_id=me(request),
            body=body,
        )
        return Response(ReplyOut(card).data)

    @extend_schema(operation_id="remove_reply", responses={204: None})
    def delete(self, request: Request, review_id: UUID) -> Response:
        """Take the reply away."""
        facade.remove_reply(review_id=ReviewId(review_id), vendor_id=my_vendor(request))
        return Response(status=204)


class Queue(APIView):
    """Reviews that wait for staff."""

    permission_classes = (staff_may(GET="products.view_reviewcase"),)

    @extend_schema(
        operation_id="list_review_queue", parameters=[QueueFiltersIn], responses=QueuePageOut
    )
    def get(self, request: Request) -> Response:
        """List what waits, oldest first."""
        page = review_queue(cursor=read(QueueFiltersIn, request.query_params).get("cursor"))
        return Response(page.as_json(request, lambda one: QueuedReviewOut(one).data))


class Decision(APIView):
    """What staff make of a review, whether or not it waits."""

    permission_classes = (staff_may(PUT="products.change_reviewcase"),)

    @extend_schema(operation_id="decide_review", request=DecisionIn, responses={204: None})
    def put(self, request: Request, review_id: UUID) -> Response:
        """Publish or hide a review; repeat it as you like."""
        body = read(DecisionIn, request.data)
        facade.decide_review(
            review_id=ReviewId(review_id),
            by=me(request),
            decision=CaseDecision(body["decision"]),
            reason=body["reason"],
        )
        return Response(status=204)
