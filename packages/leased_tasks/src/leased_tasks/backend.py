"""The backend for Django's `TASKS` setting."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from django.core.checks import CheckMessage
from django.tasks import Task
from django.tasks.exceptions import InvalidTask, TaskResultDoesNotExist
from django.tasks.signals import task_enqueued

from leased_tasks import operations
from leased_tasks.checks import check_settings
from leased_tasks.connections import Connection, shared
from leased_tasks.enqueueing import EnqueueingBackend
from leased_tasks.entries import Entry, Result, entry_of
from leased_tasks.errors import UnknownTask
from leased_tasks.ids import is_queue_name, queue_of
from leased_tasks.keys import QueueKeys
from leased_tasks.options import Options
from leased_tasks.results import result_of, when
from leased_tasks.tasks import LeasedTask

logger = logging.getLogger("leased_tasks")


class LeasedTasksBackend(EnqueueingBackend):
    """Django Tasks on Redis: leases with fencing, retries, priorities, results.

    Enqueue is one round trip. Inside `transaction.atomic()` it waits for the commit, unless the
    option or the task's `on_commit` says otherwise; the result's id is known at once either way.
    """

    def __init__(self, alias: str, params: Mapping[str, Any]) -> None:
        """Keep the settings; nothing is read or reached before the first use."""
        self._declared: object = params.get("QUEUES", ["default"])
        readable = isinstance(self._declared, (list, tuple, set, frozenset))
        super().__init__(alias, dict(params) if readable else {**params, "QUEUES": []})

    @cached_property
    def settings(self) -> Options:
        """The options, read.

        Raises:
            ImproperlyConfigured: one of them is unknown or contradicts another.
        """
        return Options.parse(self.options)

    @cached_property
    def connection(self) -> Connection:
        """This process's way to Redis."""
        return shared(self.settings, self.alias)

    def keys(self, queue: str) -> QueueKeys:
        """Return the names of a queue's keys."""
        return QueueKeys(self.settings.prefix, self.alias, queue)

    def validate_task(self, task: "Task[Any, Any]") -> None:
        """Refuse what cannot run here, and queue names that would not fit into an id.

        Raises:
            InvalidTask: see Django's own reasons; or the queue's name is not allowed.
        """
        if isinstance(task.priority, bool) or not isinstance(task.priority, int):
            raise InvalidTask(f"priority must be a whole number, not {task.priority!r}.")
        if not (task.run_after is None or isinstance(task.run_after, datetime)):
            raise InvalidTask(f"run_after must be an aware datetime, not {task.run_after!r}.")
        super().validate_task(task)
        if not is_queue_name(task.queue_name):
            raise InvalidTask(f"Queue name {task.queue_name!r}: at most 30 of A-Z a-z 0-9 _ . -")
        if isinstance(task, LeasedTask) and (fault := task.fault):
            raise InvalidTask(fault)

    def prepared(self, task: "Task[Any, Any]", results: Sequence[Result]) -> Callable[[], None]:
        """Return what adds these tasks in one round trip: all of them or none.

        Raises:
            PayloadTooLarge: the arguments of one are.
        """
        entries = [entry_of(result, self.settings) for result in results]
        return partial(self._send_now, task, results, entries)

    def _send_now(
        self, task: "Task[Any, Any]", results: Sequence[Result], entries: Sequence[Entry]
    ) -> None:
        answer = self.connection.run(operations.enqueue(self.keys(task.queue_name), entries))
        moment = when(answer.now)
        for result, known_as in zip(results, answer.ids, strict=True):
            object.__setattr__(result, "enqueued_at", moment)
            if known_as != result.id:
                self._become(result, known_as)
                continue
            task_enqueued.send(type(self), task_result=result)

    def _become(self, result: Result, known_as: str) -> None:
        """Turn the result of a repeated call into that of the call which came first."""
        object.__setattr__(result, "id", known_as)
        try:
            result.refresh()
            first = self.get_result(known_as)
        except TaskResultDoesNotExist:
            logger.debug("The first call's result is gone by now", extra={"id": known_as})
            return
        object.__setattr__(result, "args", first.args)
        object.__setattr__(result, "kwargs", first.kwargs)

    def get_result(self, result_id: str) -> Result:
        """Return what is known of a task.

        Raises:
            TaskResultDoesNotExist: nothing is: no id of ours, or its time to live is over, or
                its code is gone.
            Unavailable: Redis did not answer in time.
        """
        queue = queue_of(result_id)
        record = queue and self.connection.run(operations.read(self.keys(queue), result_id))
        if not queue or not record or "p" not in record:
            raise TaskResultDoesNotExist(result_id)
        try:
            return result_of(result_id, self.alias, queue, record)
        except UnknownTask as error:
            raise TaskResultDoesNotExist(result_id) from error

    def cancel(self, result_id: str) -> bool:
        """End a task as FAILED (`Cancelled`); a running coroutine is stopped within a heartbeat.

        False if it is finished or unknown. A running function goes on, but its result is refused.
        """
        queue = queue_of(result_id)
        if not queue:
            return False
        return self.connection.run(operations.cancel(self.keys(queue), result_id, self.settings))

    def requeue(self, result_id: str) -> bool:
        """Run a failed task anew, or a delayed one now; False if it is neither."""
        queue = queue_of(result_id)
        return bool(queue) and self.connection.run(
            operations.requeue(self.keys(str(queue)), result_id)
        )

    def pause(self, queue: str, *, paused: bool = True) -> None:
        """Stop handing out a queue's tasks, or go on."""
        self.connection.run(operations.pause(self.keys(queue), paused=paused))

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Report wrong settings to Django's system checks; see `checks` for those of servers."""
        return check_settings(self.alias, self._declared, self.options)
