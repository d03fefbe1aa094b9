"""Products that somebody remembers by their ids, whatever became of them."""

from collections import defaultdict
from collections.abc import Iterable

from apps.common.db import Named, Prepared
from apps.products.contracts import ProductId, RememberedProduct, VariantCard
from apps.products.models import Product, Variant
from apps.products.selectors.catalogue import product_card, tiles
from apps.products.selectors.variants import variant_card
from apps.products.states import ProductStatus
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId

_TILES = Prepared(lambda: tiles(Product.objects.filter(id__any=Named("ids"))))
_CHOICES = Prepared(
    lambda: Variant.objects.filter(product_id__any=Named("ids"), is_active=True).order_by(
        "position", "id"
    )
)


def remembered(product_ids: Iterable[ProductId]) -> dict[ProductId, RememberedProduct]:
    """Return the products that exist, those that left the shop too: three queries at most."""
    wanted = list(set(product_ids))
    if not wanted:
        return {}
    rows = _TILES.all(ids=wanted)
    of = vendors.vendors_by_id({VendorId(row.vendor_id) for row in rows})
    choices: defaultdict[object, list[VariantCard]] = defaultdict(list)
    for variant in _CHOICES.all(ids=wanted):
        choices[variant.product_id].append(variant_card(variant))
    return {
        ProductId(row.id): RememberedProduct(
            card=product_card(row, of[VendorId(row.vendor_id)]),
            is_shown=row.status == ProductStatus.PUBLISHED and row.is_vendor_open,
            variants=tuple(choices[row.id]),
        )
        for row in rows
    }
