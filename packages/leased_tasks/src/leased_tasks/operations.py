"""What can be done with a queue; each function describes one script call."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from leased_tasks.calls import Call
from leased_tasks.entries import Entry, encode
from leased_tasks.errors import Cancelled, WorkerLost, path_of_class
from leased_tasks.keys import QueueKeys, worker_keys
from leased_tasks.options import Options

Verdict = Literal["S", "F", "R", "L"]


@dataclass(frozen=True, slots=True)
class Enqueued:
    """Redis' answer: its time (ms), and the id under which each task is known.

    An id that is not the task's own is that of an equal task which is there already; an empty
    one belongs to a schedule's tick which was fired before.
    """

    now: int
    ids: Sequence[str]


@dataclass(frozen=True, slots=True)
class Lease:
    """One attempt at one task. Times are ms of Redis' clock; errors a JSON list, or nothing.

    Attributes:
        waited: ms between the moment at which it could have been started and its start.
    """

    id: str
    attempt: int
    payload: bytes
    workers: str
    failures: int
    enqueued: int
    started: int
    priority: int
    concurrency_key: str
    errors: bytes = b""
    waited: int = 0

    @property
    def member(self) -> str:
        """The lease's name: the attempt is the fencing token."""
        return f"{self.id}:{self.attempt}"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch found: leases, tasks still ready, when next something is due (ms; 0: never).

    Attributes:
        buried: id, attempt and payload of tasks given up because they lost too many workers.
    """

    now: int
    remaining: int
    next_due: int
    leases: Sequence[Lease]
    buried: Sequence[tuple[str, int, bytes]] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """How an attempt ended."""

    lease: Lease
    verdict: Verdict
    path: str
    body: str = ""
    delay: float = 0.0


def error_text(error_class: type[BaseException], traceback: str = "") -> str:
    """Return an error as it is kept: class path and traceback, its end if it is long."""
    return encode({"c": path_of_class(error_class), "t": traceback[-8000:]})


_LOST = error_text(WorkerLost, "leased_tasks.errors.WorkerLost: the lease ended unrenewed\n")
_CANCELLED = error_text(Cancelled, "leased_tasks.errors.Cancelled: cancelled by request\n")


def enqueue(keys: QueueKeys, entries: Iterable[Entry]) -> Call[Enqueued]:
    """Add tasks in one round trip; sent twice, they are added once."""
    arguments: list[str | int] = []
    for entry in entries:
        arguments += (entry.id, entry.payload, entry.priority, entry.run_after, entry.extra)
    return Call("enqueue", keys.fixed, arguments, _enqueued)


def _enqueued(answer: list[Any]) -> Enqueued:
    return Enqueued(int(answer[0]), [one.decode() for one in answer[1:]])


def fetch(keys: QueueKeys, count: int, worker_id: str, options: Options) -> Call[Fetched]:
    """Lease up to `count` tasks, and keep house: promote what is due, take back what expired."""
    arguments = (
        count,
        milliseconds(options.lease),
        worker_id,
        options.max_losses,
        options.dead_limit,
        milliseconds(options.failed_ttl),
        _LOST,
    )
    return Call("fetch", keys.fixed, arguments, _fetched)


_LEASE_FIELDS = 11


def _fetched(answer: list[Any]) -> Fetched:
    rows = range(4, len(answer), _LEASE_FIELDS)
    leases = [_lease(answer[row : row + _LEASE_FIELDS]) for row in rows]
    buried = [(task_id.decode(), int(attempt), payload) for task_id, attempt, payload in answer[3]]
    return Fetched(int(answer[0]), int(answer[1]), int(answer[2]), leases, buried)


def _lease(row: list[Any]) -> Lease:
    return Lease(
        id=row[0].decode(),
        attempt=int(row[1]),
        payload=row[2],
        workers=row[3].decode(),
        failures=int(row[4]),
        enqueued=int(row[5]),
        started=int(row[6]),
        priority=int(row[7]),
        concurrency_key=row[8].decode(),
        errors=row[9],
        waited=int(row[10]),
    )


def settle(keys: QueueKeys, ended: Sequence[Ending], options: Options) -> Call[list[bool]]:
    """End attempts; False for each whose lease was another's by then."""
    arguments: list[str | int] = [
        milliseconds(options.result_ttl),
        milliseconds(options.failed_ttl),
        options.dead_limit,
    ]
    for one in ended:
        lease = one.lease
        arguments += (lease.id, lease.attempt, one.verdict, one.body, milliseconds(one.delay))
        arguments += (lease.concurrency_key, one.path)
    return Call("settle", keys.fixed, arguments, lambda answer: [bool(one) for one in answer])


def heartbeat(keys: QueueKeys, members: Iterable[str], options: Options) -> Call[list[str]]:
    """Renew leases; answers with those that are ours no more."""
    return Call(
        "heartbeat",
        keys.fixed,
        [str(milliseconds(options.lease)), *members],
        lambda answer: [member.decode() for member in answer],
    )


def read(keys: QueueKeys, task_id: str) -> Call[dict[str, bytes]]:
    """Read all that is known of one task; empty if nothing is."""
    return Call("get", keys.fixed, [task_id], _record)


def _record(answer: list[bytes]) -> dict[str, bytes]:
    names, values = answer[::2], answer[1::2]
    return {name.decode(): value for name, value in zip(names, values, strict=True)}


def cancel(keys: QueueKeys, task_id: str, options: Options) -> Call[bool]:
    """End a task as FAILED before it runs, or stop it while it runs; False if it is finished."""
    arguments = (task_id, milliseconds(options.failed_ttl), _CANCELLED)
    return Call("cancel", keys.fixed, arguments, bool)


def requeue(keys: QueueKeys, task_id: str) -> Call[bool]:
    """Run a failed or delayed task now; False if it is neither."""
    return Call("requeue", keys.fixed, [task_id], bool)


def pause(keys: QueueKeys, *, paused: bool) -> Call[bool]:
    """Stop handing out a queue's tasks, or go on; running ones are not touched."""
    return Call("pause", keys.fixed, [int(paused)], bool)


def worker_beat(
    prefix: str, worker_id: str, life: float, facts: Mapping[str, str | int]
) -> Call[bool]:
    """Tell that a worker lives, with its facts; without any, that it has left. `life` in s."""
    arguments: list[str | int] = [worker_id, milliseconds(life)]
    for name, value in facts.items():
        arguments += (name, value)
    return Call("worker_beat", worker_keys(prefix, worker_id), arguments, bool)


def milliseconds(seconds: float) -> int:
    """Return whole milliseconds."""
    return round(seconds * 1000)
