"""Readers report a review, staff decide."""

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.common import audit, clock
from apps.common.errors import InvalidInput
from apps.products import review_rules, rules
from apps.products.errors import ReviewNotFound
from apps.products.models import Product, Purchase, Review, ReviewCase, ReviewReport
from apps.products.review_contracts import ReviewId
from apps.products.review_states import CaseCause, CaseDecision, ReportReason
from apps.products.services.open_case import open_case
from apps.products.services.rate_product import locked_with_review, refresh_rating
from apps.products.services.vote_helpful import readable


@transaction.atomic
def report_review(
    *, review_id: ReviewId, user_id: UserId, reason: ReportReason, note: str = ""
) -> None:
    """Ask staff to look at a review; it stays where it is until they do. Locks it.

    One report a reader and review: a repeat changes nothing.

    Raises:
        ReviewNotFound: no such review that readers see.
        OwnReviewRefused: it is one's own.
        OwnWork: it is about the own store.
    """
    review = readable(review_id, user_id)
    _, is_new = ReviewReport.objects.get_or_create(
        review=review,
        user_id=user_id,
        defaults={
            "reason": ReportReason(reason),
            "note": rules.clean_text(note, review_rules.MAX_NOTE),
        },
    )
    if is_new:
        open_case(review, [CaseCause.REPORTED])


@transaction.atomic
def call_in(*, review_id: ReviewId) -> None:
    """Put a review into the queue for staff's own reasons. Locks it.

    Raises:
        ReviewNotFound: there is none.
    """
    review = Review.objects.select_for_update(no_key=True).filter(id=review_id).first()
    if review is None:
        raise ReviewNotFound
    open_case(review, [CaseCause.STAFF])


@transaction.atomic
def decide_review(
    *, review_id: ReviewId, by: UserId, decision: CaseDecision, reason: str = ""
) -> None:
    """Publish or hide a review, whether or not it waits. Locks the product, then the review.

    On record in the audit. The same decision again changes nothing. The author of a hidden review
    waits with the next one.

    Raises:
        ReviewNotFound: there is none.
        InvalidInput: it is to be hidden, and nobody says why.
    """
    words = rules.clean_text(reason, review_rules.MAX_NOTE)
    if decision is CaseDecision.HIDDEN and not words:
        raise InvalidInput("Say why.", errors={"reason": ["Say why: the author reads it."]})
    found = locked_with_review(id=review_id)
    if found is None:
        raise ReviewNotFound
    product, review = found
    case = ReviewCase.objects.filter(review=review, decision="").first()
    shows = decision is CaseDecision.PUBLISHED
    if case is None and review.is_published == shows:
        return
    _close(case or ReviewCase(review=review, causes=CaseCause.STAFF), by, decision, words)
    was = CaseDecision.PUBLISHED if review.is_published else CaseDecision.HIDDEN
    review.is_published = shows
    review.save(update_fields=["is_published"])
    _remember(product, review, shows=shows)
    audit.record(
        f"review.{decision}",
        subject=f"review:{review_id}",
        actor_id=by,
        before={"review": was},
        after={"review": decision},
        reason=words,
    )


def _close(case: ReviewCase, by: UserId, decision: CaseDecision, reason: str) -> None:
    case.decision, case.reason = decision, reason
    case.decided_at, case.decided_by_id = clock.now(), by
    case.save()


def _remember(product: Product, review: Review, *, shows: bool) -> None:
    if not shows and review.user_id:
        Purchase.objects.filter(product=product, user_id=review.user_id).update(reviews_wait=True)
    refresh_rating(product)
