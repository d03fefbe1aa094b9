"""Delivering one event to one handler: the effect, the mark, the retry."""

import inspect
import random
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from leased_tasks import task
from structlog.contextvars import bind_contextvars, bound_contextvars

from apps.common import clock
from apps.common.observability.logs import logger
from apps.common.outbox.events import Event, kind_named
from apps.common.outbox.models import Delivery, DeliveryStatus
from apps.common.outbox.publishing import current_handler
from apps.common.outbox.registry import Handler, handler_at, queued_paths

log = logger(__name__)

MAX_ATTEMPTS = 10
_LONGEST_WAIT = timedelta(hours=1)
_OPEN = (DeliveryStatus.PENDING, DeliveryStatus.QUEUED, DeliveryStatus.RUNNING)


def due() -> QuerySet[Delivery]:
    """Deliveries to be made now, urgent ones first: due, and first of their aggregate."""
    earlier = Delivery.objects.filter(
        handler=OuterRef("handler"),
        aggregate=OuterRef("aggregate"),
        id__lt=OuterRef("id"),
        status__in=_OPEN,
    )
    return Delivery.objects.filter(
        ~Exists(earlier), status__in=_OPEN, due_at__lte=clock.now()
    ).order_by("-priority", "id")


def deliver_next() -> bool:
    """Make the next due delivery that runs right here; False when there is none.

    Takes the delivery's row with SKIP LOCKED, so any number of relays may run. The handler runs
    in the same transaction as its mark. Those with a queue go by `hand_over`.
    """
    with transaction.atomic():
        waiting = due().exclude(handler__in=queued_paths()).select_related("event")
        delivery = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if delivery is None:
            return False
        _run_here(delivery)
    return True


def _run_here(delivery: Delivery) -> None:
    """Run a locked delivery, and mark it."""
    delivery.attempts += 1
    try:
        handler = handler_at(delivery.handler)
        with transaction.atomic(), _line(delivery, handler):
            _call(handler, _event_of(delivery))
    except Exception as error:  # noqa: BLE001 -- whatever a handler raises is stored and retried
        failed(delivery, error)
    else:
        _done(delivery)


def lease() -> timedelta:
    """Return how long a worker may take before another one gets the delivery."""
    return timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


# No retry by the engine: the delivery's own row counts the attempts and knows the next time, also
# where the engine's memory is lost. `unique` keeps a delivery from waiting in a queue twice.
@task(retry=0, unique=True)
def run_delivery(delivery_id: int) -> bool:
    """Run a queued handler under a lease; False when another worker has it, or it failed.

    The attempt's number is the fencing token: only the newest attempt may mark the delivery.
    """
    delivery = _claim(delivery_id)
    if delivery is None:
        return False
    bind_contextvars(request_id=delivery.event.request_id)  # for the task's own log line too
    mine = Delivery.objects.filter(
        pk=delivery_id, attempts=delivery.attempts, status=DeliveryStatus.RUNNING
    )
    try:
        handler = handler_at(delivery.handler)
        with _line(delivery, handler):
            _call(handler, _event_of(delivery))
    except Exception as error:  # noqa: BLE001 -- whatever a handler raises is stored and retried
        return _finish(mine, error)
    return _finish(mine)


@transaction.atomic
def _claim(delivery_id: int) -> Delivery | None:
    """Take a queued delivery for the length of a lease; None when it is not to be had."""
    waiting = Delivery.objects.filter(pk=delivery_id, status=DeliveryStatus.QUEUED)
    delivery = waiting.select_for_update(of=("self",)).select_related("event").first()
    if delivery is None:
        return None
    delivery.status, delivery.due_at = DeliveryStatus.RUNNING, clock.now() + lease()
    delivery.attempts += 1
    delivery.save(update_fields=["status", "due_at", "attempts"])
    return delivery


@transaction.atomic
def _finish(mine: QuerySet[Delivery], error: Exception | None = None) -> bool:
    """Mark a delivery that is still ours; a late finish of a lost lease changes nothing."""
    delivery = mine.select_for_update().first()
    if delivery is None:
        return False
    if error is not None:
        failed(delivery, error)
        return False
    _done(delivery)
    return True


def _event_of(delivery: Delivery) -> Event:
    row = delivery.event
    return kind_named(row.name).from_payload(row.payload, row.version)


def _call(handler: Handler, event: Event) -> None:
    token = current_handler.set(handler)
    try:
        function: Any = handler.function
        if inspect.iscoroutinefunction(function):
            async_to_sync(function)(event)
        else:
            function(event)
    finally:
        current_handler.reset(token)


def _done(delivery: Delivery) -> None:
    delivery.status, delivery.done_at, delivery.last_error = DeliveryStatus.DONE, clock.now(), ""
    delivery.save(update_fields=["status", "done_at", "attempts", "last_error"])


def failed(delivery: Delivery, error: Exception) -> None:
    """Note an error on a locked delivery: again later, or dead after the last attempt."""
    exhausted = delivery.attempts >= MAX_ATTEMPTS
    delivery.status = DeliveryStatus.DEAD if exhausted else DeliveryStatus.PENDING
    delivery.due_at = clock.now() + backoff(delivery.attempts)
    delivery.last_error = "".join(traceback.format_exception(error))[-4000:]
    delivery.save(update_fields=["status", "due_at", "attempts", "last_error"])
    if exhausted:
        log.error("delivery.dead", delivery_id=delivery.pk, handler=delivery.handler)


def backoff(attempts: int) -> timedelta:
    """Return the wait after so many attempts: 1, 4, 16 … seconds, at most an hour, ±10 %."""
    wait = min(timedelta(seconds=4 ** (attempts - 1)), _LONGEST_WAIT)
    return wait * random.uniform(0.9, 1.1)  # noqa: S311 -- jitter, not a secret


@contextmanager
def _line(delivery: Delivery, handler: Handler) -> Iterator[None]:
    """One log line at the end of each run, with the ids of whoever caused it."""
    started = time.perf_counter()
    facts = {
        "action": handler.path,
        "event_name": delivery.event.name,
        "event_id": str(delivery.event.event_id),
        "attempt": delivery.attempts,
    }
    with bound_contextvars(request_id=delivery.event.request_id, **facts):
        try:
            yield
        except Exception:
            log.exception("handler", status="failed", ms=_since(started))
            raise
        log.info("handler", status="done", ms=_since(started))


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
