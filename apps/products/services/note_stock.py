"""Repeat what inventory says of variants."""

from collections.abc import Mapping

from django.db import transaction

from apps.products.contracts import ProductId, VariantId
from apps.products.models import Variant
from apps.products.selectors.own import locked
from apps.products.services.summary import refresh_summary


@transaction.atomic
def note_stock(available: Mapping[VariantId, int]) -> None:
    """Note of which variants anything is free; a repeat changes nothing.

    Only a change between "some" and "none" writes, and locks its product's row, in id order: of
    two variants that sell out at the same moment the later recomputes over both. Unknown variants
    are ignored.
    """
    known = Variant.objects.filter(id__in=available).values_list("id", "product_id", "is_in_stock")
    stale = [
        (product_id, pk)
        for pk, product_id, is_in_stock in known
        if is_in_stock != (available[VariantId(pk)] > 0)
    ]
    for product_id in sorted({product_id for product_id, _ in stale}):
        product = locked(ProductId(product_id))
        changed = Variant.objects.filter(id__in=[pk for owner, pk in stale if owner == product_id])
        free = [pk for pk, units in available.items() if units > 0]
        changed.filter(id__in=free).update(is_in_stock=True)
        changed.exclude(id__in=free).update(is_in_stock=False)
        refresh_summary(product)
