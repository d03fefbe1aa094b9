"""Products that somebody remembers by their ids, whatever became of them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from apps.common.db import Named, Plan, Prepared, plans
from apps.products.contracts import ProductId, RememberedProduct, VariantCard
from apps.products.models import Product, Variant
from apps.products.selectors.cards import card_of, card_rows
from apps.products.selectors.variants import VARIANT_COLUMNS, variant_card
from apps.products.states import ProductStatus

_TILES: Prepared[Any] = Prepared(
    lambda: card_rows(Product.objects.filter(id__any=Named("ids")), "status", "is_vendor_open")
)
_CHOICES: Prepared[Any] = Prepared(
    lambda: (
        Variant.objects.filter(product_id__any=Named("ids"), is_active=True)
        .order_by("position", "id")
        .values("product_id", *VARIANT_COLUMNS)
    )
)


def remembered(
    product_ids: Iterable[ProductId],
) -> Plan[dict[ProductId, RememberedProduct]]:
    """Read the products that exist, those that left the shop too: two queries at once."""
    ids = list(set(product_ids))
    if not ids:
        return {}
    rows, variants = yield from plans.both(
        plans.rows(_TILES, ids=ids), plans.rows(_CHOICES, ids=ids)
    )
    choices: defaultdict[object, list[VariantCard]] = defaultdict(list)
    for variant in variants:
        choices[variant["product_id"]].append(variant_card(variant))
    found = {}
    for *row, status, is_vendor_open in rows:
        card = card_of(tuple(row))
        found[card.id] = RememberedProduct(
            card=card,
            is_shown=status == ProductStatus.PUBLISHED and is_vendor_open,
            variants=tuple(choices[card.id]),
        )
    return found
