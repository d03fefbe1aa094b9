"""What happened in the catalogue."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from apps.common.outbox import Event


@dataclass(frozen=True, kw_only=True)
class ProductPublished(Event):
    """A product entered the shop."""

    name: ClassVar = "products.product-published"
    version: ClassVar = 1
    aggregate_field: ClassVar = "product_id"

    product_id: UUID
    vendor_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProductArchived(Event):
    """A product left the shop."""

    name: ClassVar = "products.product-archived"
    version: ClassVar = 1
    aggregate_field: ClassVar = "product_id"

    product_id: UUID
    vendor_id: UUID


@dataclass(frozen=True, kw_only=True)
class VariantsSet(Event):
    """These are a product's variants now: at most 200."""

    name: ClassVar = "products.variants-set"
    version: ClassVar = 1
    aggregate_field: ClassVar = "product_id"

    product_id: UUID
    variant_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class MediaAdded(Event):
    """A picture waits for its renditions (and, if imported, for its download)."""

    name: ClassVar = "products.media-added"
    version: ClassVar = 1
    aggregate_field: ClassVar = "media_id"

    media_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReviewsChanged(Event):
    """The published reviews of a product, or its rating, are not what they were."""

    name: ClassVar = "products.reviews-changed"
    version: ClassVar = 1
    aggregate_field: ClassVar = "product_id"

    product_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReviewReplied(Event):
    """A vendor answered a review for the first time."""

    name: ClassVar = "products.review-replied"
    version: ClassVar = 1
    aggregate_field: ClassVar = "product_id"

    product_id: UUID
    review_id: UUID
