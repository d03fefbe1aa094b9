"""Reviews for those who have a part in them: authors, vendors, staff."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from apps.authentication.contracts import UserId
from apps.common.http.pagination import PageOf, keyset_page
from apps.products.contracts import ProductId
from apps.products.models import HelpfulVote, Product, Purchase, Review, ReviewCase
from apps.products.models.product import LISTED
from apps.products.review_contracts import (
    Opinion,
    OwnReview,
    QueuedReview,
    Report,
    ReviewId,
    ToReview,
    VendorReview,
)
from apps.products.review_states import Fit
from apps.products.selectors.reviews import COLUMNS, reply_card, review_card
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId

_NEWEST = ("-created_at", "-id")
_OF_PRODUCT = ("product__slug", "product__title")


def own_reviews(user_id: UserId, *, cursor: str | None = None) -> PageOf[OwnReview]:
    """Return a page of somebody's own reviews, newest first: two queries."""
    page = keyset_page(_own_rows(user_id), order=_NEWEST, cursor=cursor)
    return PageOf([own_review(row) for row in page.rows], page.next_cursor, page.previous_cursor)


def own_review_of(user_id: UserId, product_id: ProductId) -> OwnReview | None:
    """Return somebody's own review of a product."""
    row = _own_rows(user_id).filter(product_id=product_id).first()
    return None if row is None else own_review(row)


def own_review(review: Review) -> OwnReview:
    """Return the review for its author."""
    cases = list(review.cases.all())
    reply = getattr(review, "reply", None)
    return OwnReview(
        id=ReviewId(review.id),
        product_slug=review.product.slug,
        product_title=review.product.title,
        opinion=opinion_of(review),
        status=_status(review, cases),
        reason="" if review.is_published or not cases else cases[0].reason,
        helpful_count=review.helpful_count,
        created_at=review.created_at,
        edited_at=review.edited_at,
        reply=reply_card(reply.body, reply.created_at, reply.edited_at) if reply else None,
    )


def opinion_of(review: Review) -> Opinion:
    """Return what its author says."""
    return Opinion(
        rating=review.rating,
        title=review.title,
        body=review.body,
        fit=Fit(review.fit) if review.fit else None,
    )


def to_review(user_id: UserId, limit: int = 20) -> list[ToReview]:
    """Return what somebody has and has not reviewed, latest first: one query."""
    written = Review.objects.filter(product_id=OuterRef("product_id"), user_id=user_id)
    shown = Product.objects.filter(LISTED, id=OuterRef("product_id"))
    rows = Purchase.objects.filter(~Exists(written), Exists(shown), user_id=user_id)
    found = rows.order_by("-delivered_at", "-id").values_list(*_OF_PRODUCT, "delivered_at")
    return [
        ToReview(product_slug=slug, product_title=title, delivered_at=at)
        for slug, title, at in found[:limit]
    ]


def has_had(user_id: UserId, product_id: ProductId) -> bool:
    """Tell whether the product was ever delivered to this person."""
    return Purchase.objects.filter(product_id=product_id, user_id=user_id).exists()


def is_own_work(user_id: UserId, vendor_id: VendorId) -> bool:
    """Tell whether somebody belongs to the store's team."""
    store = vendors.vendor_of(user_id)
    return store is not None and store.id == vendor_id


def found_helpful(user_id: UserId | None, review_ids: Iterable[ReviewId]) -> set[ReviewId]:
    """Return those of the reviews that somebody voted for: one query, none for nobody."""
    wanted = list(review_ids)
    if user_id is None or not wanted:
        return set()
    votes = HelpfulVote.objects.filter(user_id=user_id, review_id__in=wanted)
    return {ReviewId(pk) for pk in votes.values_list("review_id", flat=True)}


def reviews_of_vendor(
    vendor_id: VendorId,
    *,
    stars: int | None = None,
    is_answered: bool | None = None,
    cursor: str | None = None,
) -> PageOf[VendorReview]:
    """Return a page of the published reviews of a vendor's products, newest first: one query."""
    rows = Review.objects.filter(product__vendor_id=vendor_id, is_published=True)
    if stars:
        rows = rows.filter(rating=stars)
    if is_answered is not None:
        rows = rows.filter(reply__isnull=not is_answered)
    page = keyset_page(rows.values(*COLUMNS, *_OF_PRODUCT), order=_NEWEST, cursor=cursor)
    return PageOf(
        [_vendor_review(row) for row in page.rows], page.next_cursor, page.previous_cursor
    )


def review_queue(*, cursor: str | None = None) -> PageOf[QueuedReview]:
    """Return a page of the reviews that wait for staff, oldest first: two queries."""
    page = keyset_page(queue(), order=("opened_at", "id"), cursor=cursor)
    return PageOf([_queued(row) for row in page.rows], page.next_cursor, page.previous_cursor)


def queue() -> QuerySet[ReviewCase]:
    """Return the open cases with what staff look at."""
    rows = ReviewCase.objects.filter(decision="")
    rows = rows.select_related("review__product", "review__reply")
    return rows.prefetch_related("review__reports")


def _own_rows(user_id: UserId) -> QuerySet[Review]:
    rows = Review.objects.filter(user_id=user_id).select_related("product", "reply")
    rows = rows.defer("product__description", "product__search_vector", "product__search_text")
    return rows.prefetch_related("cases")


def _status(review: Review, cases: list[ReviewCase]) -> str:
    if review.is_published:
        return "published"
    return "hidden" if cases and cases[0].decision else "waiting"


def _vendor_review(row: dict[str, Any]) -> VendorReview:
    return VendorReview(
        product_slug=row["product__slug"],
        product_title=row["product__title"],
        card=review_card(row),
    )


def _queued(case: ReviewCase) -> QueuedReview:
    review = case.review
    reply = getattr(review, "reply", None)
    return QueuedReview(
        review_id=ReviewId(review.id),
        causes=tuple(case.because),
        opened_at=case.opened_at,
        is_published=review.is_published,
        product_slug=review.product.slug,
        product_title=review.product.title,
        author_id=review.user_id,
        opinion=opinion_of(review),
        reply=reply.body if reply else "",
        reports=tuple(Report(reason=one.reason, note=one.note) for one in review.reports.all()),
    )
