"""Who may ask about which background task."""

from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.tasks import TaskResult, TaskResultStatus
from django.tasks.exceptions import TaskResultDoesNotExist
from leased_tasks.errors import Unavailable

from apps.common import reads
from apps.common.db import Named, Prepared
from apps.common.errors import NotFound, NotNow
from apps.common.http.auth import Principal
from apps.common.models import TaskTicket
from apps.common.task_queues import backends_for


class NoSuchTask(NotFound):
    """No task of this id was started by this account."""

    code, title = "no-such-task", "No such task"


class TasksUnavailable(NotNow):
    """The store of background tasks does not answer; ask again soon."""

    code, title = "tasks-unavailable", "Tasks cannot be started or looked up now"


def remember_task(*, task_id: str, user_id: UUID) -> None:
    """Note who started a task, so that they may follow it."""
    TaskTicket.objects.create(task_id=task_id, user_id=user_id)


_TICKET: Prepared[Any] = Prepared(
    lambda: TaskTicket.objects.filter(
        task_id=Named("task_id"), user_id=Named("user_id")
    ).values_list("pk")
)


async def task_for(*, task_id: str, asked_by: Principal) -> dict[str, Any]:
    """Return the state of a task that `asked_by` started; staff see all.

    The ticket is read on the pool; the state is Redis's, whose client here is sync: a thread hop.

    Raises:
        NoSuchTask: unknown, forgotten by the backend, or another account's.
        TasksUnavailable: the backend is away.
    """
    if not asked_by.is_staff:
        ticket = await reads.first(_TICKET, task_id=task_id, user_id=asked_by.id)
        if ticket is None:
            raise NoSuchTask
    return _state(await sync_to_async(_result)(task_id))


def _result(task_id: str) -> "TaskResult[Any, Any]":
    for backend in backends_for(task_id):
        try:
            return backend.get_result(task_id)
        except TaskResultDoesNotExist:
            continue
        except Unavailable as error:
            raise TasksUnavailable from error
    raise NoSuchTask


def _state(result: "TaskResult[Any, Any]") -> dict[str, Any]:
    succeeded = result.status == TaskResultStatus.SUCCESSFUL
    return {
        "id": result.id,
        "status": result.status.value,
        "attempts": result.attempts,
        "enqueued_at": result.enqueued_at,
        "started_at": result.started_at,
        "finished_at": result.finished_at,
        "result": result.return_value if succeeded else None,
        "error": result.errors[-1].exception_class_path if result.errors else None,
    }
