"""Housekeeping of the floor's own tables."""

from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.db.models import Exists, OuterRef
from django.tasks import task

from apps.common import clock
from apps.common.http.idempotency_models import IdempotencyKey
from apps.common.models import TaskTicket
from apps.common.outbox.models import Delivery, DeliveryStatus, OutboxEvent

KEEP_KEYS = timedelta(days=7)
KEEP_EVENTS = timedelta(days=30)


@task(queue_name="low_priority")
def purge_old_rows() -> dict[str, int]:
    """Delete keys, task tickets and task results after 7 days, delivered events after 30."""
    if settings.TASKS_PURGE:
        call_command(*settings.TASKS_PURGE, verbosity=0)
    TaskTicket.objects.filter(created_at__lt=clock.now() - KEEP_KEYS).delete()
    keys, _ = IdempotencyKey.objects.filter(created_at__lt=clock.now() - KEEP_KEYS).delete()
    unfinished = Delivery.objects.filter(event=OuterRef("pk")).exclude(status=DeliveryStatus.DONE)
    old = OutboxEvent.objects.filter(created_at__lt=clock.now() - KEEP_EVENTS)
    events, _ = old.filter(~Exists(unfinished)).delete()
    return {"keys": keys, "events": events}
