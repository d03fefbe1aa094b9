"""From Redis back to Django's objects: the task, its result, its errors."""

import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.tasks import Task, TaskResult, TaskResultStatus
from django.tasks.base import TaskError
from django.tasks.exceptions import InvalidTask
from django.utils.module_loading import import_string

from leased_tasks.entries import Result
from leased_tasks.errors import UnknownTask


@lru_cache(maxsize=1024)
def task_at(path: str) -> "Task[Any, Any]":
    """Return the task with this module path.

    Raises:
        UnknownTask: nothing is there, or something that is no task: its code is older or newer.
    """
    try:
        found = import_string(path)
    except (Exception, SystemExit) as error:  # a module may raise anything when imported
        raise UnknownTask(f"No task at {path}: {error}") from error
    if not isinstance(found, Task):
        raise UnknownTask(f"{path} is no task.")
    return found


@lru_cache(maxsize=4096)
def task_as_enqueued(path: str, alias: str, queue: str, priority: int) -> "Task[Any, Any]":
    """Return the task as its enqueuer set it (validating it costs more than running a small one).

    Raises:
        UnknownTask: see `task_at`.
    """
    try:
        return task_at(path).using(backend=alias, queue_name=queue, priority=priority)
    except InvalidTask as error:
        raise UnknownTask(f"{path} as it was enqueued is not valid (any more): {error}") from error


def result_of(task_id: str, alias: str, queue: str, record: dict[str, bytes]) -> Result:
    """Return a stored task as Django's result.

    Raises:
        UnknownTask: see `task_at`.
    """
    payload = json.loads(record["p"])
    task = task_as_enqueued(payload["f"], alias, queue, int(record["pr"]))
    if run_after := payload.get("u"):
        task = task.using(run_after=datetime.fromisoformat(run_after))
    result: Result = TaskResult(
        task=task,
        id=task_id,
        status=TaskResultStatus(record.get("s", b"READY").decode()),
        enqueued_at=when(record["n"]),
        started_at=when(record.get("st")),
        finished_at=when(record.get("f")),
        last_attempted_at=when(record.get("la")),
        args=payload["a"],
        kwargs=payload["k"],
        backend=alias,
        errors=errors_of(record),
        worker_ids=record["w"].decode().split(",") if "w" in record else [],
    )
    if "r" in record:
        object.__setattr__(result, "_return_value", json.loads(record["r"]))
    return result


def errors_of(record: dict[str, bytes]) -> list[TaskError]:
    """Return the errors kept with a task, oldest first."""
    attempts = sorted(int(name[2:]) for name in record if name.startswith("e:"))
    kept = (json.loads(record[f"e:{attempt}"]) for attempt in attempts)
    return [TaskError(exception_class_path=one["c"], traceback=one["t"]) for one in kept]


def when(milliseconds: bytes | int | None) -> datetime | None:
    """Return a time of Redis' clock as an aware datetime in UTC."""
    return None if milliseconds is None else datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
