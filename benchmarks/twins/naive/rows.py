"""What both naive twins read; `select_related` is in every tutorial."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from apps.products.models import Media, Product
from apps.products.models.product import LISTED
from benchmarks.twins import shape


def newest(limit: int) -> QuerySet[Product]:
    """Published products, newest first."""
    rows = Product.objects.filter(LISTED).select_related("vendor", "category", "brand", "cover")
    return rows.order_by("-published_at", "-id")[: limit + 1]


def further(request: HttpRequest, rows: list[Product], limit: int) -> str | None:
    """The address of the next page."""
    if len(rows) <= limit:
        return None
    last = rows[limit - 1]
    assert last.published_at  # noqa: S101 -- published products have been
    query = request.GET.dict()
    return shape.next_address(request.get_host(), request.path, query, last.published_at, last.id)


def money(minor: int | None, currency: str) -> dict[str, str] | None:
    """An amount as a decimal text."""
    return None if minor is None else {"amount": shape.amount(minor), "currency": currency}


def picture(media: Media | None, title: str) -> dict[str, Any]:
    """The cover, or that there is none."""
    renditions = media.renditions if media else []
    image = (media.image.name or "") if media else ""
    url, thumbnail = shape.shown(shape.of_type(renditions, shape.FALLBACK), image)
    return {
        "status": media.status if media else "pending",
        "alt": (media.alt if media else "") or title,
        "url": url,
        "thumbnail_url": thumbnail,
        "width": media.width if media else None,
        "height": media.height if media else None,
        "sources": [{"type": mime, "srcset": words} for mime, words in shape.sources(renditions)],
    }


def rating(product: Product) -> float | None:
    """The average of the reviews."""
    return product.rating_average_hundredths / 100 if product.rating_count else None
