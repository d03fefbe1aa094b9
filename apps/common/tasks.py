"""Housekeeping of the floor's own tables."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from leased_tasks import task

from apps.common import clock
from apps.common.http.idempotency_models import IdempotencyKey
from apps.common.models import TaskTicket
from apps.common.outbox.models import Delivery, DeliveryStatus, OutboxEvent

KEEP_KEYS = timedelta(days=7)
KEEP_EVENTS = timedelta(days=30)


@task(backend="analytics", queue_name="low_priority", priority=-10, unique=True)
def purge_old_rows() -> dict[str, int]:
    """Delete keys and task tickets after 7 days, delivered events after 30."""
    TaskTicket.objects.filter(created_at__lt=clock.now() - KEEP_KEYS).delete()
    keys, _ = IdempotencyKey.objects.filter(created_at__lt=clock.now() - KEEP_KEYS).delete()
    unfinished = Delivery.objects.filter(event=OuterRef("pk")).exclude(status=DeliveryStatus.DONE)
    old = OutboxEvent.objects.filter(created_at__lt=clock.now() - KEEP_EVENTS)
    events, _ = old.filter(~Exists(unfinished)).delete()
    return {"keys": keys, "events": events}
