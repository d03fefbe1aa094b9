"""The order that an idempotency key has already made."""

from uuid import UUID

from apps.orders.contracts import OrderId, PlacedOrder
from apps.orders.models import Order
from apps.payments import facade as payments


def placed_by_key(*, buyer_id: UUID, key: str) -> PlacedOrder | None:
    """What the buyer's key made before, if anything."""
    order = Order.objects.filter(buyer_id=buyer_id, key=key).first()
    payment = payments.payment_of(order.id) if order else None
    if order is None or payment is None:
        return None
    return PlacedOrder(
        order_id=OrderId(order.id),
        number=order.number,
        intent_id=payment.intent_id,
        total=order.total,
    )
