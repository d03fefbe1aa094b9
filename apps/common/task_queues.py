"""Which backend serves which queue."""

from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.core.signals import setting_changed
from django.tasks import task_backends
from django.tasks.backends.base import BaseTaskBackend


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


def _forget(*, setting: str, **_: object) -> None:
    if setting == "TASKS":
        alias_of.cache_clear()


setting_changed.connect(_forget, dispatch_uid="fashionistar.task-queues")
