"""The worker of one process: one event loop, its slots, and what it holds."""

import asyncio
import logging
import os
import secrets
import signal
import socket
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from time import monotonic, time

from leased_tasks import operations
from leased_tasks.backend import LeasedTasksBackend
from leased_tasks.connections import AsyncConnection
from leased_tasks.errors import UnknownTask
from leased_tasks.operations import Ending, Fetched, Lease
from leased_tasks.worker.attempts import (
    Attempt,
    UnreadablePayload,
    begin,
    ending_of_error,
    read_payload,
)
from leased_tasks.worker.heartbeat import Heartbeat
from leased_tasks.worker.runner import Runner
from leased_tasks.worker.settler import Settler
from leased_tasks.worker.sources import Source, shares
from leased_tasks.worker.tally import Tally

logger = logging.getLogger("leased_tasks")

_HOUSEKEEPING = 1.0
_POP_SECONDS = 5.0
_GATHER = 0.005


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
    """

    def __init__(
        self,
        queues: Iterable[tuple[LeasedTasksBackend, str, int]],
        limits: Limits,
        ticks: Iterable[Callable[["Worker"], Awaitable[None]]] = (),
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
        self._settlers = {source: Settler(source, self._settled) for source in self.sources}
        self._ticks = list(ticks)
        self._runner = Runner(limits.threads)
        self._kick = asyncio.Event()
        self._started = 0
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
        free = self.limits.concurrency - len(self.held)
        if self.limits.max_tasks:
            free = min(free, self.limits.max_tasks - self._started)
        return max(free, 0)

    def stop(self) -> None:
        """Fetch no more, let running tasks end, give the rest back."""
        self.is_stopping = True
        self._kick.set()

    async def run(self) -> None:
        """Work until stopped."""
        self._loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            self._loop.add_signal_handler(number, self.stop)
        self.heartbeat.start()
        background = [asyncio.create_task(self._watch(source)) for source in self.sources]
        background.append(asyncio.create_task(self._every_second()))
        try:
            await self._fetch_until_stopped()
            await self._drain()
        finally:
            for task in background:
                task.cancel()
            await asyncio.gather(*background, return_exceptions=True)
            await self._leave()

    async def _fetch_until_stopped(self) -> None:
        while not self.is_stopping:
            self._kick.clear()
            busy = [source for source in self.sources if not source.idle.is_set()]
            free = self.free_slots
            if not busy or not free:
                await self._kick.wait()
                continue
            if free < self.limits.concurrency // 4:
                # A few free slots are soon more: one call for many is cheaper for all.
                await asyncio.sleep(_GATHER)
                free = self.free_slots
            wanted = shares(busy, free)
            await asyncio.gather(*(self._fetch(source, wanted[source]) for source in wanted))
            if self.limits.max_tasks and self._started >= self.limits.max_tasks:
                self.stop()

    async def _fetch(self, source: Source, count: int) -> None:
        call = operations.fetch(source.keys, count, self.id, source.backend.settings)
        found = await source.connection.run(call)
        source.fetched_at = monotonic()
        if found.remaining:
            self._wake(source)
        elif count:
            source.idle.set()
        self._note_times(source, found)
        for lease in found.leases:
            self._start(lease, source)

    def _note_times(self, source: Source, found: Fetched) -> None:
        self.clock_ahead = found.now / 1000 - time()
        now = self._loop.time()
        wait = (found.next_due - found.now) / 1000
        if found.next_due and wait < _HOUSEKEEPING:
            self._loop.call_at(now + max(wait, 0.001), self._wake, source)

    def _wake(self, source: Source) -> None:
        source.idle.clear()
        self._kick.set()

    def _start(self, lease: Lease, source: Source) -> None:
        self._started += 1
        self.held[lease.member] = source
        try:
            attempt = begin(lease, source)
        except UnreadablePayload as error:
            self._refuse(lease, source, "?", error)
        except UnknownTask as error:
            self._refuse(lease, source, read_payload(lease)[0], error)
        else:
            self.tally.started(source.queue, attempt.path, lease)
            self.attempts[lease.member] = attempt
            self._jobs[lease.member] = asyncio.create_task(self._run(attempt))

    def _refuse(self, lease: Lease, source: Source, path: str, error: Exception) -> None:
        facts = {"task_id": lease.id, "attempt": lease.attempt, "error": str(error)}
        logger.error("tasks.cannot_start", extra=facts)
        self._settlers[source].add(ending_of_error(lease, path, None, error))

    async def _run(self, attempt: Attempt) -> None:
        member = attempt.lease.member
        try:
            ending = await self._runner.run(attempt)
        finally:
            self._jobs.pop(member, None)
            self.attempts.pop(member, None)
        if ending is None or attempt.given_up:
            self._forget(member)
            return
        self.tally.finished(attempt, ending)
        self._settlers[attempt.source].add(ending)

    def _settled(self, ending: Ending, accepted: bool) -> None:  # noqa: FBT001 -- the settler's word
        if not accepted:
            self.tally.late += 1
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
        while True:
            await source.idle.wait()
            if await source.connection.pop(source.keys.wake, _POP_SECONDS):
                self._wake(source)

    async def _every_second(self) -> None:
        while True:
            await asyncio.sleep(_HOUSEKEEPING)
            late = monotonic() - _HOUSEKEEPING
            idle = [source for source in self.sources if source.fetched_at < late]
            await asyncio.gather(*(self._fetch(source, 0) for source in idle))
            for tick in self._ticks:
                await tick(self)

    async def _drain(self) -> None:
        """Let what runs come to its end; what does not in time goes back to its queue."""
        if self._jobs:
            await asyncio.wait(list(self._jobs.values()), timeout=self.limits.drain)
        for member, attempt in list(self.attempts.items()):
            attempt.given_up = True
            self._jobs[member].cancel()
            self._settlers[attempt.source].add(Ending(attempt.lease, "L", attempt.path))
        await asyncio.gather(*(settler.flush() for settler in self._settlers.values()))

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
