"""What operators ask of a queue, and what they delete; each function describes one script call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from leased_tasks.calls import Call
from leased_tasks.keys import QueueKeys, worker_keys
from leased_tasks.operations import milliseconds
from leased_tasks.options import Options

type State = Literal["ready", "running", "delayed", "waiting", "dead"]
type Purgeable = Literal["ready", "delayed", "waiting", "dead"]
STATES: tuple[State, ...] = get_args(State.__value__)
PURGEABLE: tuple[Purgeable, ...] = get_args(Purgeable.__value__)

# Redis does nothing else while a script runs: some 5 ms for so many tasks.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Stats:
    """One queue at one moment. Times are ms of Redis' clock, 0 for none.

    Attributes:
        waiting: tasks that a rate or concurrency limit holds back.
        paused: since when nothing is handed out.
        oldest_ready: since when the oldest of the ready tasks is ready.
        counters: since the queue began: enqueued, started, retried, dead, lost, late,
            `finished|<task path>|<S, F or R>` …
    """

    now: int
    ready: int
    delayed: int
    running: int
    dead: int
    waiting: int
    paused: int
    oldest_ready: int
    counters: Mapping[str, int]

    @property
    def oldest_age(self) -> float:
        """Seconds that the oldest ready task has waited; 0 if none is ready."""
        return max(self.now - self.oldest_ready, 0) / 1000 if self.oldest_ready else 0.0

    def count(self, state: State) -> int:
        """Return how many tasks are in that state."""
        return int(getattr(self, state))

    def ended(self, verdict: str) -> int:
        """Return how many attempts ended so: S successful, F failed for good, R to be retried."""
        tail = f"|{verdict}"
        return sum(value for name, value in self.counters.items() if name.endswith(tail))


@dataclass(frozen=True, slots=True)
class Listed:
    """A task in a list. Times are ms of Redis' clock, 0 for never.

    Attributes:
        due: when it runs next if delayed, when its lease ends if running, when it died if dead.
        since: when it was enqueued, or became ready again.
        error: class path of the last error, empty without one.
    """

    id: str
    due: int
    path: str
    priority: int
    attempts: int
    enqueued: int
    since: int
    last_start: int
    error: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some tasks of one state, and how many there are in all; `now` by Redis' clock."""

    now: int
    total: int
    tasks: Sequence[Listed]


@dataclass(frozen=True, slots=True)
class Minute:
    """What happened in one minute (of minutes since 1970)."""

    minute: int
    enqueued: int
    successful: int
    failed: int
    retried: int


@dataclass(frozen=True, slots=True)
class WorkerFacts:
    """A worker as it last spoke: `age` is seconds since; without `facts` it is silent for long."""

    id: str
    age: float
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Purged:
    """How many tasks a purge deleted, and how many entries it took from its place for that."""

    tasks: int
    entries: int


def stats(keys: QueueKeys, options: Options) -> Call[Stats]:
    """Read how a queue stands; a few microseconds, however long it is."""
    return Call("stats", keys.fixed, [milliseconds(options.failed_ttl)], _stats)


def _stats(answer: list[Any]) -> Stats:
    names, values = answer[8::2], answer[9::2]
    counters = {name.decode(): int(value) for name, value in zip(names, values, strict=True)}
    now, ready, delayed, running, dead, waiting, paused, oldest = map(int, answer[:8])
    return Stats(now, ready, delayed, running, dead, waiting, paused, oldest, counters)


def minutes(keys: QueueKeys, count: int = 60) -> Call[list[Minute]]:
    """Read what happened in each of the last minutes (up to 120), oldest first."""
    return Call("minutes", keys.fixed, [count], _minutes)


def _minutes(answer: list[int]) -> list[Minute]:
    first, rows = answer[0], range(1, len(answer), 4)
    return [Minute(first + number, *answer[at : at + 4]) for number, at in enumerate(rows)]


def tasks(
    keys: QueueKeys, state: State, options: Options, *, offset: int, limit: int
) -> Call[Page]:
    """List tasks of one state: in the order in which they run, dead ones newest first.

    A page may be shorter than asked for: the marks of rate limits stand among the delayed.
    """
    arguments = (state, offset, limit, milliseconds(options.failed_ttl))
    return Call("list", keys.fixed, arguments, _page)


_LISTED_FIELDS = 9


def _page(answer: list[Any]) -> Page:
    rows = range(2, len(answer), _LISTED_FIELDS)
    found = [_listed(answer[at : at + _LISTED_FIELDS]) for at in rows]
    return Page(int(answer[0]), int(answer[1]), found)


def _listed(row: list[Any]) -> Listed:
    task_id, score, path, *numbers, error = row
    priority, attempts, enqueued, since, last_start = map(int, numbers)
    return Listed(
        id=task_id.decode(),
        due=int(float(score)),
        path=path.decode(),
        priority=priority,
        attempts=attempts,
        enqueued=enqueued,
        since=since,
        last_start=last_start,
        error=error.decode(),
    )


def purge(keys: QueueKeys, state: Purgeable) -> Call[Purged]:
    """Delete up to 500 tasks of one state for ever, with what they hold; none that runs.

    Call it again until no entry is taken.
    """
    return Call("purge", keys.fixed, [state, _BATCH], lambda answer: Purged(*answer))


def discard(keys: QueueKeys, task_id: str) -> Call[bool]:
    """Delete one task for ever, whatever its state; False if it runs or is not known."""
    return Call("purge", keys.fixed, ["", 0, task_id], lambda answer: answer[0] == 1)


def workers(prefix: str) -> Call[list[WorkerFacts]]:
    """List the workers that have spoken lately, oldest word first."""
    everyone, _ = worker_keys(prefix, "")
    return Call("worker_list", [everyone], [], _workers)


def _workers(answer: list[Any]) -> list[WorkerFacts]:
    now = int(answer[0])
    return [
        WorkerFacts(
            worker_id.decode(),
            max(now - int(beat), 0) / 1000,
            {name.decode(): value.decode() for name, value in zip(*[iter(facts)] * 2, strict=True)},
        )
        for worker_id, beat, facts in answer[1:]
    ]
