"""Asking for a mail again."""

from uuid import UUID

from asgiref.sync import sync_to_async
from leased_tasks.errors import Unavailable
from ninja import Router, Schema, Status

from apps.common.http.auth import SignedIn
from apps.common.task_tickets import TasksUnavailable, remember_task
from apps.notifications.services.renew_confirmation import renew_confirmation
from apps.notifications.tasks import send_copy

router = Router(tags=["orders"])


class TaskStarted(Schema):
    """Where to follow the work: GET /tasks/{task_id}."""

    task_id: str


@router.post(
    "/orders/{order_id}/confirmation", response={202: TaskStarted}, operation_id="confirm_again"
)
async def confirmation_again(request: SignedIn, order_id: UUID) -> Status[TaskStarted]:
    """Send the order's confirmation mail again."""
    return Status(202, await sync_to_async(_enqueue_copy)(order_id, request.auth.id))


def _enqueue_copy(order_id: UUID, buyer_id: UUID) -> TaskStarted:
    message_id = renew_confirmation(order_id=order_id, buyer_id=buyer_id)
    try:
        result = send_copy.enqueue(message_id=str(message_id))
    except Unavailable as error:  # the buyer may ask again; each copy is a new one
        raise TasksUnavailable from error
    remember_task(task_id=result.id, user_id=buyer_id)
    return TaskStarted(task_id=result.id)
