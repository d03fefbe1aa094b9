"""The JSON of v2's hot reads, piece by piece in the shape that its Schema declares."""

from functools import lru_cache

from apps.products.apis.v2.schemas import CategoryOut, ProductCardOut
from apps.products.contracts import CategoryNode
from apps.products.selectors.cards import CardRow, card_of


@lru_cache(maxsize=8192)  # about 10 MB
def card_line(row: CardRow) -> bytes:
    """Return a tile's JSON, which costs more to make than to read.

    Kept by its row: the tile says nothing that does not stand there, and a row that changed is
    another row.
    """
    return ProductCardOut.model_validate(card_of(row)).model_dump_json().encode()


def category_line(node: CategoryNode) -> bytes:
    """Return the JSON of a root with all below it."""
    return CategoryOut.model_validate(node).model_dump_json().encode()
