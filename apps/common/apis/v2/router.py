"""How far a background task is."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Path, Router, Schema

from apps.common.http.auth import SignedIn
from apps.common.task_tickets import task_for

router = Router(tags=["tasks"])
TaskId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_.-]{8,64}$")]


class TaskOut(Schema):
    """The state of a task; `result` only once it succeeded."""

    id: str
    status: str
    attempts: int
    enqueued_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    result: Any = None
    error: str | None = None


@router.get("/tasks/{task_id}", response=TaskOut, operation_id="task")
async def task_state(request: SignedIn, task_id: TaskId) -> dict[str, Any]:
    """Tell how far a task is: yours, or any for staff."""
    return await task_for(task_id=task_id, asked_by=request.auth)
