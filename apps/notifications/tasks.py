"""Background work of notifications."""

from uuid import UUID

from leased_tasks import RetryPolicy, task

from apps.notifications.services.send_message import send_message

# A mail server that is away for ten minutes must not lose a copy that somebody asked for.
_PATIENT = RetryPolicy(retries=6, delay=15)


@task(backend="emails", queue_name="emails", priority=50, unique=True, retry=_PATIENT)
def send_copy(message_id: str) -> bool:
    """Send a further copy of a message."""
    return send_message(message_id=UUID(message_id))
