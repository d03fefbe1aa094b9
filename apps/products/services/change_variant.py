"""Change one cell of the matrix and leave the others alone."""

from typing import Any

from django.db import transaction

from apps.common.money import Money
from apps.common.outbox import publish
from apps.products import rules
from apps.products.contracts import ProductId, VariantCard, VariantId
from apps.products.errors import VariantNotFound
from apps.products.events import VariantsSet
from apps.products.models import Product, Variant
from apps.products.selectors.own import locked
from apps.products.selectors.variants import saved_variant_card
from apps.products.services.set_variants import check_prices
from apps.products.services.summary import refresh_summary


@transaction.atomic
def change_variant(
    *, product_id: ProductId, variant_id: VariantId, changes: dict[str, Any]
) -> VariantCard:
    """Change a variant's price, sale price (None ends the sale), barcode or weight.

    Locks the product's row.

    Args:
        product_id: whose variant it is.
        variant_id: an active one of the product.
        changes: `price` and `sale_price` as Money, `barcode`, `weight_g`; the rest stays.

    Raises:
        ProductNotFound: no such product.
        VariantNotFound: the product has no such variant now.
        InvalidInput: as for `set_variants`.
        NotPublishable: a published product would lose its price.
    """
    product = locked(product_id)
    variant = product.variants.filter(id=variant_id, is_active=True).first()
    if variant is None:
        raise VariantNotFound
    _set_prices(product, variant, changes)
    variant.barcode = rules.clean_text(changes.get("barcode", variant.barcode), 64)
    variant.weight_g = changes.get("weight_g", variant.weight_g)
    variant.save()
    refresh_summary(product)
    ids = product.variants.filter(is_active=True).values_list("id", flat=True)
    publish(VariantsSet(product_id=product.id, variant_ids=tuple(ids)))
    return saved_variant_card(variant)


def _set_prices(product: Product, variant: Variant, changes: dict[str, Any]) -> None:
    price: Money = changes.get("price", Money(variant.price_minor, variant.currency))
    before = variant.sale_price_minor
    on_sale = None if before is None else Money(before, variant.currency)
    sale_price: Money | None = changes.get("sale_price", on_sale)
    check_prices(product.currency, price, sale_price)
    variant.price_minor = price.minor
    variant.sale_price_minor = None if sale_price is None else sale_price.minor
