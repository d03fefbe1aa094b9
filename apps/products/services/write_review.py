"""A buyer says what a product is like, changes it, takes it back."""

from dataclasses import replace
from typing import Any

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.common import audit, clock
from apps.common.errors import InvalidInput
from apps.products import review_rules, rules
from apps.products.errors import AlreadyReviewed, NotDelivered, OwnWork, ReviewNotFound
from apps.products.models import Product, Purchase, Review, ReviewCase
from apps.products.review_contracts import Opinion, OwnReview, ReviewId
from apps.products.review_states import CaseCause, Fit
from apps.products.selectors.own_reviews import is_own_work, opinion_of, own_review
from apps.products.services.open_case import open_case
from apps.products.services.rate_product import (
    locked_by_slug,
    locked_with_review,
    refresh_rating,
)
from apps.vendors.contracts import VendorId


@transaction.atomic
def write_review(*, slug: str, user_id: UserId, opinion: Opinion) -> OwnReview:
    """Keep a buyer's review and the product's new rating. Locks the product's row.

    Others read it at once, unless its words wait for staff (`review_rules.causes_to_wait`). The
    same words a second time are a repeat and change nothing.

    Raises:
        ProductNotFound: no such product for the public.
        NotDelivered: it never reached this person.
        OwnWork: it is of the person's own store.
        AlreadyReviewed: there is another review of theirs.
        InvalidInput: the rating is not 1 to 5.
    """
    said = cleaned(opinion)
    product = locked_by_slug(slug)
    if (known := Review.objects.filter(product=product, user_id=user_id).first()) is not None:
        if opinion_of(known) != said:
            raise AlreadyReviewed("Change the one that is there.", review_id=known.id)
        return own_review(known)
    purchase = _right_to_write(product, user_id)
    causes = review_rules.causes_to_wait(said.title, said.body)
    causes += [CaseCause.WATCHED] if purchase.reviews_wait else []
    review = Review.objects.create(
        product=product,
        user_id=user_id,
        is_verified=True,
        is_published=not causes,
        **_columns(said),
    )
    _judged(review, causes)
    return own_review(review)


@transaction.atomic
def edit_review(*, review_id: ReviewId, user_id: UserId, changes: dict[str, Any]) -> OwnReview:
    """Change an own review; its words are judged anew. Locks the product, then the review.

    What is not published stays so until staff have seen the new words.

    Args:
        review_id: which.
        user_id: whose.
        changes: some fields of `Opinion`; a missing one stays.

    Raises:
        ReviewNotFound: there is none, or it is another person's.
        InvalidInput: the rating is not 1 to 5.
    """
    product, review = _own(review_id, user_id)
    before = opinion_of(review)
    said = cleaned(replace(before, **changes))
    if said == before:
        return own_review(review)
    causes = review_rules.causes_to_wait(said.title, said.body)
    if not review.is_published:
        causes.append(CaseCause.EDITED)
    for name, value in _columns(said).items():
        setattr(review, name, value)
    review.is_published, review.edited_at = not causes, clock.now()
    review.save()
    review.product = product
    _judged(review, causes)
    return own_review(review)


@transaction.atomic
def remove_review(*, review_id: ReviewId, user_id: UserId) -> None:
    """Take an own review back, with its votes and its reply. Locks the product, then the review.

    Who takes back what staff hid, or still have before them, waits with the next one.

    Raises:
        ReviewNotFound: there is none, or it is another person's.
    """
    product, review = _own(review_id, user_id)
    is_open = ReviewCase.objects.filter(review=review, decision="").exists()
    if is_open or not review.is_published:
        Purchase.objects.filter(product=product, user_id=user_id).update(reviews_wait=True)
    before = {"rating": review.rating, "is_published": int(review.is_published)}
    review.delete()
    audit.record("review.removed", subject=f"review:{review_id}", actor_id=user_id, before=before)
    refresh_rating(product)


def cleaned(opinion: Opinion) -> Opinion:
    """Return the opinion without what cannot be seen.

    Raises:
        InvalidInput: the rating is not 1 to 5.
    """
    if not review_rules.LOWEST <= opinion.rating <= review_rules.HIGHEST:
        raise InvalidInput("Rate from 1 to 5.", errors={"rating": ["Rate from 1 to 5."]})
    return replace(
        opinion,
        title=rules.clean_text(opinion.title, review_rules.MAX_REVIEW_TITLE),
        body=review_rules.clean_body(opinion.body, review_rules.MAX_BODY),
        fit=Fit(opinion.fit) if opinion.fit else None,
    )


def _own(review_id: ReviewId, user_id: UserId) -> tuple[Product, Review]:
    found = locked_with_review(id=review_id, user_id=user_id)
    if found is None:
        raise ReviewNotFound
    return found


def _right_to_write(product: Product, user_id: UserId) -> Purchase:
    purchase = Purchase.objects.filter(product=product, user_id=user_id).first()
    if purchase is None:
        raise NotDelivered("Once it has been delivered to you, you may review it.")
    if is_own_work(user_id, VendorId(product.vendor_id)):
        raise OwnWork("Buyers trust reviews that are not by the house itself.")
    return purchase


def _columns(said: Opinion) -> dict[str, Any]:
    return {"rating": said.rating, "title": said.title, "body": said.body, "fit": said.fit or ""}


def _judged(review: Review, causes: list[CaseCause]) -> None:
    if causes:
        open_case(review, causes)
    refresh_rating(review.product)
