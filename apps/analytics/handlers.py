"""What makes a day's sums stale. Delivered at least once: one mark too many costs one look."""

from apps.analytics.services.mark_stale import mark_stale
from apps.common.outbox import on
from apps.orders.events import OrderPaid, PartCancelled, RefundIssued, ReturnReceived


@on(OrderPaid)
def count_a_sale(event: OrderPaid) -> None:
    """Sum the day of the payment up again."""
    mark_stale(event.order_id)


@on(PartCancelled)
def count_called_off_units(event: PartCancelled) -> None:
    """Sum the day of the sale up again."""
    mark_stale(event.order_id)


@on(RefundIssued)
def count_a_refund(event: RefundIssued) -> None:
    """Sum the day of the sale up again."""
    mark_stale(event.order_id)


@on(ReturnReceived)
def count_returned_units(event: ReturnReceived) -> None:
    """Sum the day of the sale up again."""
    mark_stale(event.order_id)
