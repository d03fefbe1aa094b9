"""A vendor hands its part to a carrier."""

from uuid import UUID

from django.db import transaction

from apps.common import clock
from apps.common.outbox import publish
from apps.orders.contracts import Party
from apps.orders.errors import NotYetPaid
from apps.orders.events import PartShipped
from apps.orders.models import Shipment, VendorPart
from apps.orders.parcel_rules import check_tracking_url
from apps.orders.rules import check_parcel
from apps.orders.services.lock_part import locked_part
from apps.orders.services.move_part import move_part
from apps.orders.states import PartStatus


@transaction.atomic
def ship_part(
    *,
    part_id: UUID,
    vendor_id: UUID,
    actor_id: UUID,
    tracking_number: str,
    carrier: str,
    tracking_url: str = "",
) -> None:
    """Note carrier and tracking number of a paid part. Locks the order.

    Raises:
        PartNotFound: no such part of this vendor.
        InvalidInput: carrier, tracking number or address is empty, too long, or cannot be seen.
        NotYetPaid: the order waits for its money.
        IllegalTransition: the part is shipped, delivered or called off.
    """
    carrier, tracking_number = check_parcel(carrier=carrier, tracking_number=tracking_number)
    by = Party.vendor(actor_id, vendor_id=vendor_id)
    part = locked_part(part_id, by)
    if part.status == PartStatus.PENDING:
        raise NotYetPaid("Wait until the buyer has paid.")
    move_part(part, PartStatus.SHIPPED, reason="Shipped", by=by)
    Shipment.objects.create(
        part=part,
        carrier=carrier,
        tracking_number=tracking_number,
        tracking_url=check_tracking_url(tracking_url),
        shipped_at=clock.now(),
    )
    _publish(part, carrier=carrier, tracking_number=tracking_number)


def _publish(part: VendorPart, *, carrier: str, tracking_number: str) -> None:
    publish(
        PartShipped(
            order_id=part.order_id,
            part_id=part.id,
            vendor_id=part.vendor_id,
            buyer_id=part.order.buyer_id,
            tracking_number=tracking_number,
            carrier=carrier,
        )
    )
