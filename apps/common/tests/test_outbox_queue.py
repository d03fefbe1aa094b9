"""Queued handlers: workers die, tasks get lost, and the work is done all the same."""

from datetime import timedelta
from typing import Any, cast

import pytest
import time_machine
from django.db import transaction
from django.tasks import task_backends
from django.tasks.backends.dummy import DummyBackend

from apps.common import clock
from apps.common.ids import new_id
from apps.common.outbox import delivery, hand_over, on, publish, registry
from apps.common.outbox.delivery import MAX_ATTEMPTS, lease, run_delivery
from apps.common.outbox.events import BadEvent
from apps.common.outbox.models import Delivery, DeliveryStatus
from apps.common.outbox.testing import deliver_events
from apps.common.tests.lamps import LampLit, RoomBright, leave_a_mark, light, marks, send_word

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clean_registry")]


def test_a_queued_handler_runs_as_a_task_and_is_marked_done() -> None:
    on(LampLit, queue="emails")(leave_a_mark)
    light(step=4)
    deliver_events()
    assert marks() == ["step-4"]
    assert Delivery.objects.get().status == DeliveryStatus.DONE


def lose_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hand_over, "_enqueue", lambda *_: None)


def test_a_mail_goes_before_pictures_that_came_first(settings: Any) -> None:
    dummy = "django.tasks.backends.dummy.DummyBackend"
    settings.TASKS = {
        "default": {"BACKEND": dummy, "QUEUES": ["pictures"]},
        "emails": {"BACKEND": dummy, "QUEUES": ["emails"]},
    }
    on(LampLit, queue="pictures")(leave_a_mark)
    on(RoomBright, queue="emails")(send_word)
    light()
    with transaction.atomic():
        publish(RoomBright(lamp=new_id()))
    deliver_events()
    (pictures,) = cast("DummyBackend", task_backends["default"]).results
    (mail,) = cast("DummyBackend", task_backends["emails"]).results
    assert (mail.task.queue_name, pictures.task.queue_name) == ("emails", "pictures")
    assert mail.task.priority > pictures.task.priority


def test_a_lost_worker_is_replaced_after_its_lease_and_its_late_finish_is_refused() -> None:
    on(LampLit, queue="emails")(leave_a_mark)
    light(step=5)
    row = Delivery.objects.get()
    running = {"status": DeliveryStatus.RUNNING, "attempts": 1}
    Delivery.objects.update(due_at=clock.now() + lease(), **running)  # and the worker died
    assert deliver_events() == 0
    late = Delivery.objects.filter(pk=row.pk, **running)
    Delivery.objects.update(due_at=clock.now())
    assert deliver_events() == 1
    assert marks() == ["step-5"]
    assert delivery._finish(late, RuntimeError("too late")) is False
    row.refresh_from_db()
    assert (row.status, row.attempts) == (DeliveryStatus.DONE, 2)


def test_a_lost_task_is_replaced_and_a_second_one_does_no_harm(monkeypatch) -> None:
    on(LampLit, queue="emails")(leave_a_mark)
    light(step=6)
    with monkeypatch.context() as lost:
        lose_tasks(lost)
        deliver_events()
    assert marks() == []
    row = Delivery.objects.get()
    assert (row.status, row.attempts) == (DeliveryStatus.QUEUED, 0)
    Delivery.objects.update(due_at=clock.now())
    deliver_events()
    assert run_delivery.call(delivery_id=row.pk) is False
    assert marks() == ["step-6"]


def test_a_long_queue_costs_no_attempts(monkeypatch) -> None:
    on(LampLit, queue="emails")(leave_a_mark)
    light(step=7)
    lose_tasks(monkeypatch)
    with time_machine.travel(clock.now(), tick=False) as time:
        for _ in range(MAX_ATTEMPTS + 5):
            deliver_events()
            time.shift(timedelta(hours=1))
    assert Delivery.objects.get().attempts == 0
    assert run_delivery.call(delivery_id=Delivery.objects.get().pk) is True


def test_a_delivery_that_kills_every_worker_is_buried() -> None:
    on(LampLit, queue="emails")(leave_a_mark)
    light(step=8)
    Delivery.objects.update(status=DeliveryStatus.RUNNING, attempts=MAX_ATTEMPTS)
    deliver_events()
    row = Delivery.objects.get()
    assert row.status == DeliveryStatus.DEAD
    assert "did not come back" in row.last_error


def test_a_queue_that_nobody_serves_is_refused_at_start() -> None:
    on(LampLit, queue="nowhere")(leave_a_mark)
    with pytest.raises(BadEvent, match="nowhere"):
        registry.refuse_unknown_queues()
