"""Telling Redis how attempts ended, many in one call."""

import asyncio
import logging
from collections.abc import Callable

from leased_tasks import operations
from leased_tasks.errors import Unavailable
from leased_tasks.operations import Ending
from leased_tasks.worker.sources import Source

logger = logging.getLogger("leased_tasks")

_MOST = 200
_SOON = 0.002


class Settler:
    """Gathers the endings of one queue for up to 2 ms, or 200 of them.

    Args:
        settled: called with each ending once Redis has answered, and whether it was accepted.
    """

    def __init__(self, source: Source, settled: Callable[[Ending, bool], None]) -> None:
        self._source = source
        self._settled = settled
        self._waiting: list[Ending] = []
        self._timer: asyncio.TimerHandle | None = None
        self._sending: set[asyncio.Task[None]] = set()

    def add(self, ending: Ending) -> None:
        """Settle this one soon."""
        self._waiting.append(ending)
        if len(self._waiting) >= _MOST:
            self._send()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_SOON, self._send)

    async def flush(self) -> None:
        """Settle all there is, now."""
        self._send()
        while self._sending:
            # Not gather: where all are done already it lets nothing else run, so none of them
            # would ever be taken off the set.
            await asyncio.wait(self._sending)

    async def _settle_singly(self, batch: list[Ending], error: Exception) -> None:
        """Do not let one ending that cannot be told keep the others from being settled."""
        if len(batch) > 1:
            for ending in batch:
                await self._settle([ending])
            return
        facts = {"task_id": batch[0].lease.id, "attempt": batch[0].lease.attempt}
        logger.error("tasks.cannot_settle", extra=facts, exc_info=error)
        self._settled(batch[0], False)  # not renewed any more, its lease ends and it runs again

    def _send(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self._waiting:
            batch, self._waiting = self._waiting, []
            task = asyncio.create_task(self._settle(batch))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _settle(self, batch: list[Ending]) -> None:
        source = self._source
        try:
            call = operations.settle(source.keys, batch, source.backend.settings)
            accepted = await source.connection.run(call)
        except Unavailable:
            return  # closed: the worker has ended, the leases will
        except Exception as error:  # noqa: BLE001 -- logged, one by one
            await self._settle_singly(batch, error)
            return
        for ending, fine in zip(batch, accepted, strict=True):
            self._settled(ending, fine)
            if not fine:
                facts = {"task_id": ending.lease.id, "attempt": ending.lease.attempt}
                logger.warning("tasks.late_finish_refused", extra=facts)
