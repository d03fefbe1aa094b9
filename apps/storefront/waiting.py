"""What the product page offers for sizes that are sold out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from apps.authentication.contracts import UserId
from apps.inventory import facade as inventory
from apps.products.contracts import VariantId
from apps.storefront.product_page import Row


@dataclass(frozen=True, kw_only=True)
class SoldOut:
    """A variant that cannot be bought now."""

    id: VariantId
    words: str


def waiting(rows: Sequence[Row], user_id: UserId | None) -> dict[str, Any]:
    """Return what is sold out: what this person waits for, and the rest."""
    gone = [
        SoldOut(id=cell.id, words=f"{cell.size} in {row.colour}" if row.colour else cell.size)
        for row in rows
        for cell in row.cells
        if not cell.is_free
    ]
    ids = [one.id for one in gone]
    waits = inventory.waits_for(user_id, ids) if user_id and ids else set[VariantId]()
    return {
        "waited_for": [one for one in gone if one.id in waits],
        "sold_out": [one for one in gone if one.id not in waits],
    }
