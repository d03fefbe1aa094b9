"""Old rows go, unfinished work stays."""

from datetime import timedelta

import pytest
from django.tasks import TaskResultStatus, default_task_backend
from django_tasks_db.models import DBTaskResult

from apps.common import clock
from apps.common.ids import new_id
from apps.common.models import Delivery, IdempotencyKey, OutboxEvent, TaskTicket
from apps.common.outbox.models import DeliveryStatus
from apps.common.task_tickets import remember_task
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


def test_old_results_of_tasks_go_too(settings) -> None:
    from backend.settings import tasks  # noqa: PLC0415 -- as it is outside of tests

    settings.TASKS, settings.TASKS_PURGE = tasks.TASKS, tasks.TASKS_PURGE
    finished = TaskResultStatus.SUCCESSFUL
    for days in (6, 8):
        done = default_task_backend.enqueue(purge_old_rows, [], {})
        remember_task(task_id=done.id, user_id=new_id())
        at = clock.now() - timedelta(days=days)
        DBTaskResult.objects.filter(id=done.id).update(status=finished, finished_at=at)
        TaskTicket.objects.filter(task_id=done.id).update(created_at=at)
    purge_old_rows.call()
    assert DBTaskResult.objects.count() == TaskTicket.objects.count() == 1
