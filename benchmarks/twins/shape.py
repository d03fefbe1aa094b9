"""The statement and the small shapes that all twins share: what an answer of ours looks like."""

import base64
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

SHOWN_WIDTH = 640
FALLBACK = "image/jpeg"
FORMATS = ("image/webp", FALLBACK)

LIST = """
SELECT p.id, p.slug, p.title, p.currency, p.lowest_price_minor, p.lowest_compare_minor,
       p.is_in_stock, p.rating_average_hundredths, p.rating_count, p.published_at,
       v.slug AS vendor_slug, v.store_name, v.city, v.state,
       c.slug AS category_slug, c.name AS category_name,
       b.slug AS brand_slug, b.name AS brand_name,
       m.status AS picture_status, m.alt, m.image, m.width, m.height, m.renditions
FROM products_product p
JOIN vendors_vendor v ON v.id = p.vendor_id
LEFT JOIN products_media m ON m.id = p.cover_id
LEFT JOIN products_category c ON c.id = p.category_id
LEFT JOIN products_brand b ON b.id = p.brand_id
WHERE p.status = 'published' AND p.is_vendor_open
ORDER BY p.published_at DESC, p.id DESC
LIMIT {limit}
"""
LIST_OF_20 = LIST.format(limit=21)  # one more, to know whether there is a next page


def amount(minor: int) -> str:
    """Minor units of a currency with two decimals."""
    return f"{Decimal(minor).scaleb(-2):f}"


def address(name: str) -> str:
    """Where a stored file can be fetched."""
    return f"/media/{quote(name)}"


def of_type(renditions: Sequence[Any], mime: str) -> list[Any]:
    """The copies of one format, the smallest first."""
    return sorted((one for one in renditions if one["type"] == mime), key=lambda one: one["width"])


def shown(fallbacks: Sequence[Any], image: str) -> tuple[str | None, str | None]:
    """The address of the picture that is shown, and of its thumbnail."""
    original = address(image) if image else None
    if not fallbacks:
        return original, original
    fitting = [one for one in fallbacks if one["width"] <= SHOWN_WIDTH] or fallbacks
    return address(fitting[-1]["name"]), address(fallbacks[0]["name"])


def sources(renditions: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """Format and `srcset`, the better format first."""
    for mime in FORMATS:
        found = of_type(renditions, mime)
        if found:
            yield mime, ", ".join(f"{address(one['name'])} {one['width']}w" for one in found)


def next_address(host: str, path: str, query: dict[str, str], at: datetime, last: UUID) -> str:
    """The address of the next page."""
    packed = json.dumps([False, str(at), str(last)]).encode()
    cursor = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return f"http://{host}{path}?{urlencode(query | {'cursor': cursor})}"
