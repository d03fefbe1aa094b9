"""Deliveries on their way into the real engine: no copies, no losses."""

from threading import Event
from typing import Any

import pytest
from django.db import transaction
from django.tasks import task_backends
from leased_tasks.errors import Unavailable

from apps.common import clock
from apps.common.ids import new_id
from apps.common.management.commands.relay import Relay
from apps.common.outbox import on, publish
from apps.common.outbox.hand_over import hand_over
from apps.common.outbox.models import Delivery, DeliveryStatus
from apps.common.task_queues import alias_of
from apps.common.tests.lamps import LampLit, RoomBright, leave_a_mark, light, send_word

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("clean_registry", "engine"),
]


def waiting(queue: str) -> int:
    backend: Any = task_backends[alias_of(queue)]
    return int(backend.connection.client.zcard(f"{backend.keys(queue).base}:ready"))


def without_redis(tasks: dict[str, Any], *aliases: str) -> dict[str, Any]:
    """TASKS in which nobody answers for these aliases."""
    away = {"url": "redis://127.0.0.1:1/0", "producer_deadline": 0.1}
    return tasks | {
        alias: tasks[alias] | {"OPTIONS": tasks[alias]["OPTIONS"] | away} for alias in aliases
    }


def test_a_delivery_that_still_waits_is_not_queued_twice() -> None:
    on(LampLit, queue="emails")(leave_a_mark)
    for step in range(3):
        light(step=step)
    assert hand_over() == 3
    assert hand_over() == 0
    assert waiting("emails") == 3
    Delivery.objects.update(due_at=clock.now())
    assert hand_over() == 3
    assert waiting("emails") == 3


def test_what_redis_forgot_is_handed_out_again() -> None:
    on(LampLit, queue="emails")(leave_a_mark)
    light()
    hand_over()
    backend: Any = task_backends["emails"]
    for key in backend.connection.client.scan_iter(match=f"lt:{{{backend.options['prefix']}:*"):
        backend.connection.client.delete(key)
    assert waiting("emails") == 0
    Delivery.objects.update(due_at=clock.now())
    hand_over()
    assert waiting("emails") == 1


def test_while_redis_is_away_deliveries_stay_and_are_soon_due_again(settings) -> None:
    on(LampLit, queue="emails")(leave_a_mark)
    light()
    there = settings.TASKS
    settings.TASKS = without_redis(there, *there)
    with pytest.raises(Unavailable):
        hand_over()
    row = Delivery.objects.get()
    assert (row.status, row.attempts) == (DeliveryStatus.PENDING, 0)
    assert (row.due_at - clock.now()).total_seconds() < 3
    settings.TASKS = there
    Delivery.objects.update(due_at=clock.now())
    assert hand_over() == 1
    assert waiting("emails") == 1


def test_the_backlog_of_an_alias_that_is_away_does_not_fill_the_batch_of_another(settings) -> None:
    on(RoomBright, queue="emails")(send_word)  # more urgent, and more than a batch
    on(LampLit, queue="pictures")(leave_a_mark)
    with transaction.atomic():
        for _ in range(3):
            publish(RoomBright(lamp=new_id()))
    light()
    settings.TASKS = without_redis(settings.TASKS, "emails")
    with pytest.raises(Unavailable):
        hand_over(most=2)
    assert waiting("pictures") == 1


def test_a_redis_that_refuses_us_stops_neither_the_relay_nor_the_other_aliases(settings) -> None:
    on(RoomBright, queue="emails")(send_word)
    on(LampLit, queue="pictures")(leave_a_mark)
    light()
    with transaction.atomic():
        publish(RoomBright(lamp=new_id()))
    admin: Any = task_backends["emails"].connection.client  # type: ignore[attr-defined]
    admin.execute_command("ACL", "SETUSER", "looker", "on", ">look", "~*", "+@read", "+ping")
    there = settings.TASKS
    try:
        url = there["emails"]["OPTIONS"]["url"]
        address = url.rpartition("@")[2].removeprefix("redis://")
        options = there["emails"]["OPTIONS"] | {"url": f"redis://looker:look@{address}"}
        settings.TASKS = there | {"emails": there["emails"] | {"OPTIONS": options}}
        assert Relay(Event()).round() == 0.2
    finally:
        admin.execute_command("ACL", "DELUSER", "looker")
    assert waiting("pictures") == 1
    row = Delivery.objects.get(event__name="tests.room-bright")
    assert (row.status, row.attempts) == (DeliveryStatus.PENDING, 0)


def test_an_alias_that_is_away_does_not_hold_up_the_others(settings) -> None:
    on(RoomBright, queue="emails")(send_word)  # more urgent, so it is sent first
    on(LampLit, queue="pictures")(leave_a_mark)
    light()
    with transaction.atomic():
        publish(RoomBright(lamp=new_id()))
    settings.TASKS = without_redis(settings.TASKS, "emails")
    with pytest.raises(Unavailable):
        hand_over()
    assert waiting("pictures") == 1
    states = Delivery.objects.order_by("event__name").values_list("status", flat=True)
    assert list(states) == [DeliveryStatus.QUEUED, DeliveryStatus.PENDING]
