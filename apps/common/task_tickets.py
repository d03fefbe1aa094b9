"""Who may ask about which background task."""

from typing import Any
from uuid import UUID

from django.tasks import TaskResult, TaskResultStatus, default_task_backend
from django.tasks.exceptions import TaskResultDoesNotExist

from apps.common.errors import NotFound
from apps.common.http.auth import Principal
from apps.common.models import TaskTicket


class NoSuchTask(NotFound):
    """No task of this id was started by this account."""

    code, title = "no-such-task", "No such task"


def remember_task(*, task_id: str, user_id: UUID) -> None:
    """Note who started a task, so that they may follow it."""
    TaskTicket.objects.create(task_id=task_id, user_id=user_id)


def task_for(*, task_id: str, asked_by: Principal) -> dict[str, Any]:
    """Return the state of a task that `asked_by` started; staff see all.

    Raises:
        NoSuchTask: unknown, forgotten by the backend, or another account's.
    """
    mine = TaskTicket.objects.filter(task_id=task_id, user_id=asked_by.id)
    if not asked_by.is_staff and not mine.exists():
        raise NoSuchTask
    try:
        return _state(default_task_backend.get_result(task_id))
    except TaskResultDoesNotExist as error:
        raise NoSuchTask from error


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
