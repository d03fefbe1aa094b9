"""Which event makes which message."""

from uuid import UUID

from apps.common.outbox import on
from apps.inventory.events import BackInStock, LowStock
from apps.notifications.events import MessageQueued
from apps.notifications.models import MessageKind
from apps.notifications.services.queue_message import queue_message
from apps.notifications.services.send_message import send_message
from apps.orders.events import OrderCancelled, OrderExpired, OrderPaid, PartDelivered, PartShipped


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


@on(MessageQueued, queue="emails")
def send_queued(event: MessageQueued) -> None:
    """Send it, in a worker."""
    send_message(message_id=event.message_id)


def _about_order(kind: MessageKind, order_id: UUID) -> None:
    queue_message(kind=kind, order_id=order_id, about_id=order_id)
