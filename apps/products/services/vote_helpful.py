"""Readers say which reviews helped them."""

from django.db import connection, transaction
from django.db.models import F

from apps.authentication.contracts import UserId
from apps.products.errors import OwnReviewRefused, OwnWork, ReviewNotFound
from apps.products.models import HelpfulVote, Review
from apps.products.review_contracts import ReviewId
from apps.products.selectors.own_reviews import is_own_work
from apps.vendors.contracts import VendorId

_VOTE = """
INSERT INTO products_helpfulvote (review_id, user_id, voted_at) VALUES (%s, %s, now())
ON CONFLICT (review_id, user_id) DO NOTHING
"""


@transaction.atomic
def vote_helpful(*, review_id: ReviewId, user_id: UserId, is_helpful: bool) -> int:
    """Give or take back one's vote; return how many there are. A repeat changes nothing.

    The counter moves only when the vote's row came or went, by UPDATE. Locks the review.

    Raises:
        ReviewNotFound: no such review that readers see.
        OwnReviewRefused: it is one's own.
        OwnWork: it is about the own store.
    """
    review = readable(review_id, user_id)
    moved = _came(review_id, user_id) if is_helpful else _went(review_id, user_id)
    if moved:
        step = 1 if is_helpful else -1
        Review.objects.filter(id=review_id).update(helpful_count=F("helpful_count") + step)
    review.refresh_from_db(fields=["helpful_count"])
    return review.helpful_count


def readable(review_id: ReviewId, user_id: UserId) -> Review:
    """Return a review that somebody else may vote on or report, locked.

    Raises:
        ReviewNotFound: no such review that readers see.
        OwnReviewRefused: it is one's own.
        OwnWork: it is about the own store.
    """
    rows = Review.objects.select_related("product")
    held = rows.select_for_update(no_key=True, of=("self",))
    review = held.filter(id=review_id, is_published=True).first()
    if review is None:
        raise ReviewNotFound
    if review.user_id == user_id:
        raise OwnReviewRefused("Leave this to other readers.")
    if is_own_work(user_id, VendorId(review.product.vendor_id)):
        raise OwnWork("Leave this to readers; you may reply.")
    return review


def _came(review_id: ReviewId, user_id: UserId) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_VOTE, [review_id, user_id])
        return bool(cursor.rowcount)


def _went(review_id: ReviewId, user_id: UserId) -> bool:
    gone, _ = HelpfulVote.objects.filter(review_id=review_id, user_id=user_id).delete()
    return bool(gone)
