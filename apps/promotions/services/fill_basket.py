"""A basket as coupons look at it."""

from collections.abc import Iterable, Mapping

from apps.common.money import Money
from apps.products import facade as products
from apps.products.contracts import SellableVariant, VariantId
from apps.promotions.contracts import Basket, BasketLine
from apps.vendors.contracts import VendorId


def basket_of(
    lines: Iterable[tuple[SellableVariant, Money]], *, deliveries: Mapping[VendorId, Money]
) -> Basket:
    """Add lines of one variant up and look their categories up: one query.

    Args:
        lines: variants with what all their units cost; at least one.
        deliveries: what each vendor's delivery costs.
    """
    variants: dict[VariantId, SellableVariant] = {}
    sums: dict[VariantId, Money] = {}
    for variant, cost in lines:
        variants[variant.id] = variant
        sums[variant.id] = sums[variant.id] + cost if variant.id in sums else cost
    above = products.categories_above(variant.product_id for variant in variants.values())
    return Basket(
        lines=tuple(
            BasketLine(
                variant_id=variant.id,
                product_id=variant.product_id,
                category_ids=above.get(variant.product_id, frozenset()),
                vendor_id=variant.vendor_id,
                total=sums[variant.id],
            )
            for variant in variants.values()
        ),
        deliveries=deliveries,
    )
