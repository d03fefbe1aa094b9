"""The worker of one process: one event loop, its slots, and what it holds."""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from time import monotonic, time

from leased_tasks import operations
from leased_tasks.backend import LeasedTasksBackend
from leased_tasks.connections import AsyncConnection
from leased_tasks.operations import Ending, Fetched, Lease
from leased_tasks.worker.attempts import Attempt, begin, ending_of_error, fail, path_of
from leased_tasks.worker.background import HOUSEKEEPING, end, for_ever
from leased_tasks.worker.failures import Failure, failure_of, failure_of_lost
from leased_tasks.worker.heartbeat import Heartbeat
from leased_tasks.worker.runner import Runner
from leased_tasks.worker.settler import Settler
from leased_tasks.worker.sources import Source, shares
from leased_tasks.worker.tally import Tally

logger = logging.getLogger("leased_tasks")

_POP_SECONDS = 5.0
_GATHER = 0.001
_LARGE = 20
_LAST_WORDS = 5.0


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much one process takes on.

    Attributes:
        concurrency: tasks at once.
        threads: functions (not coroutines) at once.
        max_tasks: ends after so many; 0 for never.
        drain: seconds that running tasks are given when the worker is told to end.
    """

    concurrency: int = 100
    threads: int = 16
    max_tasks: int = 0
    drain: float = 25.0


class Worker:
    """Fetches from its queues, runs, settles; until told to stop, or until `max_tasks`.

    Args:
        queues: backend, queue and weight; see `choose_queues`.
        ticks: called once a second on the loop: the schedule, the monitoring.
        on_failure: called on the loop with each task that failed for good; must not block.
    """

    def __init__(
        self,
        queues: Iterable[tuple[LeasedTasksBackend, str, int]],
        limits: Limits,
        ticks: Iterable[Callable[["Worker"], Awaitable[None]]] = (),
        on_failure: Callable[[Failure], None] = lambda _failure: None,
    ) -> None:
        self.id = f"{socket.gethostname()[:20]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.limits = limits
        self.tally = Tally()
        self.clock_ahead = 0.0  # Redis' time minus ours, seconds
        self._connections: dict[LeasedTasksBackend, AsyncConnection] = {}
        self.sources = [
            Source(backend, queue, weight, self._connection(backend))
            for backend, queue, weight in queues
        ]
        self.held: dict[str, Source] = {}
        self.attempts: dict[str, Attempt] = {}
        self._jobs: dict[str, asyncio.Task[None]] = {}
        self._settlers = {
            source: Settler(source, partial(self._settled, source)) for source in self.sources
        }
        self._ticks = list(ticks)
        self._on_failure = on_failure
        self._runner = Runner(limits.threads)
        self._kick = asyncio.Event()
        self._started = 0
        self._fetches: set[asyncio.Task[None]] = set()
        self.is_stopping = False
        self.heartbeat = Heartbeat(self.id, self.held, self._lost, self._facts, self.sources)

    def _connection(self, backend: LeasedTasksBackend) -> AsyncConnection:
        if backend not in self._connections:
            self._connections[backend] = AsyncConnection(backend.settings, backend.alias)
        return self._connections[backend]

    @property
    def free_slots(self) -> int:
        """Tasks that may be fetched now."""
        if self._runner.is_crowded:
            return 0
        # What has ended and waits to be settled holds no slot, within bounds.
        busy = max(len(self._jobs), len(self.held) - self.limits.concurrency)
        free = self.limits.concurrency - busy
        if self.limits.max_tasks:
            free = min(free, self.limits.max_tasks - self._started)
        return max(free - sum(sum(source.promises) for source in self.sources), 0)

    def stop(self) -> None:
        """Fetch no more, let running tasks end, give the rest back."""
        self.is_stopping = True
        self._kick.set()

    async def run(self) -> None:
        """Work until stopped."""
        self._loop = asyncio.get_running_loop()
        self.heartbeat.start()
        watchers = [for_ever(self._watch, source) for source in self.sources]
        house = [for_ever(self._keep_house, source) for source in self.sources]
        house += [for_ever(self._tick, tick) for tick in self._ticks]
        try:
            await self._fetch_until_stopped()
            await end(watchers)  # a marker taken from now on would be kept from the others
            await self._drain()
        finally:
            await end([*watchers, *house])
            await self._leave()

    async def _fetch_until_stopped(self) -> None:
        # Two halves overlap: Redis looks for the next tasks while these run. A small worker
        # gains nothing by it, and starts its tasks in exact order.
        parts = 2 if self.limits.concurrency >= _LARGE else 1
        while not self.is_stopping:
            self._kick.clear()
            free = self.free_slots
            if free < self.limits.concurrency // 4:
                # A few free slots are soon more: one call for many is cheaper for all.
                await asyncio.sleep(_GATHER if free else 0)
                free = self.free_slots
            most = self.limits.concurrency // parts
            given = shares(self.sources, min(free, most), parts)
            for source, count in given.items():
                self._promise(source, count)
            if not given:
                await self._kick.wait()

    def _promise(self, source: Source, count: int) -> None:
        async def fetch() -> None:
            try:
                await self._fetch(source, count)
            except Exception:
                logger.exception("tasks.fetch_failed")
                await asyncio.sleep(HOUSEKEEPING)
            finally:
                source.promises.remove(count)
                self._kick.set()

        source.promises.append(count)
        task = asyncio.create_task(fetch())
        self._fetches.add(task)
        task.add_done_callback(self._fetches.discard)

    async def _fetch(self, source: Source, count: int) -> None:
        call = operations.fetch(source.keys, count, self.id, source.backend.settings)
        wakes = source.wakes
        found = await source.connection.run(call)
        source.fetched_at = monotonic()
        for lease in found.leases:
            self._start(lease, source)
        if found.remaining:
            self._wake(source)
        elif count and source.wakes == wakes:
            source.idle.set()
        self._note_times(source, found)
        for buried in found.buried:
            self._on_failure(failure_of_lost(source.label, *buried))

    def _note_times(self, source: Source, found: Fetched) -> None:
        self.clock_ahead = found.now / 1000 - time()
        if source.timer:
            source.timer.cancel()
        if found.next_due:
            wait = max((found.next_due - found.now) / 1000, 0.001)
            source.timer = self._loop.call_later(wait, self._wake, source)

    def _wake(self, source: Source) -> None:
        source.wake()
        self._kick.set()

    def _start(self, lease: Lease, source: Source) -> None:
        self._started += 1
        self.held[lease.member] = source
        if 0 < self.limits.max_tasks <= self._started:
            self.stop()
        try:
            attempt = begin(lease, source)
        except Exception as error:  # noqa: BLE001 -- whatever stands in Redis, the worker lives
            self._refuse(lease, source, error)
        else:
            self.tally.started(source.label, attempt.path, lease)
            self.attempts[lease.member] = attempt
            self._jobs[lease.member] = asyncio.create_task(self._run(attempt))

    def _refuse(self, lease: Lease, source: Source, error: Exception) -> None:
        facts = {"task_id": lease.id, "attempt": lease.attempt, "error": str(error)}
        logger.error("tasks.cannot_start", extra=facts)
        path = path_of(lease)
        self._settlers[source].add(ending_of_error(lease, path, None, error))

    async def _run(self, attempt: Attempt) -> None:
        member = attempt.lease.member
        try:
            ending = await self._runner.run(attempt)
        except BaseException as error:  # noqa: BLE001 -- a hook of the project, or a stray cancel
            ending = None if attempt.given_up else self._ending_all_the_same(attempt, error)
        finally:
            self._jobs.pop(member, None)
            self.attempts.pop(member, None)
            self._kick.set()
        if ending is None or attempt.given_up:
            self._forget(member)
            return
        self.tally.ran(attempt)
        self._settlers[attempt.source].add(ending)

    def _ending_all_the_same(self, attempt: Attempt, error: BaseException) -> Ending | None:
        """Settle what failed outside of its task; unsettled, it would be held for ever."""
        logger.error("tasks.runner_failed", extra={"task_id": attempt.lease.id}, exc_info=error)
        try:
            return fail(attempt, error)
        except Exception:
            logger.exception("tasks.left_to_its_lease", extra={"task_id": attempt.lease.id})
            return None

    def _settled(self, source: Source, ending: Ending, accepted: bool) -> None:  # noqa: FBT001
        self.tally.settled(source.label, ending, accepted=accepted)
        if accepted and ending.verdict == "F":
            self._on_failure(failure_of(source.label, ending))
        self._forget(ending.lease.member)

    def _forget(self, member: str) -> None:
        self.held.pop(member, None)
        self._kick.set()

    def _lost(self, members: list[str]) -> None:
        """Stop attempts whose lease is gone; called by the heartbeat's thread."""
        self._loop.call_soon_threadsafe(self._give_up, members)

    def _give_up(self, members: list[str]) -> None:
        for member in members:
            if attempt := self.attempts.get(member):
                attempt.given_up = True
                logger.warning("tasks.lease_lost", extra={"member": member, "path": attempt.path})
                self._jobs[member].cancel()
            self._forget(member)

    async def _watch(self, source: Source) -> None:
        """Wait for the queue's marker whenever nothing is there to be fetched."""
        await source.idle.wait()
        if not await source.connection.pop(source.keys.wake, _POP_SECONDS):
            return
        if self.free_slots:
            self._wake(source)
        else:
            await self._fetch(source, 0)  # leaves a marker for a worker that has room

    async def _keep_house(self, source: Source) -> None:
        await asyncio.sleep(HOUSEKEEPING)
        if source.fetched_at < monotonic() - HOUSEKEEPING:
            await self._fetch(source, 0)

    async def _tick(self, tick: Callable[["Worker"], Awaitable[None]]) -> None:
        await asyncio.sleep(HOUSEKEEPING)
        await tick(self)

    async def _drain(self) -> None:
        """Let what runs come to its end; what does not in time goes back to its queue."""
        await end(self._fetches, patience=HOUSEKEEPING)
        if self._jobs:
            await asyncio.wait(list(self._jobs.values()), timeout=self.limits.drain)
        for member, attempt in list(self.attempts.items()):
            attempt.given_up = True
            self._jobs[member].cancel()
            self._settlers[attempt.source].add(Ending(attempt.lease, "L", attempt.path))
        flushes = [asyncio.create_task(each.flush()) for each in self._settlers.values()]
        await end(flushes, patience=_LAST_WORDS)

    async def _leave(self) -> None:
        self._runner.close()
        await asyncio.to_thread(self.heartbeat.stop)
        await asyncio.gather(*(each.close() for each in self._connections.values()))

    def _facts(self) -> dict[str, str | int]:
        return {
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "queues": ",".join(f"{each.backend.alias}/{each.queue}" for each in self.sources),
            "slots": self.limits.concurrency,
            "busy": len(self.held),
        }
