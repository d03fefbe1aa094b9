"""Write a message down."""

from uuid import UUID

from django.db import transaction

from apps.common.outbox import publish
from apps.notifications.events import MessageQueued
from apps.notifications.models import Message, MessageKind


@transaction.atomic
def queue_message(
    *,
    kind: MessageKind,
    about_id: UUID,
    order_id: UUID | None = None,
    part_id: UUID | None = None,
    variant_id: UUID | None = None,
) -> None:
    """Write down that a message is due; a second call for the same thing does nothing."""
    message, is_new = Message.objects.get_or_create(
        kind=kind,
        about_id=about_id,
        defaults={"order_id": order_id, "part_id": part_id, "variant_id": variant_id},
    )
    if is_new:
        publish(MessageQueued(message_id=message.pk))
