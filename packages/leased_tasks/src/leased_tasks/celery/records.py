"""What is known of a task, kept in Celery's result backend under the task's id.

Celery answers PENDING for an id that it has never seen. So a record is written before the message
is sent: no record, no such task. It is one JSON text, which Celery's own encoding (it turns some
dicts into dates and UUIDs) leaves alone.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Self

from celery import Celery
from django.tasks import Task, TaskResult, TaskResultStatus
from django.tasks.base import TaskError
from django.utils import timezone

from leased_tasks.entries import Result
from leased_tasks.errors import WorkerLost, path_of_class
from leased_tasks.lookup import task_as_enqueued

_MOST_ERRORS = 10
_FINISHED = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)


@dataclass(slots=True, kw_only=True)
class Record:
    """One task: how it was called, how far it is. Times are texts; `due` is s since 1970."""

    id: str
    task: str
    backend: str
    queue: str
    priority: int
    args: list[Any]
    kwargs: dict[str, Any]
    run_after: str | None
    carried: dict[str, str]
    due: float = 0.0
    enqueued_at: str | None = None
    started_at: str | None = None
    last_attempted_at: str | None = None
    finished_at: str | None = None
    status: str = TaskResultStatus.READY.value
    worker_ids: list[str] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)
    failures: int = 0
    losses: int = 0
    return_value: Any = None

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a record's text."""
        return cls(**json.loads(text))

    def text(self) -> str:
        """Return the record as text."""
        return json.dumps(asdict(self), separators=(",", ":"))

    @property
    def attempt(self) -> int:
        """How many workers have begun it: the fencing token."""
        return len(self.worker_ids)

    @property
    def is_finished(self) -> bool:
        """Whether it will not run any more."""
        return self.status in _FINISHED

    def begin(self, worker_id: str) -> None:
        """Give it to a worker. If it is running, its last worker did not come back."""
        if self.status == TaskResultStatus.RUNNING:
            self.losses += 1
            self.note(WorkerLost("the worker that ran it did not come back"))
        self.status = TaskResultStatus.RUNNING.value
        self.worker_ids.append(worker_id)
        self.last_attempted_at = now()
        self.started_at = self.started_at or self.last_attempted_at

    def note(self, error: BaseException, traceback: str = "") -> None:
        """Keep an error."""
        path = path_of_class(type(error))
        self.errors.append((path, traceback or f"{path}: {error}\n"))
        del self.errors[:-_MOST_ERRORS]

    def wait(self, due: float) -> None:
        """Make it ready again, not before `due`."""
        self.status, self.due = TaskResultStatus.READY.value, due

    def finish(self, status: TaskResultStatus, return_value: Any = None) -> None:
        """End it."""
        self.status, self.return_value, self.finished_at = status.value, return_value, now()

    def task_object(self) -> "Task[Any, Any]":
        """Return the task as it was enqueued.

        Raises:
            UnknownTask: the code has no such task (any more).
        """
        found = task_as_enqueued(self.task, self.backend, self.queue, self.priority)
        due = _time(self.run_after)
        return found.using(run_after=due) if due else found

    def result(self) -> Result:
        """Return what Django shows of it."""
        shown: Result = TaskResult(
            task=self.task_object(),
            id=self.id,
            status=TaskResultStatus(self.status),
            enqueued_at=_time(self.enqueued_at),
            started_at=_time(self.started_at),
            last_attempted_at=_time(self.last_attempted_at),
            finished_at=_time(self.finished_at),
            args=self.args,
            kwargs=self.kwargs,
            backend=self.backend,
            errors=[TaskError(exception_class_path=path, traceback=tb) for path, tb in self.errors],
            worker_ids=self.worker_ids,
        )
        object.__setattr__(shown, "_return_value", self.return_value)
        return shown


def now() -> str:
    """Return the time as records keep it."""
    return timezone.now().isoformat()


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


class Records:
    """The records in one app's result backend."""

    def __init__(self, app: Celery) -> None:
        self._store = app.backend

    def get(self, task_id: str) -> Record | None:
        """Return a task's record; None if it is unknown or forgotten."""
        text = self._store.get_task_meta(task_id, cache=False)["result"]
        return Record.read(text) if isinstance(text, str) else None

    def put(self, record: Record) -> None:
        """Write a record over the one before. Celery itself lets none replace a SUCCESS."""
        done = record.status == TaskResultStatus.SUCCESSFUL
        self._store.store_result(record.id, record.text(), "SUCCESS" if done else record.status)

    def forget(self, task_id: str) -> None:
        """Drop a record whose message could not be sent."""
        self._store.forget(task_id)
