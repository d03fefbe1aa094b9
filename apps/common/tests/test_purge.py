"""Old rows go, unfinished work stays."""

from datetime import timedelta

import pytest

from apps.common import clock
from apps.common.ids import new_id
from apps.common.models import Delivery, IdempotencyKey, OutboxEvent
from apps.common.outbox.models import DeliveryStatus
from apps.common.tasks import purge_old_rows

pytestmark = pytest.mark.django_db


def old_event(status: DeliveryStatus, days: int = 31) -> None:
    event = OutboxEvent.objects.create(
        event_id=new_id(),
        name=status,
        version=1,
        aggregate="a",
        payload={},
        created_at=clock.now() - timedelta(days=days),
    )
    Delivery.objects.create(event=event, handler="h", aggregate="a", status=status)


def test_only_finished_events_and_old_keys_are_deleted() -> None:
    for status in DeliveryStatus:
        old_event(status)
    old_event(DeliveryStatus.DONE, days=29)
    for days in (6, 8):
        created = clock.now() - timedelta(days=days)
        IdempotencyKey.objects.create(owner="o", key=str(days), fingerprint="", created_at=created)
    purge_old_rows.call()
    kept = sorted(OutboxEvent.objects.values_list("name", flat=True))
    assert kept == ["dead", "done", "pending", "queued", "running"]
    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["6"]
