"""Background work of notifications."""

from uuid import UUID

from django.tasks import task

from apps.notifications.services.send_message import send_message


@task(queue_name="emails")
def send_copy(message_id: str) -> bool:
    """Send a further copy of a message."""
    return send_message(message_id=UUID(message_id))
