"""What a product and a picture may become."""

from enum import StrEnum

from apps.common.state_machine import Transitions


class ProductStatus(StrEnum):
    """Where a product stands between its maker's desk and the shop window."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class MediaStatus(StrEnum):
    """Whether a picture's renditions can be shown."""

    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


class TermKind(StrEnum):
    """What a known word is: one of the catalogue's words, two in a row, or a name."""

    WORD = "word"
    PHRASE = "phrase"
    CATEGORY = "category"
    BRAND = "brand"
    VENDOR = "vendor"


PRODUCT = Transitions(
    {
        ProductStatus.DRAFT: frozenset({ProductStatus.PUBLISHED, ProductStatus.ARCHIVED}),
        ProductStatus.PUBLISHED: frozenset({ProductStatus.ARCHIVED}),
        ProductStatus.ARCHIVED: frozenset({ProductStatus.PUBLISHED, ProductStatus.DRAFT}),
    }
)
MEDIA = Transitions(
    {
        MediaStatus.PENDING: frozenset({MediaStatus.READY, MediaStatus.FAILED}),
        MediaStatus.READY: frozenset(),
        MediaStatus.FAILED: frozenset({MediaStatus.PENDING}),
    }
)
