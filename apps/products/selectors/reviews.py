"""What buyers said, as readers see it: rows of one compiled read a shape, and a pure mapping."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Count, QuerySet

from apps.common.db import Named, Prepared
from apps.common.http.pagination import PageOf, Pages
from apps.products import review_rules
from apps.products.contracts import ProductId
from apps.products.errors import ProductNotFound, ReviewNotFound
from apps.products.models import Product, Review
from apps.products.models.product import LISTED
from apps.products.review_contracts import (
    ReplyCard,
    ReviewCard,
    ReviewFilters,
    ReviewId,
    ReviewNotice,
    ReviewSummary,
    StarCount,
)
from apps.products.review_states import ReviewSort
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId

type Row = dict[str, Any]

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


RATED: Prepared[Any] = Prepared(
    lambda: Product.objects.filter(LISTED, slug=Named("slug")).values(
        "id", "title", "vendor_id", "rating_average_hundredths", "rating_count"
    )
)
BY_STARS: Prepared[Any] = Prepared(
    lambda: (
        Review.objects.filter(is_published=True, product_id=Named("product_id"))
        .order_by("rating")
        .values("rating")
        .annotate(count=Count("id"))
    )
)


def shown_reviews() -> QuerySet[Review, Row]:
    """Published reviews with what a card needs, in no order yet."""
    rows: QuerySet[Review, Row] = Review.objects.filter(is_published=True).values(*COLUMNS)
    return rows


@cache
def review_pages(sort: ReviewSort, *, has_stars: bool, verified: bool) -> Pages[Row]:
    """Return the list of one shape; its values are `product_id`, and `stars` if it has them."""

    def build() -> QuerySet[Review, Row]:
        rows = shown_reviews().filter(product_id=Named("product_id"))
        if has_stars:
            rows = rows.filter(rating=Named("stars"))
        return rows.filter(is_verified=True) if verified else rows

    return Pages(build, order=ORDERS[sort])


def pages_for(filters: ReviewFilters) -> tuple[Pages[Row], dict[str, Any]]:
    """Return the list that the filters ask for, and its values beside the product's id."""
    pages = review_pages(
        filters.sort, has_stars=filters.stars is not None, verified=filters.verified
    )
    return pages, {"stars": filters.stars} if filters.stars else {}


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
    pages, values = pages_for(filters)
    return cards_of(pages.read(cursor=cursor, limit=limit, product_id=product_id, **values))


def cards_of(page: PageOf[Row]) -> PageOf[ReviewCard]:
    """Return the page as readers see it."""
    return PageOf([review_card(row) for row in page.rows], page.next_cursor, page.previous_cursor)


def review_summary(slug: str) -> ReviewSummary:
    """Return what a product's reviews come to: two queries.

    Raises:
        ProductNotFound: no such product for the public.
    """
    product = RATED.first(slug=slug)
    return summary_of(product, BY_STARS.all(product_id=product["id"]) if product else [])


def summary_of(product: Row | None, by_stars: Sequence[Row]) -> ReviewSummary:
    """Return a row of `RATED` with those of `BY_STARS`.

    Raises:
        ProductNotFound: there is no row.
    """
    if product is None:
        raise ProductNotFound
    hundredths, count = product["rating_average_hundredths"], product["rating_count"]
    return ReviewSummary(
        product_id=product["id"],
        product_title=product["title"],
        vendor_id=product["vendor_id"],
        average=Decimal(hundredths).scaleb(-2) if count else None,
        count=count,
        stars=star_counts({row["rating"]: row["count"] for row in by_stars}),
    )


def star_counts(counts: Mapping[int, int]) -> tuple[StarCount, ...]:
    """Return the bars of the published reviews, five stars first."""
    total = sum(counts.values())
    return tuple(
        StarCount(
            stars=stars,
            count=counts.get(stars, 0),
            percent=round(100 * counts.get(stars, 0) / total) if total else 0,
        )
        for stars in range(review_rules.HIGHEST, review_rules.LOWEST - 1, -1)
    )


def listed_id(slug: str) -> ProductId:
    """Return the id of a product that the public may see.

    Raises:
        ProductNotFound: there is none.
    """
    found = RATED.first(slug=slug)
    if found is None:
        raise ProductNotFound
    return ProductId(found["id"])


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
