"""A vendor answers a review."""

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.common import clock
from apps.common.errors import InvalidInput
from apps.common.outbox import publish
from apps.products import review_rules
from apps.products.errors import ReplyNotFound, ReviewNotFound
from apps.products.events import ReviewReplied, ReviewsChanged
from apps.products.models import Review, ReviewReply
from apps.products.review_contracts import ReplyCard, ReviewId
from apps.products.selectors.reviews import reply_card
from apps.vendors.contracts import VendorId


@transaction.atomic
def reply_to_review(
    *, review_id: ReviewId, vendor_id: VendorId, user_id: UserId, body: str
) -> ReplyCard:
    """Keep the vendor's one reply, new or changed; the author hears of a new one. Locks the review.

    The same words again change nothing.

    Raises:
        ReviewNotFound: no published review of this vendor's products.
        InvalidInput: no words, or a link, contact details, insults.
    """
    words = _checked(body)
    review = _of_vendor(review_id, vendor_id)
    reply = ReviewReply.objects.filter(review=review).first()
    if reply is None:
        reply = ReviewReply.objects.create(review=review, user_id=user_id, body=words)
        publish(ReviewReplied(product_id=review.product_id, review_id=review_id))
    elif reply.body != words:
        reply.body, reply.user_id, reply.edited_at = words, user_id, clock.now()
        reply.save()
    publish(ReviewsChanged(product_id=review.product_id))
    card = reply_card(reply.body, reply.created_at, reply.edited_at)
    assert card is not None  # noqa: S101 -- it has words
    return card


@transaction.atomic
def remove_reply(*, review_id: ReviewId, vendor_id: VendorId) -> None:
    """Take the reply away. Locks the review.

    Raises:
        ReviewNotFound: no published review of this vendor's products.
        ReplyNotFound: it has no reply.
    """
    review = _of_vendor(review_id, vendor_id)
    gone, _ = ReviewReply.objects.filter(review=review).delete()
    if not gone:
        raise ReplyNotFound
    publish(ReviewsChanged(product_id=review.product_id))


def _checked(body: str) -> str:
    words = review_rules.clean_body(body, review_rules.MAX_REPLY)
    if not words:
        raise InvalidInput("Write a reply.", errors={"body": ["Write a reply."]})
    if review_rules.causes_to_wait(words):
        sentence = "Leave out links, contact details and insults."
        raise InvalidInput(sentence, errors={"body": [sentence]})
    return words


def _of_vendor(review_id: ReviewId, vendor_id: VendorId) -> Review:
    rows = Review.objects.select_for_update(no_key=True, of=("self",))
    review = rows.filter(id=review_id, is_published=True, product__vendor_id=vendor_id).first()
    if review is None:
        raise ReviewNotFound
    return review
