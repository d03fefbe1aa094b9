"""Who has had what delivered."""

from collections.abc import Iterable
from datetime import datetime

from apps.authentication.contracts import UserId
from apps.products.contracts import VariantId
from apps.products.models import Purchase, Variant


def note_purchases(*, user_id: UserId, variant_ids: Iterable[VariantId], at: datetime) -> None:
    """Note that these variants reached somebody, who may review their products from now on.

    A repeat, and a second purchase of a product, change nothing. Two statements.
    """
    rows = Variant.objects.filter(id__in=list(variant_ids)).order_by("product_id")
    products = rows.values_list("product_id", flat=True).distinct()
    Purchase.objects.bulk_create(
        [Purchase(product_id=pk, user_id=user_id, delivered_at=at) for pk in products],
        ignore_conflicts=True,
    )
