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
from django.tasks import task
from structlog.contextvars import bound_contextvars

from apps.common import clock
from apps.common.observability.logs import logger
from apps.common.outbox.events import Event, kind_named
from apps.common.outbox.models import Delivery, DeliveryStatus
from apps.common.outbox.publishing import current_handler
from apps.common.outbox.registry import Handler, handler_at

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
    """Make the next due delivery; False when there is none.

    Takes the delivery's row with SKIP LOCKED, so any number of relays may run. An inline handler
    runs in the same transaction as its mark; a queued one is given to the workers.
    """
    with transaction.atomic():
        waiting = due().select_related("event")
        delivery = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if delivery is None:
            return False
        to_enqueue = _start(delivery)
    if to_enqueue:
        _enqueue(delivery)
    return True


def _start(delivery: Delivery) -> bool:
    """Run a locked delivery, or mark it as queued; True when it must be enqueued now."""
    try:
        handler = handler_at(delivery.handler)
        if handler.queue:
            _queue(delivery)
            return True
        delivery.attempts += 1
        with transaction.atomic(), _line(delivery, handler):
            _call(handler, _event_of(delivery))
    except Exception as error:  # noqa: BLE001 -- whatever a handler raises is stored and retried
        _failed(delivery, error)
    else:
        _done(delivery)
    return False


class WorkerLost(RuntimeError):
    """The workers that took this delivery never came back."""


def _queue(delivery: Delivery) -> None:
    """Mark that a task for it waits; one that no worker survives is buried.

    A second task for the same delivery does no harm (the first claim wins), so a lost task is
    replaced after a while. That while doubles with the delivery's age: a long queue is no loss.

    Raises:
        WorkerLost: the last allowed attempt did not come back either.
    """
    if delivery.attempts >= MAX_ATTEMPTS:
        raise WorkerLost(f"{MAX_ATTEMPTS} workers did not come back from it")
    age = clock.now() - delivery.event.created_at
    patience = timedelta(seconds=settings.OUTBOX_PATIENCE_SECONDS)
    delivery.status, delivery.due_at = DeliveryStatus.QUEUED, clock.now() + max(age, patience)
    delivery.save(update_fields=["status", "due_at"])


def lease() -> timedelta:
    """Return how long a worker may take before another one gets the delivery."""
    return timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)


def _enqueue(delivery: Delivery) -> None:
    queued = run_delivery.using(
        queue_name=handler_at(delivery.handler).queue, priority=delivery.priority
    )
    queued.enqueue(delivery_id=delivery.pk)


@task()
def run_delivery(delivery_id: int) -> bool:
    """Run a queued handler under a lease; False when another worker has it, or it failed.

    The attempt's number is the fencing token: only the newest attempt may mark the delivery.
    """
    delivery = _claim(delivery_id)
    if delivery is None:
        return False
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
        _failed(delivery, error)
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


def _failed(delivery: Delivery, error: Exception) -> None:
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
