"""The backend for Django's `TASKS` setting that hands tasks to Celery."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from typing import Any

from celery import Celery
from celery.exceptions import CeleryError, OperationalError
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.tasks import Task
from django.tasks.exceptions import TaskResultDoesNotExist
from django.tasks.signals import task_enqueued
from django.utils import timezone
from redis.exceptions import RedisError

from leased_tasks import context
from leased_tasks.celery.application import TASK_NAME, app_for, level_of
from leased_tasks.celery.options import CeleryOptions
from leased_tasks.celery.records import Record, Records
from leased_tasks.celery.running import leg
from leased_tasks.enqueueing import EnqueueingBackend
from leased_tasks.entries import Result
from leased_tasks.errors import Unavailable, UnknownTask
from leased_tasks.tasks import LeasedTask

logger = logging.getLogger("leased_tasks")
_NOT_KEPT = ("unique", "idempotency_key", "rate_limit", "concurrency", "isolated")
_AWAY = (OperationalError, CeleryError, RedisError, OSError)


class CeleryBackend(EnqueueingBackend):
    """Django Tasks on Celery with a Redis broker: a drop-in for `LeasedTasksBackend`.

    `retry`, `timeout` and `on_commit` of a task hold here too; its limits and its keys do not.
    """

    def __init__(self, alias: str, params: Mapping[str, Any]) -> None:
        """Keep the settings; nothing is read or reached before the first use."""
        super().__init__(alias, dict(params))

    @cached_property
    def settings(self) -> CeleryOptions:
        """The options, read.

        Raises:
            ImproperlyConfigured: one of them is unknown, or the broker is no Redis.
        """
        return CeleryOptions.read(self.alias, self.options)

    @property
    def app(self) -> Celery:
        """The Celery app that enqueues; it gives up early, as a request shall not hang."""
        return app_for(self.settings)

    def validate_task(self, task: "Task[Any, Any]") -> None:
        """Refuse what cannot run here, and say which extras of a task Celery will not keep.

        Raises:
            InvalidTask: see Django's own reasons.
        """
        super().validate_task(task)
        extras = tuple(name for name in _NOT_KEPT if getattr(task, name, None))
        if extras:
            _warn(task.module_path, extras)

    def prepared(self, task: "Task[Any, Any]", results: Sequence[Result]) -> Callable[[], None]:
        """Return what writes the records and sends the messages."""
        records = [_record_of(result) for result in results]

        def send() -> None:
            for result, record in zip(results, records, strict=True):
                self._send_one(result, record)

        return send

    def _send_one(self, result: Result, record: Record) -> None:
        enqueued_at = timezone.now()
        record.enqueued_at = enqueued_at.isoformat()
        app = self.app
        with _unavailable():
            Records(app).put(record)
            app.tasks[TASK_NAME].apply_async(
                [record.text()],
                task_id=record.id,
                queue=record.queue,
                priority=level_of(record.priority),
                countdown=leg(app, record.due) or None,
                soft_time_limit=_timeout_of(result),
                argsrepr=record.task,
            )
        object.__setattr__(result, "enqueued_at", enqueued_at)
        task_enqueued.send(type(self), task_result=result)

    def get_result(self, result_id: str) -> Result:
        """Return what is known of a task.

        Raises:
            TaskResultDoesNotExist: nothing is: we never wrote a record of it, it is over its time
                to live, or its code is gone.
            Unavailable: the result backend did not answer in time.
        """
        with _unavailable():
            record = Records(self.app).get(result_id)
        if record is None:
            raise TaskResultDoesNotExist(result_id)
        try:
            return record.result()
        except UnknownTask as error:
            raise TaskResultDoesNotExist(result_id) from error

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Report wrong options."""
        try:
            CeleryOptions.read(self.alias, self.options)
        except ImproperlyConfigured as error:
            return [checks.Error(str(error), obj=self, id="leased_tasks.celery.E001")]
        return []


@cache
def _warn(path: str, extras: tuple[str, ...]) -> None:
    logger.warning("%s: Celery does not keep %s", path, ", ".join(extras))


def _record_of(result: Result) -> Record:
    task = result.task
    return Record(
        id=result.id,
        task=task.module_path,
        backend=result.backend,
        queue=task.queue_name,
        priority=task.priority,
        args=result.args,
        kwargs=result.kwargs,
        run_after=task.run_after.isoformat() if task.run_after else None,
        due=task.run_after.timestamp() if task.run_after else 0.0,
        carried=context.capture(),
    )


def _timeout_of(result: Result) -> float | None:
    return result.task.timeout if isinstance(result.task, LeasedTask) else None


@contextmanager
def _unavailable() -> Iterator[None]:
    try:
        yield
    except _AWAY as error:
        raise Unavailable(f"Celery's broker or result backend: {error}") from error
