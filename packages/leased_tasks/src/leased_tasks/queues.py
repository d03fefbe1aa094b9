"""The queues that `TASKS` declares for this package's backends, and what people call them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count, takewhile

from django.core.exceptions import ImproperlyConfigured
from django.tasks import task_backends

from leased_tasks import inspection
from leased_tasks.backend import LeasedTasksBackend
from leased_tasks.ids import queue_of
from leased_tasks.inspection import Listed, Minute, Page, Purgeable, State, Stats, WorkerFacts
from leased_tasks.keys import QueueKeys

_STEP = 500


@dataclass(frozen=True)
class Queue:
    """One declared queue, for threads. Every method makes one short call to Redis.

    Attributes:
        label: its name; `alias/name` where two backends have one of that name.

    Raises:
        Unavailable: any method, where Redis does not answer within `producer_deadline`.
    """

    backend: LeasedTasksBackend
    name: str
    label: str

    @property
    def keys(self) -> QueueKeys:
        """The names of its keys."""
        return self.backend.keys(self.name)

    def stats(self) -> Stats:
        """How it stands."""
        return self.backend.connection.run(inspection.stats(self.keys, self.backend.settings))

    def minutes(self) -> list[Minute]:
        """What happened in each minute of the last hour."""
        return self.backend.connection.run(inspection.minutes(self.keys))

    def tasks(self, state: State, *, offset: int = 0, limit: int = 50) -> Page:
        """A page of its tasks."""
        options = self.backend.settings
        call = inspection.tasks(self.keys, state, options, offset=offset, limit=limit)
        return self.backend.connection.run(call)

    def purge(self, state: Purgeable) -> int:
        """Delete what is in that state now for ever, in short steps; how many tasks went."""
        left = self.stats().count(state)
        step = partial(self.backend.connection.run, inspection.purge(self.keys, state))
        gone = 0
        for done in takewhile(lambda done: done.entries, iter(step, None)):
            gone += done.tasks
            if gone >= left:
                break
        return gone

    def discard(self, task_id: str) -> bool:
        """Delete one task for ever; False if it runs or is not known."""
        return self.backend.connection.run(inspection.discard(self.keys, task_id))

    def walk(self, state: State) -> Iterator[Listed]:
        """Go through all tasks of one state; what comes and goes meanwhile may be missed."""
        for offset in count(step=_STEP):
            page = self.tasks(state, offset=offset, limit=_STEP)
            yield from page.tasks
            if offset + _STEP >= page.total:
                return


def leased_backends() -> list[LeasedTasksBackend]:
    """Return every configured backend of this package."""
    backends = (task_backends[alias] for alias in task_backends)
    return [backend for backend in backends if isinstance(backend, LeasedTasksBackend)]


def declared_queues() -> list[Queue]:
    """Return all queues, by backend and name."""
    found = [(backend, name) for backend in leased_backends() for name in sorted(backend.queues)]
    return [Queue(backend, name, label_of(backend, name)) for backend, name in found]


def label_of(backend: LeasedTasksBackend, name: str) -> str:
    """Return what people call a queue; see `Queue.label`."""
    shared = sum(name in each.queues for each in leased_backends()) > 1
    return f"{backend.alias}/{name}" if shared else name


def queue_named(wish: str) -> Queue:
    """Return the queue of that name, or of that `alias/name`.

    Raises:
        ImproperlyConfigured: no such queue is declared, or two backends declare it.
    """
    alias, _, name = wish.rpartition("/")
    declared = declared_queues()
    found = [
        queue for queue in declared if queue.name == name and alias in {"", queue.backend.alias}
    ]
    if len(found) != 1:
        known = ", ".join(f"{queue.backend.alias}/{queue.name}" for queue in declared)
        raise ImproperlyConfigured(
            f"{'No' if not found else 'More than one'} queue {wish!r}; declared: {known or 'none'}."
        )
    return found[0]


def holders_of(task_id: str) -> list[Queue]:
    """Return the declared queues that may hold a task of this id; none if it is no id of ours."""
    name = queue_of(task_id)
    return [queue for queue in declared_queues() if queue.name == name]


def known_workers() -> list[WorkerFacts]:
    """Return all workers that have spoken lately, each once; raises as `Queue` does."""
    found: dict[str, WorkerFacts] = {}
    for backend in leased_backends():
        call = inspection.workers(backend.settings.prefix)
        found |= {worker.id: worker for worker in backend.connection.run(call)}
    return sorted(found.values(), key=lambda worker: worker.id)
