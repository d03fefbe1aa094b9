"""Running a real worker inside the test process."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any

from leased_tasks.backend import LeasedTasksBackend
from leased_tasks.worker.worker import Limits, Worker

PATIENCE = 20.0


def worker_of(
    backend: LeasedTasksBackend,
    weights: dict[str, int] | None = None,
    ticks: list[Callable[[Worker], Awaitable[None]]] | None = None,
    **limits: Any,
) -> Worker:
    given = {"concurrency": 20, "threads": 4, "drain": 5.0} | limits
    queues = weights or dict.fromkeys(sorted(backend.queues), 1)
    chosen = [(backend, queue, weight) for queue, weight in queues.items()]
    return Worker(chosen, Limits(**given), ticks or [])


def is_drained(backend: LeasedTasksBackend) -> bool:
    """Whether nothing is ready and nothing is leased."""
    at_one_moment = backend.connection.client.pipeline(transaction=True)
    for queue in backend.queues:
        for place in ("ready", "lease"):
            at_one_moment.zcard(f"{backend.keys(queue).base}:{place}")
    return not any(at_one_moment.execute())


def drain(backend: LeasedTasksBackend, *, until: Callable[[], bool] | None = None, **how: Any):
    """Work until drained (or until the condition holds too), then stop; return the worker."""
    worker = worker_of(backend, **how)
    asyncio.run(_drain(worker, backend, until or (lambda: True)))
    return worker


async def _drain(worker: Worker, backend: LeasedTasksBackend, until: Callable[[], bool]) -> None:
    running = asyncio.create_task(worker.run())
    end = monotonic() + PATIENCE
    while not await asyncio.to_thread(lambda: is_drained(backend) and until()):
        assert monotonic() < end, "it was never drained"
        if running.done():
            break
        await asyncio.sleep(0.01)
    worker.stop()
    await running


@contextmanager
def working(worker: Worker) -> Iterator[Worker]:
    """Run a worker in a thread of its own, and stop it."""
    failures: list[BaseException] = []
    loop: list[asyncio.AbstractEventLoop] = []
    begun = threading.Event()

    async def work() -> None:
        loop.append(asyncio.get_running_loop())
        begun.set()
        await worker.run()

    def run() -> None:
        try:
            asyncio.run(work())
        except BaseException as error:  # noqa: BLE001 -- the test shall see it
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    assert begun.wait(PATIENCE)
    try:
        yield worker
    finally:
        loop[0].call_soon_threadsafe(worker.stop)
        thread.join(PATIENCE)
        assert not thread.is_alive()
        assert not failures, failures


def eventually(true: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """Wait until it is true, and return what it says."""
    end = monotonic() + patience
    while not (answer := true()):
        assert monotonic() < end, "it never became true"
        sleep(0.01)
    return answer


def finished(*results: Any) -> Callable[[], bool]:
    """Return whether all are finished, refreshed."""

    def asked() -> bool:
        for result in results:
            if not result.is_finished:
                result.refresh()
        return all(result.is_finished for result in results)

    return asked
