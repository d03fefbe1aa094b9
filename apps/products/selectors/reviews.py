"""What buyers said, as readers see it: rows of one compiled read a shape, and a pure mapping."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from apps.common.http.pagination import PageOf, keyset_page
from apps.products import review_rules
from apps.products.contracts import ProductId
from apps.products.errors import ProductNotFound, ReviewNotFound
from apps.products.models import Review
from apps.products.review_contracts import (
    ReplyCard,
    ReviewCard,
    ReviewFilters,
    ReviewId,
    ReviewNotice,
    StarCount,
)
from apps.products.review_states import ReviewSort
from apps.products.selectors.catalogue import published
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId

type Row = Mapping[str, Any]

ORDERS: Mapping[ReviewSort, tuple[str, str]] = {
    ReviewSort.NEWEST: ("-created_at", "-id"),
    ReviewSort.HELPFUL: ("-helpful_count", "-id"),
    ReviewSort.HIGHEST: ("-rating", "-id"),
    ReviewSort.LOWEST: ("rating", "id"),
}
REPLY = ("reply__body", "reply__created_at", "reply__edited_at")
COLUMNS = (
    *("id", "rating", "title", "body", "fit", "is_verified", "helpful_count"),
    *("created_at", "edited_at", "author_name", "user__name", "user__is_active", *REPLY),
)


def shown_reviews() -> QuerySet[Review, dict[str, Any]]:
    """Published reviews with what a card needs, in no order yet."""
    rows: QuerySet[Review, dict[str, Any]] = Review.objects.filter(is_published=True).values(
        *COLUMNS
    )
    return rows


def listed_id(slug: str) -> ProductId:
    """Return the id of a product that the public may see.

    Raises:
        ProductNotFound: there is none.
    """
    found = published().filter(slug=slug).values_list("id", flat=True).first()
    if found is None:
        raise ProductNotFound
    return ProductId(found)


def review_page(
    product_id: ProductId,
    filters: ReviewFilters,
    *,
    cursor: str | None = None,
    limit: int | None = None,
) -> PageOf[ReviewCard]:
    """Return one page of a product's reviews: one query.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    rows = shown_reviews().filter(product_id=product_id)
    if filters.stars:
        rows = rows.filter(rating=filters.stars)
    if filters.verified:
        rows = rows.filter(is_verified=True)
    page = keyset_page(rows, order=ORDERS[filters.sort], cursor=cursor, limit=limit)
    return PageOf([review_card(row) for row in page.rows], page.next_cursor, page.previous_cursor)


def newest_reviews(product_id: ProductId, limit: int) -> tuple[ReviewCard, ...]:
    """Return the newest reviews of a product: one query."""
    rows = shown_reviews().filter(product_id=product_id)
    return tuple(map(review_card, rows.order_by(*ORDERS[ReviewSort.NEWEST])[:limit]))


def star_counts(product_id: ProductId) -> tuple[StarCount, ...]:
    """Count the published reviews by stars, five first: one query, from an index alone."""
    rows = Review.objects.filter(product_id=product_id, is_published=True)
    found = rows.order_by("rating").values("rating").annotate(count=Count("id"))
    counts = {row["rating"]: row["count"] for row in found}
    total = sum(counts.values())
    return tuple(
        StarCount(
            stars=stars,
            count=counts.get(stars, 0),
            percent=round(100 * counts.get(stars, 0) / total) if total else 0,
        )
        for stars in range(review_rules.HIGHEST, review_rules.LOWEST - 1, -1)
    )


def review_for_notice(review_id: ReviewId) -> ReviewNotice | None:
    """Return what a mail about the reply says; None once the review or its reply is gone."""
    rows = Review.objects.filter(
        id=review_id, is_published=True, reply__isnull=False, user__is_active=True
    )
    review = rows.select_related("product", "reply").first()
    if review is None or review.user_id is None:
        return None
    vendor_id = VendorId(review.product.vendor_id)
    return ReviewNotice(
        user_id=review.user_id,
        product_slug=review.product.slug,
        product_title=review.product.title,
        vendor_name=vendors.vendors_by_id([vendor_id])[vendor_id].store_name,
        reply=review.reply.body,
    )


def slug_of_review(review_id: ReviewId) -> str:
    """Return the slug of the product that a published review is about.

    Raises:
        ReviewNotFound: there is none.
    """
    rows = Review.objects.filter(id=review_id, is_published=True)
    slug = rows.values_list("product__slug", flat=True).first()
    if slug is None:
        raise ReviewNotFound
    return slug


def review_card(row: Row) -> ReviewCard:
    """Return a row of `shown_reviews` as readers see it."""
    return ReviewCard(
        id=ReviewId(row["id"]),
        author_name=_author(row),
        **{name: row[name] for name in COLUMNS[1:9]},
        reply=reply_card(*(row[name] for name in REPLY)),
    )


def reply_card(
    body: str | None, created_at: datetime | None, edited_at: datetime | None
) -> ReplyCard | None:
    """Return the vendor's answer, if there is one."""
    if body is None or created_at is None:
        return None
    return ReplyCard(body=body, created_at=created_at, edited_at=edited_at)


def _author(row: Row) -> str:
    if row["user__is_active"] is None:  # it came without an account
        return review_rules.shown_name(row["author_name"])
    return review_rules.shown_name(row["user__name"], is_active=row["user__is_active"])
