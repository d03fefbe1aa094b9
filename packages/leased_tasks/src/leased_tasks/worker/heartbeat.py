"""Renewing leases from a thread of its own, which no blocked event loop can stop."""

import logging
import threading
from collections.abc import Callable, Mapping
from itertools import batched
from time import monotonic

from redis import RedisError

from leased_tasks import operations
from leased_tasks.backend import LeasedTasksBackend
from leased_tasks.calls import Call
from leased_tasks.connections import Connection
from leased_tasks.errors import Unavailable
from leased_tasks.worker.sources import Source

logger = logging.getLogger("leased_tasks")

_BATCH = 500
_SOON = 1.0


class Heartbeat(threading.Thread):
    """Renews all leases of a worker three times a lease, and says that the worker lives.

    Args:
        held: member of each lease that is held -> its queue; changed by the event loop only.
        on_lost: called with the members whose lease is another's by now.
        facts: what `tasks_stats` and the admin show of this worker.
    """

    def __init__(
        self,
        worker_id: str,
        held: dict[str, Source],
        on_lost: Callable[[list[str]], None],
        facts: Callable[[], Mapping[str, str | int]],
        sources: list[Source],
    ) -> None:
        super().__init__(name="leased-tasks-heartbeat", daemon=True)
        self._worker_id = worker_id
        self._held = held
        self._on_lost = on_lost
        self._facts = facts
        self.every = min(source.backend.settings.lease for source in sources) / 3
        backends = {source.backend for source in sources}
        # Its own connections: the producers' pool may be busy, the loop's belong to the loop.
        self._connections = {
            backend: Connection(backend.settings, backend.alias) for backend in backends
        }
        self._stopped = threading.Event()
        self.last_success = monotonic()

    def run(self) -> None:
        """Beat until stopped."""
        while not self._stopped.is_set():
            began = monotonic()
            alive = self._beat()
            wait = self.every - (monotonic() - began) if alive else _SOON
            self._stopped.wait(max(wait, 0.0))
        self._say_goodbye()

    def stop(self) -> None:
        """End, and take the worker off the list of the living; leases are settled by then."""
        self._stopped.set()
        self.join(timeout=5)

    def _say_goodbye(self) -> None:
        for backend, connection in self._connections.items():
            call = operations.worker_beat(backend.settings.prefix, self._worker_id, 30, {})
            try:
                connection.run(call)
            except (Unavailable, RedisError) as error:
                logger.warning("tasks.goodbye_failed", extra={"error": str(error)})
            connection.close()

    def _beat(self) -> bool:
        """Beat for each backend; one that is down must not end the leases of another."""
        by_source: dict[Source, list[str]] = {}
        for member, source in self._held.copy().items():
            by_source.setdefault(source, []).append(member)
        fine = [self._beat_for(backend, by_source) for backend in self._connections]
        if all(fine):
            self.last_success = monotonic()
        return all(fine)

    def _beat_for(self, backend: LeasedTasksBackend, by_source: Mapping[Source, list[str]]) -> bool:
        try:
            for source, members in by_source.items():
                if source.backend is backend:
                    self._renew(source, members)
            self._report(backend)
        except Exception as error:  # whatever it was, the next beat must come
            silent = round(monotonic() - self.last_success, 1)
            facts = {"alias": backend.alias, "error": str(error), "silent": silent}
            unexpected = None if isinstance(error, Unavailable) else error
            logger.warning("tasks.heartbeat_failed", extra=facts, exc_info=unexpected)
            return False
        return True

    def _renew(self, source: Source, members: list[str]) -> None:
        for batch in batched(members, _BATCH):
            call = operations.heartbeat(source.keys, batch, source.backend.settings)
            if lost := self._run(source.backend, call):
                self._on_lost(lost)

    def _report(self, backend: LeasedTasksBackend) -> None:
        life = max(30.0, 3 * self.every)
        prefix = backend.settings.prefix
        self._run(backend, operations.worker_beat(prefix, self._worker_id, life, self._facts()))

    def _run[T](self, backend: LeasedTasksBackend, call: Call[T]) -> T:
        patience = min(backend.settings.producer_deadline, self.every)
        return self._connections[backend].run(call, deadline=patience)
