"""What the admin's pages show, made ready for the templates."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leased_tasks import operations
from leased_tasks.inspection import Listed, State, Stats
from leased_tasks.presentation import span
from leased_tasks.queues import Queue
from leased_tasks.results import errors_of, when

# What may be done with tasks of each state, in the order of the buttons.
ACTIONS: dict[State, tuple[str, ...]] = {
    "ready": ("cancel", "delete"),
    "running": ("cancel",),
    "delayed": ("retry", "cancel", "delete"),
    "waiting": ("cancel", "delete"),
    "dead": ("retry", "delete"),
}
_OF_STATUS = {
    "READY": ("retry", "cancel", "delete"),
    "RUNNING": ("cancel",),
    "FAILED": ("retry", "delete"),
    "SUCCESSFUL": ("delete",),
}
LABELS = {"retry": "Run now", "cancel": "Cancel", "delete": "Delete"}


@dataclass(frozen=True)
class Standing:
    """One queue on the overview."""

    queue: Queue
    stats: Stats

    @property
    def oldest(self) -> str:
        """How long the oldest ready task waits."""
        return span(self.stats.oldest_age) if self.stats.ready else ""

    @property
    def paused(self) -> datetime | None:
        """Since when it hands out nothing."""
        return when(self.stats.paused) if self.stats.paused else None

    @property
    def retried(self) -> int:
        """Attempts that failed and were repeated, since the queue began."""
        return self.stats.ended("R")


@dataclass(frozen=True)
class Row:
    """One task in a list."""

    task: Listed
    age: str
    due: datetime | None
    error: str


def row_of(task: Listed, now: int, state: State) -> Row:
    """Return a task as the list shows it; when it is due has no meaning where it may start now."""
    due = when(task.due) if state not in {"ready", "waiting"} else None
    age = span(max(now - task.enqueued, 0) / 1000)
    return Row(task, age, due, task.error.rpartition(".")[2])


@dataclass(frozen=True)
class Detail:
    """One task's page. Arguments, result and tracebacks may hold personal data.

    Attributes:
        arguments: the stored text where it is not what this package writes.
    """

    id: str
    path: str
    status: str
    priority: int
    attempts: int
    losses: int
    enqueued: datetime | None
    started: datetime | None
    last_attempt: datetime | None
    finished: datetime | None
    workers: Sequence[str]
    arguments: str
    result: str | None
    errors: Sequence[Any]
    actions: Sequence[tuple[str, str]]


def detail_of(queue: Queue, task_id: str) -> Detail | None:
    """Read one task, whether its code is still here or not; None if nothing is known of it."""
    record = queue.backend.connection.run(operations.read(queue.keys, task_id))
    if "p" not in record:
        return None
    path, arguments = _payload(record["p"])
    status = record.get("s", b"READY").decode()
    return Detail(
        id=task_id,
        path=path,
        status=status,
        priority=int(record.get("pr", 0)),
        attempts=int(record.get("a", 0)),
        losses=int(record.get("l", 0)),
        enqueued=when(record.get("n")),
        started=when(record.get("st")),
        last_attempt=when(record.get("la")),
        finished=when(record.get("f")),
        workers=list(filter(None, record.get("w", b"").decode().split(","))),
        arguments=arguments,
        result=_pretty(record["r"]) if "r" in record else None,
        errors=errors_of(record),
        actions=[(name, LABELS[name]) for name in _OF_STATUS.get(status, ())],
    )


def _payload(text: bytes) -> tuple[str, str]:
    try:
        payload = json.loads(text)
        shown = {"args": payload["a"], "kwargs": payload["k"]}
        return str(payload["f"]), json.dumps(shown, indent=2, ensure_ascii=False)
    except (ValueError, KeyError, TypeError):
        return "?", text.decode(errors="replace")


def _pretty(text: bytes) -> str:
    return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
