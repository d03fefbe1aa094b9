"""Writing events."""

from contextvars import ContextVar

from django.conf import settings
from django.db import transaction
from structlog.contextvars import get_contextvars

from apps.common.db import insert
from apps.common.ids import new_id
from apps.common.outbox.events import BadEvent, Event
from apps.common.outbox.models import Delivery, OutboxEvent
from apps.common.outbox.registry import Handler, handlers_of

current_handler: ContextVar[Handler | None] = ContextVar("current_handler", default=None)


def priority_of(handler: Handler) -> int:
    """Return how urgent a handler's work is: by its queue, at the relay by its event."""
    if handler.queue is None:
        return handler.event.priority
    return int(settings.QUEUE_PRIORITIES.get(handler.queue, 0))


def publish(*events: Event) -> None:
    """Write events beside the change they tell of; gone again if the transaction is.

    Two statements for any number; they arrive in this order within an aggregate.

    Raises:
        TransactionManagementError: outside of a transaction.
        BadEvent: a field breaks the schema, or the running handler did not declare the event.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("publish() belongs into the transaction")
    rows = [_row(event) for event in events]
    insert(*rows)
    deliveries = [
        Delivery(
            event=row, handler=heard.path, aggregate=row.aggregate, priority=priority_of(heard)
        )
        for event, row in zip(events, rows, strict=True)
        for heard in handlers_of(event)
    ]
    insert(*deliveries)


def _row(event: Event) -> OutboxEvent:
    handler = current_handler.get()
    if handler and type(event) not in handler.publishes:
        raise BadEvent(f"{handler.path} must declare publishes=({type(event).__name__},)")
    return OutboxEvent(
        event_id=new_id(),
        name=event.name,
        version=event.version,
        aggregate=event.aggregate,
        payload=event.payload(),
        request_id=str(get_contextvars().get("request_id", "")),
    )
