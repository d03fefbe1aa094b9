"""Giving queued deliveries to the workers, many in a round trip."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.tasks import task_backends
from leased_tasks import ConcurrencyLimit
from leased_tasks.backend import LeasedTasksBackend
from leased_tasks.errors import Unavailable
from redis.exceptions import RedisError

from apps.common import clock
from apps.common.outbox.delivery import MAX_ATTEMPTS, due, failed, run_delivery
from apps.common.outbox.models import Delivery, DeliveryStatus
from apps.common.outbox.registry import handler_at, queued_paths
from apps.common.task_queues import alias_of, enqueue_each

# RedisError: the server answers, and refuses us (an ACL without what we need).
AWAY = (Unavailable, RedisError)
_AGAIN_AFTER_FAULT = timedelta(seconds=2)


class WorkerLost(RuntimeError):
    """The workers that took this delivery never came back."""


def hand_over(most: int = 500) -> int:
    """Give due deliveries to their queues, up to `most` of each backend; return how many were due.

    Urgent ones go first. They are marked in one transaction a backend and sent after it, so a crash
    between the two, or a Redis that forgot everything, costs `OUTBOX_PATIENCE_SECONDS`: then they
    are due again. A delivery that still waits in its queue is not added twice.

    Raises:
        Unavailable, RedisError: a backend is away or refuses; the others have theirs. What was not
            sent is due again in two seconds.
    """
    found, troubles = 0, list[Exception]()
    for alias, paths in _paths_by_alias().items():
        try:
            found += _hand_over_to(alias, paths, most)
        except AWAY as error:
            troubles.append(error)
    for first in troubles:
        raise first
    return found


def _paths_by_alias() -> Mapping[str, list[str]]:
    """Each backend has its own batch: the backlog of one that is away must not fill it for all."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in queued_paths():
        found[alias_of(_queue_of(path))].append(path)
    return found


def _hand_over_to(alias: str, paths: list[str], most: int) -> int:
    with transaction.atomic():
        waiting = due().filter(handler__in=paths).select_related("event")
        found = list(waiting.select_for_update(skip_locked=True, of=("self",))[:most])
        marked = [delivery for delivery in found if _may_go_on(delivery)]
        for delivery in marked:
            delivery.status = DeliveryStatus.QUEUED
            delivery.due_at = clock.now() + _patience(alias, delivery)
        Delivery.objects.bulk_update(marked, ["status", "due_at"])
    _send(alias, marked)
    return len(found)


def _may_go_on(delivery: Delivery) -> bool:
    """Whether it may have another worker; one that no worker survives is buried."""
    if delivery.attempts < MAX_ATTEMPTS:
        return True
    failed(delivery, WorkerLost(f"{MAX_ATTEMPTS} workers did not come back from it"))
    return False


def _patience(alias: str, delivery: Delivery) -> timedelta:
    """How long it may wait in its queue before it is handed out again.

    Where the backend keeps no second copy (`unique`), always the same time. Elsewhere the time
    doubles with the delivery's age: a long queue is no loss, and copies would make it longer.
    """
    patience = timedelta(seconds=settings.OUTBOX_PATIENCE_SECONDS)
    if isinstance(task_backends[alias], LeasedTasksBackend):
        return patience
    return max(clock.now() - delivery.event.created_at, patience)


def _queue_of(path: str) -> str:
    return handler_at(path).queue or "default"


def _send(alias: str, deliveries: list[Delivery]) -> None:
    groups: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for delivery in deliveries:
        groups[_queue_of(delivery.handler), delivery.priority].append(delivery.pk)
    unsent = {delivery.pk for delivery in deliveries}
    try:
        for (queue, priority), keys in groups.items():
            _enqueue(alias, queue, priority, keys)
            unsent.difference_update(keys)
    finally:
        if unsent:
            _take_back(unsent)


def _enqueue(alias: str, queue: str, priority: int, keys: Iterable[int]) -> None:
    """Enqueue one task per delivery."""
    most = settings.QUEUE_LIMITS.get(queue)
    wanted = run_delivery.using(
        backend=alias,
        queue_name=queue,
        priority=priority,
        concurrency=ConcurrencyLimit(most, queue) if most else None,
    )
    enqueue_each(wanted, [{"delivery_id": key} for key in keys])


def _take_back(keys: Iterable[int]) -> None:
    """Make what was not sent due soon; a task that did arrive finds it taken back and ends."""
    mine = Delivery.objects.filter(pk__in=list(keys), status=DeliveryStatus.QUEUED)
    mine.update(status=DeliveryStatus.PENDING, due_at=clock.now() + _AGAIN_AFTER_FAULT)
