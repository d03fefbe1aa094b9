"""Which event makes which message."""

from uuid import UUID

from apps.common.outbox import on
from apps.inventory.events import BackInStock, LowStock
from apps.notifications.events import MessageQueued
from apps.notifications.models import MessageKind
from apps.notifications.services.queue_message import queue_message
from apps.notifications.services.send_message import send_message
from apps.orders.events import (
    DisputeDecided,
    DisputeOpened,
    DisputeWithdrawn,
    EvidenceAdded,
    LatePaymentReturned,
    OrderCancelled,
    OrderExpired,
    OrderPaid,
    PartCancelled,
    PartDelivered,
    PartEvent,
    PartShipped,
    RefundIssued,
    ReturnApproved,
    ReturnRefused,
    ReturnRequested,
    ReturnWithdrawn,
    ShipmentMoved,
)
from apps.products.events import ReviewReplied


@on(OrderPaid, publishes=(MessageQueued,))
def tell_buyer_and_vendors(event: OrderPaid) -> None:
    """Confirm the order to its buyer and ask each vendor to ship."""
    _about_order(MessageKind.ORDER_CONFIRMATION, event.order_id)
    for part_id in event.part_ids:
        queue_message(kind=MessageKind.VENDOR_NOTICE, order_id=event.order_id, about_id=part_id)


@on(PartShipped, publishes=(MessageQueued,))
def tell_buyer_of_shipment(event: PartShipped) -> None:
    """Give the buyer the tracking number."""
    queue_message(kind=MessageKind.PART_SHIPPED, order_id=event.order_id, about_id=event.part_id)


@on(PartDelivered, publishes=(MessageQueued,))
def tell_vendor_of_delivery(event: PartDelivered) -> None:
    """Tell the vendor that the buyer has it."""
    queue_message(kind=MessageKind.PART_DELIVERED, order_id=event.order_id, about_id=event.part_id)


@on(OrderCancelled, publishes=(MessageQueued,))
def tell_buyer_of_cancellation(event: OrderCancelled) -> None:
    """Confirm the cancellation."""
    _about_order(MessageKind.ORDER_CLOSED, event.order_id)


@on(OrderExpired, publishes=(MessageQueued,))
def tell_buyer_of_expiry(event: OrderExpired) -> None:
    """Say that the hold has ended and how to order again."""
    _about_order(MessageKind.ORDER_CLOSED, event.order_id)


@on(PartCancelled, publishes=(MessageQueued,))
def tell_of_cancelled_units(event: PartCancelled) -> None:
    """Tell whoever did not call them off."""
    if event.by != "buyer":
        _about_part(MessageKind.CANCELLED_BUYER, event, event.cancellation_id)
    if event.by != "vendor":
        _about_part(MessageKind.CANCELLED_VENDOR, event, event.cancellation_id)


@on(ShipmentMoved, publishes=(MessageQueued,))
def tell_buyer_of_parcel(event: ShipmentMoved) -> None:
    """Tell the buyer where the parcel is."""
    _about_part(MessageKind.SHIPMENT_NEWS, event, event.move_id)


@on(RefundIssued, publishes=(MessageQueued,))
def tell_buyer_of_refund(event: RefundIssued) -> None:
    """Tell the buyer how much goes back."""
    _about_part(MessageKind.REFUND_ISSUED, event, event.refund_id)


@on(LatePaymentReturned, publishes=(MessageQueued,))
def tell_buyer_of_returned_payment(event: LatePaymentReturned) -> None:
    """Tell the buyer that the whole payment goes back, and why."""
    queue_message(kind=MessageKind.REFUND_ISSUED, order_id=event.order_id, about_id=event.refund_id)


@on(ReturnRequested, publishes=(MessageQueued,))
def tell_vendor_of_return(event: ReturnRequested) -> None:
    """Ask the vendor for an answer."""
    _about_part(MessageKind.RETURN_REQUESTED, event, event.return_id)


@on(ReturnApproved, publishes=(MessageQueued,))
def tell_buyer_of_approval(event: ReturnApproved) -> None:
    """Tell the buyer to send it."""
    _about_part(MessageKind.RETURN_ANSWERED, event, event.return_id)


@on(ReturnRefused, publishes=(MessageQueued,))
def tell_buyer_of_refusal(event: ReturnRefused) -> None:
    """Tell the buyer why not."""
    _about_part(MessageKind.RETURN_ANSWERED, event, event.return_id)


@on(ReturnWithdrawn, publishes=(MessageQueued,))
def tell_vendor_of_withdrawal(event: ReturnWithdrawn) -> None:
    """Tell the vendor that nothing comes."""
    _about_part(MessageKind.RETURN_WITHDRAWN, event, event.return_id)


@on(DisputeOpened, publishes=(MessageQueued,))
def tell_vendor_of_dispute(event: DisputeOpened) -> None:
    """Ask the vendor for its side."""
    _about_part(MessageKind.DISPUTE_OPENED, event, event.dispute_id)


@on(EvidenceAdded, publishes=(MessageQueued,))
def tell_of_evidence(event: EvidenceAdded) -> None:
    """Tell the other side, or both where staff spoke."""
    if event.side != "buyer":
        _about_part(MessageKind.DISPUTE_NEWS_BUYER, event, event.evidence_id)
    if event.side != "vendor":
        _about_part(MessageKind.DISPUTE_NEWS_VENDOR, event, event.evidence_id)


@on(DisputeDecided, publishes=(MessageQueued,))
def tell_of_decision(event: DisputeDecided) -> None:
    """Tell both sides."""
    _about_part(MessageKind.DISPUTE_OVER_BUYER, event, event.dispute_id)
    _about_part(MessageKind.DISPUTE_OVER_VENDOR, event, event.dispute_id)


@on(DisputeWithdrawn, publishes=(MessageQueued,))
def tell_vendor_of_peace(event: DisputeWithdrawn) -> None:
    """Tell the vendor that it is over."""
    _about_part(MessageKind.DISPUTE_OVER_VENDOR, event, event.dispute_id)


@on(LowStock, publishes=(MessageQueued,))
def tell_vendor_of_low_stock(event: LowStock) -> None:
    """Tell the vendor's people, once for each crossing."""
    queue_message(
        kind=MessageKind.LOW_STOCK, about_id=event.crossing_id, variant_id=event.variant_id
    )


@on(BackInStock, publishes=(MessageQueued,))
def tell_waiting_buyers(event: BackInStock) -> None:
    """Answer each request once; an event names at most a hundred."""
    for request_id in event.request_ids:
        queue_message(
            kind=MessageKind.BACK_IN_STOCK, about_id=request_id, variant_id=event.variant_id
        )


@on(ReviewReplied, publishes=(MessageQueued,))
def tell_author_of_reply(event: ReviewReplied) -> None:
    """Tell the author that the house has answered, once a review."""
    queue_message(kind=MessageKind.REVIEW_REPLY, about_id=event.review_id)


@on(MessageQueued, queue="emails")
def send_queued(event: MessageQueued) -> None:
    """Send it, in a worker."""
    send_message(message_id=event.message_id)


def _about_order(kind: MessageKind, order_id: UUID) -> None:
    queue_message(kind=kind, order_id=order_id, about_id=order_id)


def _about_part(kind: MessageKind, event: PartEvent, about_id: UUID) -> None:
    queue_message(kind=kind, order_id=event.order_id, part_id=event.part_id, about_id=about_id)
