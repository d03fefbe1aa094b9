"""Pictures as pages and APIs show them."""

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from django.core.files.storage import default_storage

from apps.products.contracts import MediaId, Picture, PictureSource, VariantId
from apps.products.models import Media
from apps.products.states import MediaStatus

FALLBACK = "image/jpeg"
_FORMATS = ("image/webp", FALLBACK)  # the better first: a browser takes the first that it knows
_SHOWN_WIDTH = 640


class Shot(NamedTuple):
    """The columns of a picture; `image` is a name in the storage, empty until it is fetched."""

    id: UUID
    variant_id: UUID | None
    status: str
    alt: str
    image: str
    width: int | None
    height: int | None
    renditions: Sequence[dict[str, Any]]

    @classmethod
    def of_row(cls, row: Sequence[Any]) -> "Shot | None":
        """Read the columns in our order, the renditions as JSON; None where there is no picture."""
        return None if row[0] is None else cls._make((*row[:-1], msgspec.json.decode(row[-1])))

    @classmethod
    def of_json(cls, row: dict[str, Any]) -> "Shot":
        """Read the columns as PostgreSQL nests them."""
        variant_id = row["variant_id"]
        ids = {"id": UUID(row["id"]), "variant_id": UUID(variant_id) if variant_id else None}
        return cls(**(row | ids))

    @classmethod
    def of(cls, media: Media) -> "Shot":
        """Return the columns of a loaded row."""
        return cls(
            id=media.id,
            variant_id=media.variant_id,
            status=media.status,
            alt=media.alt,
            image=media.image.name or "",
            width=media.width,
            height=media.height,
            renditions=media.renditions,
        )


def picture_from(shot: Shot | None, *, alt: str) -> Picture:
    """Return the picture: renditions if they are made, else the original, else "pending"."""
    if shot is None:
        return Picture(status=MediaStatus.PENDING, alt=alt)
    steps = {mime: _steps(shot.renditions, mime) for mime in _FORMATS}
    fallbacks = steps[FALLBACK]
    original = default_storage.url(shot.image) if shot.image and not fallbacks else None
    fitting = [url for width, url in fallbacks if width <= _SHOWN_WIDTH] or [
        url for _, url in fallbacks[-1:]
    ]
    return Picture(
        id=MediaId(shot.id),
        variant_id=VariantId(shot.variant_id) if shot.variant_id else None,
        status=shot.status,
        alt=shot.alt or alt,
        url=fitting[-1] if fitting else original,
        thumbnail_url=fallbacks[0][1] if fallbacks else original,
        width=shot.width,
        height=shot.height,
        sources=tuple(
            PictureSource(type=mime, srcset=", ".join(f"{url} {width}w" for width, url in found))
            for mime, found in steps.items()
            if found
        ),
    )


def picture_of(media: Media | None, *, alt: str) -> Picture:
    """Return the picture of a loaded row, as `picture_from` does."""
    return picture_from(Shot.of(media) if media else None, alt=alt)


def pictures_of(shots: Iterable[Shot], *, alt: str) -> tuple[Picture, ...]:
    """Return every picture of a product in order; one "pending" if there is none."""
    return tuple(picture_from(one, alt=alt) for one in shots) or (picture_from(None, alt=alt),)


def original_url(media: Media | None) -> str | None:
    """Return where the sanitised original is, None until it has been fetched."""
    return media.image.url if media and media.image else None


def thumbnail_url(media: Media | None) -> str | None:
    """Return the smallest fallback rendition."""
    found = _of_type(media.renditions, FALLBACK) if media else []
    return default_storage.url(found[0]["name"]) if found else None


def _steps(renditions: Sequence[dict[str, Any]], mime: str) -> list[tuple[int, str]]:
    """Widths and addresses of one format, the smallest first."""
    return [(one["width"], default_storage.url(one["name"])) for one in _of_type(renditions, mime)]


def _of_type(renditions: Sequence[dict[str, Any]], mime: str) -> list[dict[str, Any]]:
    return sorted((one for one in renditions if one["type"] == mime), key=itemgetter("width"))
