"""Change the price of one variant."""

from django.db import transaction

from apps.common.money import Money
from apps.products.contracts import ProductId, VariantCard, VariantId
from apps.products.errors import VariantNotFound
from apps.products.models import Variant
from apps.products.selectors.own import locked
from apps.products.selectors.variants import variant_card
from apps.products.services.set_variants import check_prices
from apps.products.services.summary import refresh_summary


@transaction.atomic
def set_price(
    *, variant_id: VariantId, price: Money, sale_price: Money | None = None
) -> VariantCard:
    """Set the price and the sale price (None ends a sale). Locks the product's row.

    Raises:
        VariantNotFound: no such variant.
        InvalidInput: another currency than the product's, out of range, a sale that is not lower.
        NotPublishable: the product is in the shop and the price is zero.
    """
    found = Variant.objects.filter(id=variant_id).values_list("product_id", flat=True).first()
    if found is None:
        raise VariantNotFound
    product = locked(ProductId(found))
    variant = product.variants.get(id=variant_id)
    check_prices(product.currency, price, sale_price)
    variant.price_minor = price.minor
    variant.sale_price_minor = None if sale_price is None else sale_price.minor
    variant.save(update_fields=["price_minor", "sale_price_minor"])
    refresh_summary(product)
    return variant_card(variant)
