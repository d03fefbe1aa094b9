"""Repeat what inventory says of a variant."""

from django.db import transaction

from apps.products.contracts import ProductId, VariantId
from apps.products.models import Variant
from apps.products.selectors.own import locked
from apps.products.services.summary import refresh_summary


@transaction.atomic
def note_stock(*, variant_id: VariantId, available: int) -> None:
    """Note whether anything of a variant is free; a repeat changes nothing.

    Only a change between "some" and "none" writes, and locks the product's row: of two variants
    that sell out at the same moment the later recomputes over both. An unknown variant is ignored.
    """
    is_in_stock = available > 0
    stale = Variant.objects.filter(id=variant_id).exclude(is_in_stock=is_in_stock)
    found = stale.values_list("product_id", flat=True).first()
    if found is None:
        return
    product = locked(ProductId(found))
    stale.update(is_in_stock=is_in_stock)
    refresh_summary(product)
