"""A vendor's part has arrived."""

from uuid import UUID

from django.db import transaction

from apps.common import clock
from apps.common.outbox import publish
from apps.orders.contracts import OrderId, Party
from apps.orders.events import PartDelivered
from apps.orders.models import Shipment, VendorPart
from apps.orders.services.lock_part import locked_part
from apps.orders.services.move_part import end_order, move_part
from apps.orders.states import SHIPMENT, PartStatus, ShipmentStatus


@transaction.atomic
def confirm_delivery(*, part_id: UUID, buyer_id: UUID) -> OrderId:
    """The buyer has a shipped part in hand; the last one completes the order.

    Locks the order and answers which it is.

    Raises:
        PartNotFound: no such part of an order of this buyer.
        IllegalTransition: the part is not shipped, or was confirmed before.
    """
    by = Party.buyer(buyer_id)
    part = locked_part(part_id, by)
    arrive(part, reason="Received", by=by)
    return OrderId(part.order_id)


def arrive(part: VendorPart, *, reason: str, by: Party) -> None:
    """Note that the parcel of a part of a locked order arrived.

    Raises:
        IllegalTransition: the part is not on its way.
    """
    move_part(part, PartStatus.DELIVERED, reason=reason, by=by)
    parcel = Shipment.objects.get(part=part)
    parcel.status = SHIPMENT.check(ShipmentStatus(parcel.status), ShipmentStatus.DELIVERED)
    parcel.delivered_at = clock.now()
    parcel.save(update_fields=["status", "delivered_at"])
    publish(
        PartDelivered(
            order_id=part.order_id,
            part_id=part.id,
            vendor_id=part.vendor_id,
            buyer_id=part.order.buyer_id,
        )
    )
    end_order(part.order, by=by)
