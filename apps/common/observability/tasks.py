"""One log line a task, from Django's own signal, whatever backend runs it."""

from typing import Any

from django.tasks import TaskResult, TaskResultStatus
from django.tasks.signals import task_finished

from apps.common.observability.logs import logger

log = logger(__name__)


def log_tasks() -> None:
    """Begin to log; called once at start."""
    task_finished.connect(_line, dispatch_uid="fashionistar.task-line")


def _line(task_result: "TaskResult[Any, Any]", **_: Any) -> None:
    failed = task_result.status == TaskResultStatus.FAILED
    started, finished = task_result.started_at, task_result.finished_at
    facts: dict[str, Any] = {
        "action": task_result.task.module_path,
        "task_id": task_result.id,
        "status": task_result.status.value,
        "attempt": task_result.attempts,
        "ms": round((finished - started).total_seconds() * 1000, 1)
        if started and finished
        else None,
    }
    if failed and task_result.errors:
        facts["error"] = task_result.errors[-1].exception_class_path
        facts["exception"] = task_result.errors[-1].traceback
    (log.error if failed else log.info)("task", **facts)


# It only writes a line, so the worker may call it on its event loop.
_line.is_loop_safe = True  # type: ignore[attr-defined]  # functions take attributes
