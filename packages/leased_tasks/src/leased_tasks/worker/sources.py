"""The queues that a worker serves, and whose turn it is."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ImproperlyConfigured

from leased_tasks.backend import LeasedTasksBackend
from leased_tasks.connections import AsyncConnection
from leased_tasks.keys import QueueKeys
from leased_tasks.queues import declared_queues, label_of, queue_named


@dataclass(eq=False)
class Source:
    """One queue of one backend, as a worker sees it.

    Attributes:
        weight: its share of the slots while others have work too.
        idle: set while a fetch would find nothing; the worker then waits for the marker.
        credit: what the round robin owes to it.
        promises: slots kept free for each fetch that is on its way.
        timer: wakes it when something is due.
        wakes: how often it was woken: an empty answer to what was asked before is out of date.
    """

    backend: LeasedTasksBackend
    queue: str
    weight: int
    connection: AsyncConnection
    idle: asyncio.Event = field(default_factory=asyncio.Event)
    credit: int = 0
    promises: list[int] = field(default_factory=list)
    timer: asyncio.TimerHandle | None = None
    fetched_at: float = 0.0
    wakes: int = 0
    keys: QueueKeys = field(init=False)
    label: str = field(init=False)

    def __post_init__(self) -> None:
        """Name the keys and the queue once."""
        self.keys = self.backend.keys(self.queue)
        self.label = label_of(self.backend, self.queue)

    def wake(self) -> None:
        """Know that a fetch may find something from now on."""
        self.wakes += 1
        self.idle.clear()

    def may_be_asked(self, at_once: int) -> bool:
        """Whether a fetch may find something, and fewer than so many are on their way."""
        return not self.idle.is_set() and len(self.promises) < at_once


def shares(sources: Sequence[Source], slots: int, at_once: int = 1) -> dict[Source, int]:
    """Split free slots among queues that have work: smooth weighted round robin.

    Credit is kept between calls, so even a queue of weight 1 beside one of 1,000 has its turn. A
    queue whose fetches are on their way keeps its part of the slots for its next one.
    """
    awake = [source for source in sources if not source.idle.is_set()]
    asked = [source for source in awake if source.may_be_asked(at_once)]
    if not asked:
        return {}
    total = sum(source.weight for source in asked)
    if len(asked) < len(awake):
        slots = slots * total // sum(source.weight for source in awake)
    if len(asked) == 1:
        return {asked[0]: slots} if slots else {}
    given = dict.fromkeys(asked, 0)
    for _ in range(slots):
        for source in asked:
            source.credit += source.weight
        chosen = max(asked, key=lambda source: source.credit)
        chosen.credit -= total
        given[chosen] += 1
    return {source: count for source, count in given.items() if count}


def parse_queues(text: str) -> dict[str, int]:
    """Read `emails:3,default`: names and weights (1 where none stands).

    Raises:
        ValueError: a weight is no whole number of at least 1, or nothing is named.
    """
    found: dict[str, int] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, weight = part.rpartition(":") if ":" in part else (part, "", "1")
        if not weight.isdigit() or int(weight) < 1:
            raise ValueError(f"{part!r}: a weight is a whole number of at least 1.")
        found[name] = int(weight)
    if not found:
        raise ValueError("No queue is named.")
    return found


def choose_queues(wanted: dict[str, int] | None) -> list[tuple[LeasedTasksBackend, str, int]]:
    """Return backend, queue and weight for each wanted queue; all declared ones without a wish.

    A queue is named as such, or as `alias/queue` where two backends have one of that name.

    Raises:
        ImproperlyConfigured: no such queue is declared, or two backends declare it.
    """
    declared = declared_queues()
    if not declared:
        raise ImproperlyConfigured("TASKS declares no queue of a LeasedTasksBackend.")
    if wanted is None:
        return [(queue.backend, queue.name, 1) for queue in declared]
    chosen = [(queue_named(name), weight) for name, weight in wanted.items()]
    return [(queue.backend, queue.name, weight) for queue, weight in chosen]
