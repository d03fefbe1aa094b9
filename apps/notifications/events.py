"""What notifications tells itself."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from apps.common.outbox import Event


@dataclass(frozen=True, kw_only=True)
class MessageQueued(Event):
    """A message is written down and wants to be sent."""

    name: ClassVar[str] = "notifications.message-queued"
    aggregate_field: ClassVar[str] = "message_id"

    message_id: UUID
