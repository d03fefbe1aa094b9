"""Tell the catalogue what reached whom."""

from uuid import UUID

from django.db.models import F

from apps.authentication.contracts import UserId
from apps.common import clock
from apps.orders.models import OrderLine, VendorPart
from apps.products import facade as products
from apps.products.contracts import VariantId


def note_delivered(*, part_id: UUID) -> None:
    """Note who has the units of a delivered part that were not called off; a repeat is harmless."""
    part = VendorPart.objects.select_related("order", "shipment").get(id=part_id)
    lines = OrderLine.objects.filter(part=part, quantity__gt=F("cancelled_quantity"))
    products.note_purchases(
        user_id=UserId(part.order.buyer_id),
        variant_ids=[VariantId(pk) for pk in lines.values_list("variant_id", flat=True)],
        at=part.shipment.delivered_at or clock.now(),
    )
