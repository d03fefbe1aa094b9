"""From a stored path to the task, set as its enqueuer had set it."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from django.tasks import Task
from django.tasks.exceptions import InvalidTask
from django.utils.module_loading import import_string

from leased_tasks.errors import UnknownTask, path_of_class
from leased_tasks.policy import RetryPolicy
from leased_tasks.tasks import LeasedTask

# What `using` may change and the worker must know; the rest has done its work at enqueue.
_FOR_THE_WORKER = ("retry", "timeout", "isolated")


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
def task_as_enqueued(
    path: str, alias: str, queue: str, priority: int, changed: str = ""
) -> "Task[Any, Any]":
    """Return the task as its enqueuer set it (validating it costs more than running a small one).

    Raises:
        UnknownTask: see `task_at`; or its settings are not allowed any more.
    """
    try:
        own = _own(json.loads(changed)) if changed else {}
        return task_at(path).using(backend=alias, queue_name=queue, priority=priority, **own)
    except (InvalidTask, TypeError, ValueError, ImportError) as error:
        raise UnknownTask(f"{path} as it was enqueued is not valid (any more): {error}") from error


def changed_by(task: "Task[Any, Any]") -> dict[str, Any]:
    """Return what differs from the task at its path, for the worker to know, as JSON holds it."""
    if not isinstance(task, LeasedTask):
        return {}
    try:
        plain = task_at(task.module_path)
    except UnknownTask:
        return {}  # the worker will say so
    found = {
        name: value
        for name in _FOR_THE_WORKER
        if (value := getattr(task, name)) != getattr(plain, name, None)
    }
    policy = found.get("retry")
    if isinstance(policy, RetryPolicy):
        never = [path_of_class(each) for each in policy.never]
        found["retry"] = asdict(policy) | {"never": never}
    return found


def _own(changed: Mapping[str, Any]) -> dict[str, Any]:
    own = dict(changed)
    if isinstance(policy := own.get("retry"), dict):
        never = tuple(import_string(path) for path in policy["never"])
        own["retry"] = RetryPolicy(**(policy | {"never": never}))
    return own
