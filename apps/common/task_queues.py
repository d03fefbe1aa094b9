"""Which backend serves which queue, and many tasks at once."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.tasks import Task, task_backends
from django.tasks.backends.base import BaseTaskBackend
from leased_tasks.errors import Unavailable
from leased_tasks.queues import declared_queues


@cache
def alias_of(queue: str) -> str:
    """Return the alias in `TASKS` that declares a queue.

    Raises:
        LookupError: none does.
    """
    for alias, words in settings.TASKS.items():
        if queue in words.get("QUEUES", ["default"]):
            return str(alias)
    raise LookupError(f"no backend in TASKS declares the queue {queue!r}")


def backends_for(task_id: str) -> Iterator[BaseTaskBackend]:
    """Yield the backends that may know a task: by the queue in its id, else all."""
    try:
        aliases = [alias_of(task_id.rpartition(".")[0])]
    except LookupError:
        aliases = list(settings.TASKS)
    for alias in aliases:
        yield task_backends[alias]


def enqueue_each(task: "Task[Any, Any]", calls: Iterable[Mapping[str, Any]]) -> None:
    """Enqueue a task once for each set of arguments; in one round trip where the backend can.

    Raises:
        Unavailable: the backend is away. Some may have been sent.
    """
    backend: Any = task.get_backend()
    if hasattr(backend, "enqueue_many"):
        backend.enqueue_many(task, [([], call) for call in calls])
        return
    for call in calls:
        task.enqueue(**call)


def waiting_tasks() -> int | None:
    """How many tasks are ready and not yet begun, in all queues; None where Redis is away."""
    try:
        return sum(queue.stats().ready for queue in declared_queues())
    except Unavailable:
        return None


def _forget(*, setting: str, **_: object) -> None:
    if setting == "TASKS":
        alias_of.cache_clear()


setting_changed.connect(_forget, dispatch_uid="fashionistar.task-queues")
