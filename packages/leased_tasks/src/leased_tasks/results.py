"""From Redis back to Django's objects: the task, its result, its errors."""

import json
from datetime import UTC, datetime

from django.tasks import TaskResult, TaskResultStatus
from django.tasks.base import TaskError

from leased_tasks.entries import Result
from leased_tasks.lookup import task_as_enqueued


def result_of(task_id: str, alias: str, queue: str, record: dict[str, bytes]) -> Result:
    """Return a stored task as Django's result.

    Raises:
        UnknownTask: see `task_at`.
    """
    payload = json.loads(record["p"])
    task = task_as_enqueued(payload["f"], alias, queue, int(record["pr"]), payload.get("o", ""))
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
