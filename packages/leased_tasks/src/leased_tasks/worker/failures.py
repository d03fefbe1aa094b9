"""Tasks that failed for good, as they are told to whoever wants to know."""

import json
from dataclasses import dataclass

from leased_tasks.errors import WorkerLost, path_of_class
from leased_tasks.operations import Ending


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed task without its arguments and its traceback: they may hold personal data."""

    queue: str
    task_id: str
    path: str
    error: str
    attempts: int


def failure_of(queue: str, ending: Ending) -> Failure:
    """Return the failure behind an ending that is one."""
    error = json.loads(ending.body)["c"]
    return Failure(queue, ending.lease.id, ending.path, error, ending.lease.attempt)


def failure_of_lost(queue: str, task_id: str, attempts: int, payload: bytes) -> Failure:
    """Return the failure of a task that was given up because too many workers died with it."""
    try:
        path = str(json.loads(payload)["f"])
    except (ValueError, KeyError, TypeError):
        path = "?"
    return Failure(queue, task_id, path, path_of_class(WorkerLost), attempts)
