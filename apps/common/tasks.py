"""Housekeeping of the floor's own tables."""

from datetime import timedelta

from django.tasks import task

from apps.common import clock
from apps.common.http.idempotency_models import IdempotencyKey
from apps.common.outbox.models import DeliveryStatus, OutboxEvent

KEEP_KEYS = timedelta(days=7)
KEEP_EVENTS = timedelta(days=30)


@task(queue_name="low_priority")
def purge_old_rows() -> dict[str, int]:
    """Delete idempotency keys after 7 days, events 30 days after all their deliveries."""
    keys, _ = IdempotencyKey.objects.filter(created_at__lt=clock.now() - KEEP_KEYS).delete()
    old = OutboxEvent.objects.filter(created_at__lt=clock.now() - KEEP_EVENTS)
    events, _ = old.exclude(
        deliveries__status__in=[
            DeliveryStatus.PENDING,
            DeliveryStatus.RUNNING,
            DeliveryStatus.DEAD,
        ],
    ).delete()
    return {"keys": keys, "events": events}
