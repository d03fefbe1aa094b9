"""The floor's tables, and the abstract models that domains build on."""

from django.db import models

from apps.common import clock
from apps.common.audit.models import AuditRecord, AuditSeal
from apps.common.base_models import Identified, Timestamped
from apps.common.http.idempotency_models import IdempotencyKey
from apps.common.outbox.models import Delivery, OutboxEvent
from apps.common.public_cache.models import ContentMark


class TaskTicket(models.Model):
    """Which account started a background task (no foreign key: the floor knows no users)."""

    task_id = models.CharField(max_length=64, primary_key=True)
    user_id = models.UUIDField()
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.task_id


__all__ = [
    "AuditRecord",
    "AuditSeal",
    "ContentMark",
    "Delivery",
    "IdempotencyKey",
    "Identified",
    "OutboxEvent",
    "TaskTicket",
    "Timestamped",
]
