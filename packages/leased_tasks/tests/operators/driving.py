"""Running a real worker in this process until something is true."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any

from leased_tasks.backend import LeasedTasksBackend
from leased_tasks.worker.worker import Limits, Worker
from tests.environments import PACKAGE

PATIENCE = 20.0


def worker_of(backend: LeasedTasksBackend, **more: Any) -> Worker:
    limits = Limits(concurrency=20, threads=4, drain=0.1)
    return Worker([(backend, queue, 1) for queue in sorted(backend.queues)], limits, **more)


def work(backend: LeasedTasksBackend, until: Callable[[], bool], **more: Any) -> Worker:
    """Run a worker until the condition holds."""
    worker = worker_of(backend, **more)
    asyncio.run(work_while(worker, until))
    return worker


async def work_while(worker: Worker, until: Callable[[], bool]) -> None:
    running = asyncio.create_task(worker.run())
    try:
        await eventually(until, running)
    finally:
        worker.stop()
        await running


async def eventually(until: Callable[[], bool], *watched: "asyncio.Task[Any]") -> None:
    end = monotonic() + PATIENCE
    while not await asyncio.to_thread(until):
        assert monotonic() < end, "it never became true"
        assert not any(task.done() for task in watched), "the worker has ended"
        await asyncio.sleep(0.02)


def all_finished(results: Iterable[Any]) -> Callable[[], bool]:
    kept = list(results)

    def finished() -> bool:
        for result in kept:
            if not result.is_finished:
                result.refresh()
        return all(result.is_finished for result in kept)

    return finished


def process(backend: LeasedTasksBackend, *words: str, **options: Any) -> "subprocess.Popen[str]":
    """Start a management command in a process of its own, on the backend's own Redis."""
    variables = {
        "DJANGO_SETTINGS_MODULE": "tests.operators.settings",
        "LEASED_TASKS_TEST_URL": backend.settings.url,
        "LEASED_TASKS_TEST_PREFIX": backend.settings.prefix,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "django", *words],
        env={**os.environ, **variables, "PYTHONPATH": str(PACKAGE)},
        cwd=PACKAGE,
        text=True,
        **options,
    )
