"""What neighbours may hold of pictures; `contracts` gives it out."""

from dataclasses import dataclass
from typing import NewType
from uuid import UUID

VariantId = NewType("VariantId", UUID)
MediaId = NewType("MediaId", UUID)


@dataclass(frozen=True, kw_only=True)
class PictureSource:
    """One `<source>`: a mime type and its `srcset` in width descriptors."""

    type: str
    srcset: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture, whatever its state.

    `url` is None while nothing can be shown: say "image pending" then. While `status` is
    "pending" and `url` is set, `url` is the original and `sources` is empty.
    """

    status: str
    alt: str
    url: str | None = None
    thumbnail_url: str | None = None
    width: int | None = None
    height: int | None = None
    sources: tuple[PictureSource, ...] = ()
    id: MediaId | None = None
    variant_id: VariantId | None = None


@dataclass(frozen=True, kw_only=True)
class PictureAddress:
    """Where a picture can be fetched; `variant` is the place of its variant in the source."""

    url: str
    alt: str = ""
    variant: int | None = None
