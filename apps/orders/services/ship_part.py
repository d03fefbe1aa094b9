"""A vendor hands its part to a carrier."""

from uuid import UUID

from django.db import transaction

from apps.common import clock
from apps.common.outbox import publish
from apps.orders.errors import NotYetPaid, PartNotFound
from apps.orders.events import PartShipped
from apps.orders.models import VendorPart
from apps.orders.rules import check_parcel
from apps.orders.services.move_order import locked_order
from apps.orders.services.note_timeline import note
from apps.orders.states import PART, PartStatus


@transaction.atomic
def ship_part(
    *, part_id: UUID, vendor_id: UUID, actor_id: UUID, tracking_number: str, carrier: str
) -> None:
    """Note carrier and tracking number of a paid part. Locks the order.

    Raises:
        PartNotFound: no such part of this vendor.
        InvalidInput: carrier or tracking number is empty, too long, or cannot be seen.
        NotYetPaid: the order waits for its money.
        IllegalTransition: the part is shipped, delivered or cancelled.
    """
    carrier, tracking_number = check_parcel(carrier=carrier, tracking_number=tracking_number)
    part = VendorPart.objects.filter(id=part_id, vendor_id=vendor_id).first()
    if part is None:
        raise PartNotFound("Your store has no such order.")
    order = locked_order(part.order_id)
    part.refresh_from_db()
    was = PartStatus(part.status)
    if was is PartStatus.PENDING:
        raise NotYetPaid("Wait until the buyer has paid.")
    part.status = PART.check(was, PartStatus.SHIPPED)
    part.carrier, part.tracking_number, part.shipped_at = carrier, tracking_number, clock.now()
    part.save(update_fields=["status", "carrier", "tracking_number", "shipped_at"])
    note(order, part=part, was=was, to=PartStatus.SHIPPED, reason="Shipped", actor_id=actor_id)
    publish(
        PartShipped(
            order_id=order.id,
            part_id=part.id,
            vendor_id=part.vendor_id,
            buyer_id=order.buyer_id,
            tracking_number=tracking_number,
            carrier=carrier,
        )
    )
