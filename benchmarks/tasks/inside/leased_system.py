"""Ours: coroutines on a loop, every feature on."""

import time
from typing import Any, cast

import django

django.setup()

from django.tasks import default_task_backend  # noqa: E402
from leased_tasks import operations  # noqa: E402
from leased_tasks.backend import LeasedTasksBackend  # noqa: E402

from benchmarks.tasks.inside import async_tasks  # noqa: E402  # tasks need their backend's settings

TASKS: dict[str, Any] = {
    "noop": async_tasks.noop,
    "nap": async_tasks.nap,
    "stamp": async_tasks.stamp,
}
CHUNK = 5000  # calls of one `enqueue_many`, so that a million results are not held at once
FETCHES = 200
WORKER = "bench:1:0"


def send(kind: str, *arguments: int) -> None:
    """Enqueue one."""
    TASKS[kind].enqueue(*arguments)


def send_many(kind: str, count: int) -> None:
    """Enqueue many."""
    backend = _backend()
    for start in range(0, count, CHUNK):
        backend.enqueue_many(TASKS[kind], [((), {})] * min(CHUNK, count - start))


def fill_many(words: list[str]) -> dict[str, float]:
    """Enqueue COUNT no-ops by `enqueue_many`; calls a second."""
    count = int(words[0])
    began = time.perf_counter()
    send_many("noop", count)
    return {"enqueue_many": count / (time.perf_counter() - began)}


def fetch(words: list[str]) -> dict[str, list[float]]:
    """Time the script that leases COUNT tasks; each lot goes back before the next."""
    backend = _backend()
    keys, options = backend.keys("default"), backend.settings
    call = operations.fetch(keys, int(words[0]), WORKER, options)
    took = []
    for _ in range(FETCHES):
        began = time.perf_counter()
        found = backend.connection.run(call)
        took.append((time.perf_counter() - began) * 1000)
        back = [operations.Ending(lease, "L", "") for lease in found.leases]
        if not all(backend.connection.run(operations.settle(keys, back, options))):
            raise RuntimeError("a lease that was just taken could not be given back")
    return {"fetch_ms": took}


def _backend() -> LeasedTasksBackend:
    return cast("LeasedTasksBackend", default_task_backend)
