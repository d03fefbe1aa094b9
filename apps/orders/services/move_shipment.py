"""What becomes of a parcel on its way."""

from uuid import UUID

from django.db import transaction

from apps.common import audit
from apps.common.ids import new_id
from apps.common.outbox import publish
from apps.orders.contracts import Party
from apps.orders.errors import NotShipped
from apps.orders.events import ShipmentMoved
from apps.orders.models import Shipment, VendorPart
from apps.orders.services.confirm_delivery import arrive
from apps.orders.services.lock_part import locked_part, only
from apps.orders.services.move_part import end_order, move_part
from apps.orders.services.note_timeline import note
from apps.orders.services.send_money_back import send_money_back
from apps.orders.states import SHIPMENT, PartStatus, RefundKind, ShipmentStatus, Side

WORDS = {
    ShipmentStatus.OUT_FOR_DELIVERY: "Out for delivery",
    ShipmentStatus.FAILED: "The rider found nobody",
    ShipmentStatus.DELIVERED: "Delivered, says the vendor",
    ShipmentStatus.LOST: "Lost on the way",
}


@transaction.atomic
def move_shipment(*, part_id: UUID, by: Party, status: ShipmentStatus) -> None:
    """Note where the parcel is. Locks the order; a lost parcel's money goes back at once.

    What staff note for a vendor is audited.

    Raises:
        PartNotFound: no such part for this party.
        NotAllowed: a buyer asks.
        NotShipped: there is no parcel.
        IllegalTransition: the parcel cannot make this move.
    """
    only(by, Side.VENDOR)
    part = locked_part(part_id, by)
    parcel = Shipment.objects.filter(part=part).first()
    if parcel is None:
        raise NotShipped("There is no parcel yet.")
    was = ShipmentStatus(parcel.status)
    target = SHIPMENT.check(was, status)
    if target is ShipmentStatus.DELIVERED:
        arrive(part, reason=WORDS[target], by=by)
    else:
        parcel.status = target
        parcel.save(update_fields=["status"])
        note(part.order, part=part, was=was, to=target, reason=WORDS[target], actor_id=by.user_id)
    if by.side is Side.STAFF:
        audit.record(
            "shipment.moved",
            subject=f"part:{part.id}",
            actor_id=by.user_id,
            before={"shipment": was.value},
            after={"shipment": target.value},
        )
    if target is ShipmentStatus.LOST:
        _give_up(part, by)
    _tell(part, target)


def _give_up(part: VendorPart, by: Party) -> None:
    """What got lost is paid back whole; its units never return to the shelf."""
    was, refunded = part.status, part.refunded_minor
    send_money_back(
        part, amount=part.refundable, kind=RefundKind.LOST, reason="The parcel got lost", by=by
    )
    move_part(part, PartStatus.REFUNDED, reason="Lost on the way", by=by)
    audit.record(
        "part.lost",
        subject=f"part:{part.id}",
        actor_id=by.user_id,
        before={"status": was, "refunded_minor": refunded},
        after={"status": part.status, "refunded_minor": part.refunded_minor},
    )
    end_order(part.order, by=by)


def _tell(part: VendorPart, status: ShipmentStatus) -> None:
    publish(
        ShipmentMoved(
            move_id=new_id(),
            order_id=part.order_id,
            part_id=part.id,
            vendor_id=part.vendor_id,
            buyer_id=part.order.buyer_id,
            status=status,
        )
    )
