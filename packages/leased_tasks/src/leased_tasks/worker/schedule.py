"""Firing `TASKS_SCHEDULE`: once per tick, however many workers look at the clock."""

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.tasks import Task
from django.tasks.exceptions import InvalidTask
from django.utils.json import normalize_json

from leased_tasks import operations
from leased_tasks.backend import LeasedTasksBackend
from leased_tasks.cron import EPOCH, Cron, Every, Schedule
from leased_tasks.entries import entry_of
from leased_tasks.errors import Unavailable, UnknownTask
from leased_tasks.lookup import task_at
from leased_tasks.shapes import dict_of
from leased_tasks.worker.worker import Worker

logger = logging.getLogger("leased_tasks")

_NAMES = {"task", "every", "cron", "timezone", "args", "kwargs", "queue_name", "priority"}


@dataclass
class Scheduled:
    """One line of the schedule, and its next tick as this worker knows it."""

    name: str
    task: "Task[Any, Any]"
    backend: LeasedTasksBackend
    schedule: Schedule
    args: list[Any]
    kwargs: dict[str, Any]
    due: datetime = EPOCH

    def fire(self, now: datetime) -> bool:
        """Enqueue for the newest tick, unless another worker has; True if this one did.

        The tick is compared and noted where the task is added, in one script, so a crash loses
        neither. After a time without workers, one tick is made up for. A name that Redis sees
        for the first time begins with its next tick.

        Raises:
            Unavailable: Redis did not answer; the tick stays due.
        """
        tick = self.schedule.latest(now)
        backend = self.backend
        result = backend.ready(self.task, self.args, self.kwargs)
        entry = entry_of(result, backend.settings, cn=self.name, ct=round(tick.timestamp() * 1000))
        call = operations.enqueue(backend.keys(self.task.queue_name), [entry])
        fired = backend.connection.run(call).ids[0] == result.id
        self.due = self.schedule.following(now)
        return fired


def read_schedule() -> list[Scheduled]:
    """Read `TASKS_SCHEDULE`.

    Raises:
        ImproperlyConfigured: names the line that cannot be read, and why.
    """
    found = []
    for name, line in dict_of("TASKS_SCHEDULE").items():
        try:
            found.append(_scheduled(name, line))
        except (ValueError, TypeError, UnknownTask, InvalidTask) as error:
            raise ImproperlyConfigured(f"TASKS_SCHEDULE[{name!r}]: {error}") from error
    return found


def _scheduled(name: str, line: Mapping[str, Any]) -> Scheduled:
    _check_kinds(line)
    if unknown := set(line) - _NAMES:
        raise ValueError(f"unknown {', '.join(sorted(unknown))}")
    if "task" not in line or ("every" in line) == ("cron" in line):
        raise ValueError("needs a task, and either every (seconds) or cron")
    schedule: Schedule = (
        Every(line["every"])
        if "every" in line
        else Cron.parse(line["cron"], line.get("timezone", settings.TIME_ZONE))
    )
    task = task_at(line["task"]).using(
        queue_name=line.get("queue_name"), priority=line.get("priority")
    )
    backend = task.get_backend()
    if not isinstance(backend, LeasedTasksBackend):
        raise InvalidTask(f"{line['task']} belongs to another kind of backend")
    given: Any = normalize_json([line.get("args", []), line.get("kwargs", {})])
    return Scheduled(name, task, backend, schedule, *given)


def _check_kinds(line: object) -> None:
    if not isinstance(line, Mapping):
        raise ValueError(f"must be a dict, not {line!r}")  # noqa: TRY004 -- a setting's value
    for word in ("task", "cron", "timezone"):
        if not isinstance(line.get(word, ""), str):
            raise ValueError(f"{word} must be a text")  # noqa: TRY004
    if not isinstance(line.get("args", []), (list, tuple)):
        raise ValueError("args must be a list")  # noqa: TRY004
    if not isinstance(line.get("kwargs", {}), Mapping):
        raise ValueError("kwargs must be a dict")  # noqa: TRY004


class Clockwork:
    """Looks once a second, by Redis' clock, which lines are due."""

    def __init__(self, lines: list[Scheduled]) -> None:
        self._lines = lines

    async def __call__(self, worker: Worker) -> None:
        """Fire what is due; what cannot be fired stays due."""
        if not any(source.fetched_at for source in worker.sources):
            return  # no answer yet, so Redis' clock is unknown: a tick of ours may lie hours ahead
        now = datetime.fromtimestamp(time.time() + worker.clock_ahead, UTC)
        for line in self._lines:
            if line.due > now:
                continue
            try:
                fired = await asyncio.to_thread(line.fire, now)
            except Unavailable as error:
                logger.warning(
                    "tasks.tick_late", extra={"schedule": line.name, "error": str(error)}
                )
                continue
            except Exception:  # the other lines have ticks too, and this one comes again
                logger.exception("tasks.tick_failed", extra={"schedule": line.name})
                continue
            if fired:
                logger.info("tasks.tick", extra={"schedule": line.name})
