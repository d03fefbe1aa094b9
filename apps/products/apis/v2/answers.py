"""The JSON of v2's hot reads, piece by piece in the shape that its Schema declares."""

from functools import lru_cache
from typing import Any

import msgspec

from apps.products.apis.v2.schemas import CategoryOut, PictureOut, StoreOut
from apps.products.contracts import CategoryNode, ProductCard
from apps.products.selectors.cards import CardRow, card_of

_STORE, _PICTURE = tuple(StoreOut.model_fields), tuple(PictureOut.model_fields)


@lru_cache(maxsize=8192)  # about 10 MB
def card_line(row: CardRow) -> bytes:
    """Return a tile's JSON, which costs more to make than to read.

    Kept by its row: the tile says nothing that does not stand there, and a row that changed is
    another row.
    """
    return msgspec.json.encode(_card(card_of(row)))


def _card(card: ProductCard) -> dict[str, Any]:
    """Say what `ProductCardOut` declares, only quicker; a test holds them together."""
    vendor, image, compare_at = card.vendor, card.image, card.compare_at
    return {
        "id": card.id,
        "slug": card.slug,
        "title": card.title,
        "vendor": {name: getattr(vendor, name) for name in _STORE},
        "category": card.category,
        "brand": card.brand,
        "price": card.price.as_json(),
        "compare_at": compare_at and compare_at.as_json(),
        "image": {name: getattr(image, name) for name in _PICTURE},
        "is_in_stock": card.is_in_stock,
        "rating": None if card.rating is None else float(card.rating),
        "rating_count": card.rating_count,
    }


def category_line(node: CategoryNode) -> bytes:
    """Return the JSON of a root with all below it."""
    return CategoryOut.model_validate(node).model_dump_json().encode()
