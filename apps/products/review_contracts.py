"""What neighbours may hold of reviews; `contracts` gives it out."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NewType
from uuid import UUID

from apps.products.review_states import Fit, ReviewSort

ReviewId = NewType("ReviewId", UUID)


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What a buyer says of a product; `fit` may stay open."""

    rating: int
    title: str = ""
    body: str = ""
    fit: Fit | None = None


@dataclass(frozen=True, kw_only=True)
class ReplyCard:
    """The vendor's answer."""

    body: str
    created_at: datetime
    edited_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ReviewCard:
    """One buyer's opinion as readers see it: of its author a first name and an initial."""

    author_name: str
    rating: int
    title: str
    body: str
    created_at: datetime
    id: ReviewId
    fit: str = ""
    is_verified: bool = False
    helpful_count: int = 0
    edited_at: datetime | None = None
    reply: ReplyCard | None = None


@dataclass(frozen=True, kw_only=True)
class ReviewFilters:
    """Which reviews of a product are read, in which order."""

    sort: ReviewSort = ReviewSort.NEWEST
    stars: int | None = None
    verified: bool = False


@dataclass(frozen=True, kw_only=True)
class StarCount:
    """How many of the published reviews gave so many stars; `percent` of all, rounded."""

    stars: int
    count: int
    percent: int


@dataclass(frozen=True, kw_only=True)
class ReviewSummary:
    """What the published reviews of a product come to; `stars` from five to one."""

    product_id: UUID
    product_title: str
    vendor_id: UUID
    average: Decimal | None
    count: int
    stars: tuple[StarCount, ...]


@dataclass(frozen=True, kw_only=True)
class OwnReview:
    """A review for its author. `status` is published, waiting or hidden; `reason` is staff's."""

    id: ReviewId
    product_slug: str
    product_title: str
    opinion: Opinion
    status: str
    reason: str
    helpful_count: int
    created_at: datetime
    edited_at: datetime | None
    reply: ReplyCard | None


@dataclass(frozen=True, kw_only=True)
class VendorReview:
    """A review for the vendor whose product it is about."""

    product_slug: str
    product_title: str
    card: ReviewCard


@dataclass(frozen=True, kw_only=True)
class ToReview:
    """A product that somebody has, and has not reviewed."""

    product_slug: str
    product_title: str
    delivered_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReviewNotice:
    """What a mail about a reply needs."""

    user_id: UUID
    product_slug: str
    product_title: str
    vendor_name: str
    reply: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """One reader's report."""

    reason: str
    note: str


@dataclass(frozen=True, kw_only=True)
class QueuedReview:
    """A review that waits for staff; `author_id` so that they can look the account up."""

    review_id: ReviewId
    causes: tuple[str, ...]
    opened_at: datetime
    is_published: bool
    product_slug: str
    product_title: str
    author_id: UUID | None
    opinion: Opinion
    reply: str
    reports: tuple[Report, ...]
