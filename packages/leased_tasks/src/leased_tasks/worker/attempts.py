"""One attempt at one task: from what Redis holds to Django's objects, and to its ending."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from traceback import format_exception
from typing import Any

from django.tasks import Task, TaskContext, TaskResult, TaskResultStatus
from django.tasks.base import TaskError
from django.utils.json import normalize_json

from leased_tasks.entries import Result, encode
from leased_tasks.errors import PermanentError, UnstorableResult
from leased_tasks.lookup import task_as_enqueued
from leased_tasks.operations import Ending, Lease, error_text
from leased_tasks.policy import RetryPolicy
from leased_tasks.results import when
from leased_tasks.tasks import LeasedTask
from leased_tasks.worker.sources import Source


class UnreadablePayload(PermanentError):
    """What stands in Redis for this task is not what this package writes."""


@dataclass(eq=False, slots=True)
class Attempt:
    """A lease on its way through the worker.

    Attributes:
        result: as the task and the signals see it; RUNNING until it has ended.
        began: monotonic seconds; infinite while a function waits for its thread.
        warned: what was said of this one already, so that it is not said again.
        given_up: the lease was lost or the task cancelled; nobody waits for its ending.
    """

    lease: Lease
    source: Source
    path: str
    carried: dict[str, str]
    result: Result
    began: float
    warned: set[str] = field(default_factory=set)
    given_up: bool = False

    @property
    def task(self) -> "Task[Any, Any]":
        """The task as it was enqueued."""
        return self.result.task

    @property
    def timeout(self) -> float | None:
        """Seconds this run may take."""
        return self.task.timeout if isinstance(self.task, LeasedTask) else None


def begin(lease: Lease, source: Source) -> Attempt:
    """Return the attempt, its task found and its arguments read.

    Raises:
        UnreadablePayload: the stored text is not ours.
        UnknownTask: there is no such task in this code.
    """
    path, payload = read_payload(lease)
    result = running_result(lease, path, payload, source.backend.alias, source.queue)
    return Attempt(lease, source, path, payload.get("c", {}), result, monotonic())


def running_result(
    lease: Lease, path: str, payload: dict[str, Any], alias: str, queue: str
) -> Result:
    """Return the result as the task sees it while it runs; raises as `begin` does."""
    return TaskResult(
        task=task_as_enqueued(path, alias, queue, lease.priority, payload.get("o", "")),
        id=lease.id,
        status=TaskResultStatus.RUNNING,
        enqueued_at=when(lease.enqueued),
        started_at=when(lease.started),
        finished_at=None,
        last_attempted_at=datetime.now(UTC),
        args=payload["a"],
        kwargs=payload["k"],
        backend=alias,
        errors=earlier_errors(lease),
        worker_ids=lease.workers.split(","),
    )


def earlier_errors(lease: Lease) -> list[TaskError]:
    """Return the newest errors of the attempts before this one, oldest first."""
    if not lease.errors:
        return []
    return [
        TaskError(exception_class_path=one["c"], traceback=one["t"])
        for one in json.loads(lease.errors)
    ]


def arguments_for(result: Result) -> list[Any]:
    """Return what the function gets before its keyword arguments."""
    if result.task.takes_context:
        return [TaskContext(task_result=result), *result.args]
    return result.args


def read_payload(lease: Lease) -> tuple[str, dict[str, Any]]:
    """Return the task's path and what else was stored at enqueue.

    Raises:
        UnreadablePayload: it is not what this package writes.
    """
    try:
        payload = json.loads(lease.payload)
        path, args, kwargs = payload["f"], payload["a"], payload["k"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadablePayload(f"{lease.id}: {error}") from error
    if not (isinstance(path, str) and isinstance(args, list) and isinstance(kwargs, dict)):
        raise UnreadablePayload(f"{lease.id}: no path, list and mapping")
    return path, payload


def path_of(lease: Lease) -> str:
    """Return the task's path for people; `?` if it cannot be read."""
    try:
        return str(read_payload(lease)[0])
    except UnreadablePayload:
        return "?"


def succeed(attempt: Attempt, value: Any) -> Ending:
    """Note the return value, and return the ending.

    Raises:
        UnstorableResult: JSON cannot hold the value, or it is too large.
    """
    result = attempt.result
    normal, text = as_json(value)
    largest = attempt.source.backend.settings.max_payload
    if len(text) > largest:
        raise UnstorableResult(f"The result takes {len(text)} bytes, at most {largest}.")
    ending = Ending(attempt.lease, "S", attempt.path, text)
    object.__setattr__(result, "_return_value", normal)
    object.__setattr__(result, "finished_at", datetime.now(UTC))
    object.__setattr__(result, "status", TaskResultStatus.SUCCESSFUL)
    return ending


def as_json(value: Any) -> tuple[Any, str]:
    """Return a task's return value as JSON holds it, and its text.

    Raises:
        UnstorableResult: JSON cannot hold it.
    """
    try:
        normal = normalize_json(value)
        return normal, encode(normal)
    except (TypeError, ValueError, RecursionError) as error:
        raise UnstorableResult(str(error)) from error


def fail(attempt: Attempt, error: BaseException) -> Ending:
    """Note the error, and return the ending: again later, or failed for good."""
    ending = ending_of_error(attempt.lease, attempt.path, attempt.task, error)
    result = attempt.result
    text = json.loads(ending.body)
    result.errors.append(TaskError(exception_class_path=text["c"], traceback=text["t"]))
    if ending.verdict == "F":
        object.__setattr__(result, "finished_at", datetime.now(UTC))
        object.__setattr__(result, "status", TaskResultStatus.FAILED)
    else:
        object.__setattr__(result, "status", TaskResultStatus.READY)
    return ending


def ending_of_error(
    lease: Lease, path: str, task: "Task[Any, Any] | None", error: BaseException
) -> Ending:
    """Return what the task's policy says to an error; `task` is None if its code is missing."""
    policy = RetryPolicy.of(task.retry if isinstance(task, LeasedTask) else None)
    body = error_text(type(error), "".join(format_exception(error)))
    wait = policy.wait(error, lease.failures + 1)
    if wait is None:
        return Ending(lease, "F", path, body)
    return Ending(lease, "R", path, body, wait)
