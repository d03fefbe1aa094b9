"""What every backend of this package does alike: making results, waiting for the commit."""

import logging
from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import batched
from typing import Any, Protocol

from django.db import transaction
from django.tasks import Task, TaskResult, TaskResultStatus
from django.tasks.backends.base import BaseTaskBackend

from leased_tasks.entries import Result, is_late
from leased_tasks.ids import new_task_id
from leased_tasks.tasks import LeasedTask

logger = logging.getLogger("leased_tasks")

# Redis does nothing else while a script runs: some 5 ms for so many tasks.
_BATCH = 500


class CommitOptions(Protocol):
    """The options that say what waits for which transaction."""

    @property
    def on_commit(self) -> bool:
        """Whether to send after the commit."""

    @property
    def database(self) -> str:
        """The alias of the database whose commit counts."""


class EnqueueingBackend(BaseTaskBackend):
    """A backend that can all that Django's tasks can, and sends after the commit.

    Inside `transaction.atomic()` an enqueue waits for the commit, unless the option or the
    task's `on_commit` says otherwise; the result's id is known at once either way.
    """

    task_class = LeasedTask
    supports_defer = True
    supports_async_task = True
    supports_get_result = True
    supports_priority = True

    @property
    @abstractmethod
    def settings(self) -> CommitOptions:
        """The options, read."""

    @abstractmethod
    def prepared(self, task: "Task[Any, Any]", results: Sequence[Result]) -> Callable[[], None]:
        """Return what sends these results of a task; what cannot be sent is refused now.

        It sets `enqueued_at` and sends Django's signal.
        """

    def enqueue(
        self, task: "Task[Any, Any]", args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> Result:
        """Add a task; after the commit if a transaction is open.

        A task whose idempotency or unique key is taken is not added: the one that holds the key
        is returned.

        Raises:
            InvalidTask: the task does not fit this backend.
            PayloadTooLarge: the arguments are too large.
            Unavailable: Redis did not answer in time (never after a commit: that is logged).
        """
        return self.enqueue_many(task, [(args, kwargs)])[0]

    def enqueue_many(
        self,
        task: "Task[Any, Any]",
        calls: Iterable[tuple[Sequence[Any], Mapping[str, Any]]],
    ) -> list[Result]:
        """Add one task many times; `calls` are pairs of args and kwargs.

        Raises:
            InvalidTask, PayloadTooLarge, Unavailable: see `enqueue`. What was sent before
                stays: batches of 500 on our own engine, single tasks on Celery.
        """
        self.validate_task(task)
        results = [self.ready(task, args, kwargs) for args, kwargs in calls]
        for batch in batched(results, _BATCH):
            self._send(task, batch)
        return results

    def ready(
        self, task: "Task[Any, Any]", args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> Result:
        """Return the result of a call that is not sent yet, under a new id."""
        return TaskResult(
            task=task,
            id=new_task_id(task.queue_name),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )

    def _send(self, task: "Task[Any, Any]", results: Sequence[Result]) -> None:
        send, database = self.prepared(task, results), self.settings.database
        late = is_late(task, default=self.settings.on_commit)
        if late and transaction.get_connection(database).in_atomic_block:
            transaction.on_commit(lambda: _send_late(send, results), using=database)
        else:
            send()


def _send_late(send: Callable[[], None], results: Sequence[Result]) -> None:
    """Send after the commit. What is committed must not look failed: errors are only logged.

    Work that may not be lost with Redis goes through an outbox in the same transaction.
    """
    try:
        send()
    except Exception:
        ids = [result.id for result in results]
        path = results[0].task.module_path
        logger.exception("tasks.lost_after_commit", extra={"path": path, "ids": ids})
