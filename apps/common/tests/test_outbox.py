"""Events arrive: once in effect, in order, whatever fails on the way."""

import threading
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, cast
from uuid import UUID

import pytest
import time_machine
from django.db import connection, transaction
from django.tasks import default_task_backend
from django.tasks.backends.dummy import DummyBackend

from apps.common import clock
from apps.common.admin import replay
from apps.common.ids import new_id
from apps.common.models import IdempotencyKey
from apps.common.money import Money
from apps.common.outbox import Event, delivery, on, publish, registry
from apps.common.outbox.delivery import MAX_ATTEMPTS, deliver_next, lease, run_delivery
from apps.common.outbox.events import BadEvent
from apps.common.outbox.models import Delivery, DeliveryStatus
from apps.common.outbox.testing import deliver_events
from backend.settings.tasks import QUEUES


@dataclass(frozen=True, kw_only=True)
class LampLit(Event):
    """A lamp was lit."""

    name: ClassVar[str] = "tests.lamp-lit"
    aggregate_field: ClassVar[str] = "lamp"
    lamp: UUID
    step: int
    price: Money = Money(100, "NGN")


@dataclass(frozen=True, kw_only=True)
class RoomBright(Event):
    """The room is bright."""

    name: ClassVar[str] = "tests.room-bright"
    aggregate_field: ClassVar[str] = "lamp"
    lamp: UUID


@pytest.fixture
def clean_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Handlers of one test do not reach the next."""
    monkeypatch.setattr(registry, "_HANDLERS", {})
    monkeypatch.setattr(registry, "_BY_EVENT", defaultdict(list))


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clean_registry")]


def light(lamp: UUID | None = None, step: int = 0) -> None:
    with transaction.atomic():
        publish(LampLit(lamp=lamp or new_id(), step=step))


def leave_a_mark(event: LampLit) -> None:
    """An effect in the database, so that a rollback can be seen."""
    IdempotencyKey.objects.create(owner=str(event.lamp), key=f"step-{event.step}", fingerprint="")


def send_word(event: RoomBright) -> None:
    """Never runs: the test looks at the queue only."""


def marks() -> list[str]:
    return list(IdempotencyKey.objects.order_by("id").values_list("key", flat=True))


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_raises() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        publish(LampLit(lamp=new_id(), step=0))


def test_a_rolled_back_event_vanishes() -> None:
    on(LampLit)(leave_a_mark)
    with pytest.raises(RuntimeError), transaction.atomic():
        publish(LampLit(lamp=new_id(), step=0))
        raise RuntimeError
    assert deliver_events() == 0


def test_an_event_reaches_each_handler_once() -> None:
    heard: list[LampLit] = []

    def first(event: LampLit) -> None:
        heard.append(event)

    async def second(event: LampLit) -> None:
        heard.append(event)

    on(LampLit)(first)
    on(LampLit)(second)
    light(step=7)
    assert deliver_events() == 2
    assert [(event.step, event.price) for event in heard] == [(7, Money(100, "NGN"))] * 2
    assert deliver_events() == 0


def test_one_failing_handler_does_not_stop_the_others_and_leaves_no_half_effect() -> None:
    def fails(event: LampLit) -> None:
        leave_a_mark(event)
        raise RuntimeError("no oil")

    on(LampLit)(fails)
    on(LampLit)(leave_a_mark)
    light(step=1)
    deliver_events()
    assert marks() == ["step-1"]
    failed = Delivery.objects.get(handler__endswith="fails")
    assert failed.status == DeliveryStatus.PENDING
    assert "no oil" in failed.last_error
    assert failed.due_at > clock.now()


def test_after_the_last_attempt_a_delivery_is_dead_until_staff_replay_it() -> None:
    broken = True

    def breaks(event: LampLit) -> None:
        if broken:
            raise RuntimeError
        leave_a_mark(event)

    on(LampLit)(breaks)
    light(step=3)
    with time_machine.travel(clock.now(), tick=False) as time:
        for _ in range(MAX_ATTEMPTS):
            deliver_events()
            time.shift(timedelta(hours=2))
    dead = Delivery.objects.filter(status=DeliveryStatus.DEAD)
    assert dead.count() == 1
    broken = False
    assert replay(dead) == 1
    deliver_events()
    assert marks() == ["step-3"]


def test_events_of_one_aggregate_wait_for_the_earlier_one() -> None:
    blocked = {0}

    def in_order(event: LampLit) -> None:
        if event.step in blocked:
            raise RuntimeError
        leave_a_mark(event)

    on(LampLit)(in_order)
    lamp, other = new_id(), new_id()
    for step in range(3):
        light(lamp, step)
    light(other, 9)
    deliver_events()
    assert marks() == ["step-9"]
    blocked.clear()
    Delivery.objects.update(due_at=clock.now())
    deliver_events()
    assert marks() == ["step-9", "step-0", "step-1", "step-2"]


def test_a_queued_handler_runs_as_a_task_and_is_marked_done() -> None:
    on(LampLit, queue="emails")(leave_a_mark)
    light(step=4)
    deliver_events()
    assert marks() == ["step-4"]
    assert Delivery.objects.get().status == DeliveryStatus.DONE


def lose_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "_enqueue", lambda _: None)


def test_a_mail_goes_before_pictures_that_came_first(settings: Any) -> None:
    settings.TASKS = {
        "default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend", "QUEUES": QUEUES}
    }
    on(LampLit, queue="pictures")(leave_a_mark)
    on(RoomBright, queue="emails")(send_word)
    light()
    with transaction.atomic():
        publish(RoomBright(lamp=new_id()))
    deliver_events()
    mail, pictures = cast("DummyBackend", default_task_backend).results
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


def test_a_payload_that_breaks_the_schema_is_refused_when_published() -> None:
    with pytest.raises(BadEvent, match="step"), transaction.atomic():
        publish(LampLit(lamp=new_id(), step="one"))  # type: ignore[arg-type]


def test_an_event_from_an_unknown_version_is_kept_for_people() -> None:
    on(LampLit)(leave_a_mark)
    light(step=6)
    row = Delivery.objects.get()
    row.event.version = 99
    row.event.save()
    deliver_events()
    row.refresh_from_db()
    assert "cannot read version 99" in row.last_error


def test_a_handler_publishes_only_what_it_declared() -> None:
    def careless(event: LampLit) -> None:
        publish(RoomBright(lamp=event.lamp))

    on(LampLit)(careless)
    light()
    deliver_events()
    assert "must declare publishes=(RoomBright,)" in Delivery.objects.get().last_error


def test_a_circle_of_events_is_refused_at_start() -> None:
    def one(event: LampLit) -> None: ...
    def two(event: RoomBright) -> None: ...

    on(LampLit, publishes=(RoomBright,))(one)
    registry.refuse_cycles()
    on(RoomBright, publishes=(LampLit,))(two)
    with pytest.raises(registry.EventCycle, match=r"tests\.lamp-lit"):
        registry.refuse_cycles()


@pytest.mark.django_db(transaction=True)
def test_many_relays_make_each_delivery_once() -> None:
    """Goes red without FOR UPDATE SKIP LOCKED: relays then make the same delivery twice."""
    on(LampLit)(leave_a_mark)
    for step in range(40):
        light(step=step)
    gate = threading.Barrier(4)

    def relay() -> None:
        gate.wait()
        while deliver_next():
            pass
        connection.close()

    threads = [threading.Thread(target=relay) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while deliver_next():
        pass
    assert sorted(marks()) == sorted(f"step-{step}" for step in range(40))
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}
