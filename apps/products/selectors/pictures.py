"""Pictures as pages and APIs show them."""

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from django.core.files.storage import default_storage

from apps.products.contracts import MediaId, Picture, PictureSource, VariantId
from apps.products.models import Media
from apps.products.states import MediaStatus

FALLBACK = "image/jpeg"
_SHOWN_WIDTH = 640


def picture_of(media: Media | None, *, alt: str) -> Picture:
    """Return the picture: renditions if they are made, else the original, else "pending"."""
    if media is None:
        return Picture(status=MediaStatus.PENDING, alt=alt)
    return Picture(
        id=MediaId(media.id),
        variant_id=VariantId(media.variant_id) if media.variant_id else None,
        status=media.status,
        alt=media.alt or alt,
        url=_shown_url(media) or original_url(media),
        thumbnail_url=thumbnail_url(media) or original_url(media),
        width=media.width,
        height=media.height,
        sources=tuple(_sources(media)),
    )


def pictures_of(media: Iterable[Media], *, alt: str) -> tuple[Picture, ...]:
    """Return every picture of a product in order; one "pending" if there is none."""
    return tuple(picture_of(row, alt=alt) for row in media) or (picture_of(None, alt=alt),)


def original_url(media: Media | None) -> str | None:
    """Return where the sanitised original is, None until it has been fetched."""
    return media.image.url if media and media.image else None


def thumbnail_url(media: Media | None) -> str | None:
    """Return the smallest fallback rendition."""
    found = _of_type(media, FALLBACK) if media else []
    return default_storage.url(found[0]["name"]) if found else None


def _shown_url(media: Media) -> str | None:
    fallbacks = _of_type(media, FALLBACK)
    fitting = [one for one in fallbacks if one["width"] <= _SHOWN_WIDTH] or fallbacks
    return default_storage.url(fitting[-1]["name"]) if fitting else None


def _of_type(media: Media, mime: str) -> list[dict[str, Any]]:
    found = [one for one in media.renditions if one["type"] == mime]
    return sorted(found, key=itemgetter("width"))


def _sources(media: Media) -> Iterable[PictureSource]:
    """The better format first: a browser takes the first that it knows."""
    for mime in ("image/webp", FALLBACK):
        steps = [
            f"{default_storage.url(one['name'])} {one['width']}w" for one in _of_type(media, mime)
        ]
        if steps:
            yield PictureSource(type=mime, srcset=", ".join(steps))
