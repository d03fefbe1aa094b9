"""The one Celery task: finds the Django task of a message, runs it, writes down how it went."""

import logging
import os
import time
from asyncio import CancelledError
from contextlib import suppress
from traceback import format_exception
from typing import Any

from celery import Task as CeleryTask
from celery.exceptions import SoftTimeLimitExceeded
from django.tasks import TaskResultStatus, task_backends
from django.tasks.signals import task_finished, task_started
from django.utils.json import normalize_json

from leased_tasks import context
from leased_tasks.celery.records import Record, Records
from leased_tasks.errors import TaskTimeout, UnknownTask, WorkerLost
from leased_tasks.policy import RetryPolicy
from leased_tasks.tasks import LeasedTask
from leased_tasks.worker.attempts import arguments_for

log = logging.getLogger(__name__)


def run(self: CeleryTask, text: str) -> None:
    """Run what the record in the message says, if it is not done and its time has come.

    A copy of a finished task (Celery may deliver one twice) ends here. A task that is due later
    than Celery may hold a message goes back to the queue for the next leg of its way.
    """
    records = Records(self.app)
    record = records.get(self.request.id) or Record.read(text)
    if record.is_finished:
        log.info("Task id=%s is finished already; this was a second delivery", record.id)
        return
    if record.due > time.time():
        records.put(record)  # so that it does not expire on the way
        raise self.retry(countdown=leg(self.app, record.due))
    with context.restored(record.carried):
        _Attempt(self, records, record).make()


def leg(app: Any, due: float) -> float:
    """Return the seconds that a message may wait in a worker: half of Celery's patience at most."""
    patience: float = app.conf.broker_transport_options["visibility_timeout"]
    return max(0.0, min(due - time.time(), patience / 2))


class _Attempt:
    def __init__(self, message: CeleryTask, records: Records, record: Record) -> None:
        self.message = message
        self.records = records
        self.record = record
        self.backend: Any = task_backends[record.backend]

    def make(self) -> None:
        self.record.begin(f"{self.message.request.hostname}/{os.getpid()}")
        if self.record.losses > self.backend.settings.max_losses:
            self._give_up(WorkerLost(f"{self.record.losses} workers did not come back from it"))
            return
        self.records.put(self.record)
        try:
            value = self._call()
        except (Exception, CancelledError) as error:  # noqa: BLE001 -- all are judged
            self._failed(error)
        else:
            self.record.finish(TaskResultStatus.SUCCESSFUL, value)
            self._end()

    def _call(self) -> Any:
        result = self.record.result()
        task_started.send(sender=type(self.backend), task_result=result)
        try:
            value = result.task.call(*arguments_for(result), **result.kwargs)
        except SoftTimeLimitExceeded as error:
            raise TaskTimeout("it ran longer than its timeout") from error
        return normalize_json(value)

    def _failed(self, error: BaseException) -> None:
        self.record.failures += 1
        wait = self._policy().wait(error, self.record.failures)
        if wait is None:
            self._give_up(error)
            return
        self.record.note(error, "".join(format_exception(error)))
        self.record.wait(time.time() + wait)
        if self._is_mine():
            self.records.put(self.record)
            raise self.message.retry(exc=error, countdown=leg(self.message.app, self.record.due))

    def _give_up(self, error: BaseException) -> None:
        self.record.note(error, "".join(format_exception(error)))
        self.record.finish(TaskResultStatus.FAILED)
        self._end()
        if isinstance(error, Exception):  # any other would end the worker's process
            raise error  # so that Celery, its log and its monitors know as well

    def _end(self) -> None:
        if self._is_mine():
            self.records.put(self.record)
            with suppress(UnknownTask):  # then there is nothing to tell the signal's receivers
                task_finished.send(sender=type(self.backend), task_result=self.record.result())

    def _policy(self) -> RetryPolicy:
        try:
            task = self.record.task_object()
        except UnknownTask:  # a deploy may be on its way
            return RetryPolicy.from_settings()
        return RetryPolicy.of(task.retry if isinstance(task, LeasedTask) else None)

    def _is_mine(self) -> bool:
        """Whether no other worker has begun it meanwhile. Read, then written: not atomic."""
        known = self.records.get(self.record.id)
        if known is None or known.attempt <= self.record.attempt:
            return True
        log.warning("Task id=%s was another worker's by then; its end is dropped", self.record.id)
        return False
