"""Events arrive: once in effect, in order, whatever fails on the way."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.db import transaction

from apps.authentication.tests.factories import UserFactory
from apps.common import clock
from apps.common.admin import replay
from apps.common.audit.models import AuditRecord
from apps.common.ids import new_id
from apps.common.models import IdempotencyKey
from apps.common.money import Money
from apps.common.outbox import on, publish, registry
from apps.common.outbox.delivery import MAX_ATTEMPTS, deliver_next
from apps.common.outbox.events import BadEvent
from apps.common.outbox.models import Delivery, DeliveryStatus
from apps.common.outbox.testing import deliver_events
from apps.common.tests.lamps import LampLit, RoomBright, leave_a_mark, light, marks
from apps.common.tests.parallel import in_parallel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clean_registry")]


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
    clerk = new_id()
    assert replay(dead, actor_id=clerk) == 1
    record = AuditRecord.objects.get(action="delivery.replayed")
    assert (record.actor_id, record.after) == (
        clerk,
        {"deliveries": [Delivery.objects.get(handler__endswith="breaks").pk]},
    )
    deliver_events()
    assert marks() == ["step-3"]
    assert replay(Delivery.objects.all(), actor_id=clerk) == 0
    assert AuditRecord.objects.count() == 1


def test_who_may_look_at_deliveries_may_not_have_them_made_again(client) -> None:
    on(LampLit)(leave_a_mark)
    light(step=1)
    Delivery.objects.update(status=DeliveryStatus.DEAD)
    viewer = UserFactory.create(is_staff=True)
    wish = {"action": "replay", "_selected_action": [Delivery.objects.get().pk]}
    rights = Permission.objects.filter(codename__in=["view_delivery", "change_delivery"])
    for right, status in zip(rights.order_by("-codename"), ("dead", "pending"), strict=True):
        viewer.user_permissions.add(right)
        client.force_login(viewer)
        client.post("/admin/common/delivery/", wish)
        assert Delivery.objects.get().status == status


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

    def leave_a_mark_each_time(event: LampLit) -> None:
        time.sleep(0.01)  # so that the relays meet
        IdempotencyKey.objects.create(owner=str(new_id()), key=f"step-{event.step}", fingerprint="")

    on(LampLit)(leave_a_mark_each_time)
    for step in range(40):
        light(step=step)

    def relay(_: int) -> None:
        while deliver_next():
            pass

    in_parallel(4, relay)
    while deliver_next():
        pass
    assert sorted(marks()) == sorted(f"step-{step}" for step in range(40))
    assert set(Delivery.objects.values_list("attempts", "status")) == {(1, DeliveryStatus.DONE)}


def test_an_urgent_event_goes_before_those_that_came_first() -> None:
    heard: list[str] = []

    def note(event: LampLit | RoomBright) -> None:
        heard.append(event.name)

    def note_too(event: RoomBright) -> None:
        note(event)

    on(LampLit)(note)
    on(RoomBright)(note_too)
    light()
    with transaction.atomic():
        publish(RoomBright(lamp=new_id()))
    deliver_events()
    assert heard == ["tests.room-bright", "tests.lamp-lit"]
