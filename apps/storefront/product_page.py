"""What the product page shows beside the contract: the matrix of variants, the search data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from apps.common.money import Money
from apps.inventory import facade as inventory
from apps.products.contracts import ProductPage, VariantCard, VariantId

FEW, MOST_AT_ONCE = 5, 10
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One variant in the matrix."""

    id: VariantId
    size: str
    price: Money
    compare_at: Money | None
    free: int

    @property
    def is_free(self) -> bool:
        """Whether a unit can be taken."""
        return self.free > 0

    @property
    def stock_words(self) -> str:
        """What the page says about what is left."""
        return f"Only {self.free} left" if self.free <= FEW else "In stock"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One colour with its sizes; `picture` is the id of the first picture in that colour."""

    colour: str
    hex: str
    cells: tuple[Cell, ...]
    picture: str


def picker(page: ProductPage) -> dict[str, Any]:
    """Return the matrix of variants and what is chosen at first: the only one, if there is one."""
    free = inventory.available([variant.id for variant in page.variants])
    rows = [
        _row(colour, list(group), page, free)
        for colour, group in groupby(_by_colour(page.variants), key=lambda one: one.colour)
    ]
    cells = [cell for row in rows for cell in row.cells]
    buyable = [cell for cell in cells if cell.is_free]
    chosen = buyable[0] if len(cells) == 1 and buyable else None
    shown = chosen or min(buyable or cells, key=lambda cell: cell.price.minor, default=None)
    return {
        "rows": rows,
        "is_buyable": bool(buyable),
        "has_colours": any(row.colour for row in rows),
        "has_sizes": len({cell.size for cell in cells}) > 1,
        "chosen_id": chosen.id if chosen else None,
        "stock_words": chosen.stock_words if chosen else "",
        "shown_price": shown.price if shown else page.price,
        "shown_before": shown.compare_at if shown else page.compare_at,
        "quantities": range(1, MOST_AT_ONCE + 1),
    }


def json_ld(page: ProductPage, address: str, origin: str) -> SafeString:
    """Return schema.org's description of the product, safe inside a script element."""
    brand = page.brand.name if page.brand else page.vendor.store_name
    document: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": page.title,
        "description": page.seo_description,
        "sku": page.variants[0].sku if page.variants else page.slug,
        "image": [f"{origin}{one.url}" for one in page.media if one.url],
        "brand": {"@type": "Brand", "name": brand},
        "offers": [_offer(page, variant, address) for variant in page.variants],
    }
    if page.rating is not None:
        document["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": str(page.rating),
            "reviewCount": page.rating_count,
        }
    text = json.dumps(document, ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 -- the escapes above close every way out


def _offer(page: ProductPage, variant: VariantCard, address: str) -> dict[str, Any]:
    stock = "InStock" if variant.is_in_stock else "OutOfStock"
    return {
        "@type": "Offer",
        "sku": variant.sku,
        "price": f"{variant.price.amount:f}",
        "priceCurrency": variant.price.currency,
        "availability": f"https://schema.org/{stock}",
        "url": address,
        "seller": {"@type": "Organization", "name": page.vendor.store_name},
    }


def _by_colour(variants: tuple[VariantCard, ...]) -> list[VariantCard]:
    """Bring the variants of a colour together; colours keep the order of their first variant."""
    order = {variant.colour: place for place, variant in reversed(list(enumerate(variants)))}
    return sorted(variants, key=lambda variant: order[variant.colour])


def _row(
    colour: str, variants: list[VariantCard], page: ProductPage, free: Mapping[VariantId, int]
) -> Row:
    ids = {variant.id for variant in variants}
    pictures = (number for number, one in enumerate(page.media) if one.variant_id in ids)
    first = next(pictures, None)
    cells = tuple(
        Cell(
            id=variant.id,
            size=variant.size,
            price=variant.price,
            compare_at=variant.compare_at,
            free=free.get(variant.id, 0),
        )
        for variant in variants
    )
    picture = "" if first is None else f"picture-{first}"
    return Row(colour=colour, hex=variants[0].colour_hex, cells=cells, picture=picture)
