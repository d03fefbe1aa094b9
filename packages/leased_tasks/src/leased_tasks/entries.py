"""What is written to Redis when a task is enqueued."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.tasks import Task, TaskResult

from leased_tasks import context
from leased_tasks.errors import PayloadTooLarge
from leased_tasks.limits import key_of
from leased_tasks.lookup import changed_by
from leased_tasks.options import Options
from leased_tasks.tasks import LeasedTask

type Result = "TaskResult[Any, Any]"


@dataclass(frozen=True, slots=True)
class Entry:
    """One task on its way into a queue. `run_after` is in ms since 1970, 0 for at once."""

    id: str
    payload: str
    priority: int
    run_after: int = 0
    extra: str = ""


def encode(value: Any) -> str:
    """Return compact JSON; it is never read inside Redis, so numbers keep all their digits."""
    return json.dumps(value, separators=(",", ":"))


def entry_of(result: Result, options: Options, **extra: Any) -> Entry:
    """Return the entry for a task that is READY.

    Raises:
        PayloadTooLarge: path and arguments take more than `max_payload` bytes.
    """
    task = result.task
    payload: dict[str, Any] = {"f": task.module_path, "a": result.args, "k": result.kwargs}
    if carried := context.capture():
        payload["c"] = carried
    if changed := changed_by(task):
        payload["o"] = encode(changed)
    if task.run_after:
        payload["u"] = task.run_after.isoformat()
    text = encode(payload)
    if len(text) > options.max_payload:
        raise PayloadTooLarge(
            f"{task.module_path}: arguments of {len(text)} bytes, at most {options.max_payload}. "
            "Give the task an id and let it read the rest."
        )
    if isinstance(task, LeasedTask):
        extra |= _extras(task, result, options)
    return Entry(
        id=result.id,
        payload=text,
        priority=int(task.priority),
        run_after=round(task.run_after.timestamp() * 1000) if task.run_after else 0,
        extra=encode(extra) if extra else "",
    )


def _extras(task: LeasedTask, result: Result, options: Options) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    name, args, kwargs = task.module_path, result.args, result.kwargs
    if task.idempotency_key is not None:
        own = task.idempotency_window
        window = options.idempotency_window if own is None else own
        key = key_of(task.idempotency_key, name, args, kwargs)
        extra |= {"ik": key, "iw": round(window * 1000)}
    if task.unique is True:
        extra["uq"] = f"{name}:{_digest(args, kwargs)}"
    elif task.unique is not False:
        extra["uq"] = key_of(task.unique, name, args, kwargs)
    if limit := task.concurrency:
        extra |= {"ck": key_of(limit.key, name, args, kwargs), "cl": limit.limit}
    if rate := task.rate_limit:
        extra["rk"] = key_of(rate.key, name, args, kwargs)
        extra |= {"rr": rate.per_second, "rb": rate.burst or rate.count}
    return extra


def _digest(args: list[Any], kwargs: Mapping[str, Any]) -> str:
    text = json.dumps([args, kwargs], sort_keys=True)
    return sha256(text.encode()).hexdigest()[:32]


def is_late(task: "Task[Any, Any]", default: bool) -> bool:  # noqa: FBT001 -- one option's value
    """Whether the task is to be sent after the commit of the transaction around it."""
    own = task.on_commit if isinstance(task, LeasedTask) else None
    return default if own is None else own
