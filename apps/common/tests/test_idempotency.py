"""A write that comes twice happens once."""

import time
from threading import Event

import pytest
from django.db import transaction

from apps.common.errors import Conflict
from apps.common.http import idempotency
from apps.common.http.idempotency import Answer, KeyReused, idempotent
from apps.common.ids import new_id
from apps.common.models import IdempotencyKey, TaskTicket
from apps.common.tests.parallel import in_parallel, race

pytestmark = pytest.mark.django_db


def write_ticket() -> Answer:
    ticket = TaskTicket.objects.create(task_id=new_id().hex, user_id=new_id())
    return Answer(201, {"task_id": ticket.task_id})


def test_a_repeat_gets_the_stored_answer() -> None:
    owner = new_id()
    first = idempotent(owner=owner, key="k" * 8, request_digest="a", write=write_ticket)
    again = idempotent(owner=owner, key="k" * 8, request_digest="a", write=write_ticket)
    assert again == first
    assert TaskTicket.objects.count() == 1


def test_another_request_under_the_key_is_refused() -> None:
    owner = new_id()
    idempotent(owner=owner, key="k" * 8, request_digest="a", write=write_ticket)
    with pytest.raises(KeyReused):
        idempotent(owner=owner, key="k" * 8, request_digest="b", write=write_ticket)
    assert TaskTicket.objects.count() == 1


def test_another_account_may_use_the_same_key() -> None:
    for _ in range(2):
        idempotent(owner=new_id(), key="k" * 8, request_digest="a", write=write_ticket)
    assert TaskTicket.objects.count() == 2


def test_a_refused_write_leaves_the_key_free() -> None:
    owner = new_id()

    def refuse() -> Answer:
        write_ticket()
        raise Conflict("not now")

    with pytest.raises(Conflict):
        idempotent(owner=owner, key="k" * 8, request_digest="a", write=refuse)
    assert not IdempotencyKey.objects.exists()
    assert not TaskTicket.objects.exists()
    assert (
        idempotent(owner=owner, key="k" * 8, request_digest="a", write=write_ticket).status == 201
    )


@pytest.mark.django_db(transaction=True)
def test_parallel_repeats_run_the_write_once() -> None:
    """Goes red without the unique constraint on owner and key."""
    owner = new_id()

    def slow_write() -> Answer:
        time.sleep(0.1)
        return write_ticket()

    def send(_: int) -> Answer:
        return idempotent(owner=owner, key="k" * 8, request_digest="a", write=slow_write)

    answers = in_parallel(6, send)
    assert TaskTicket.objects.count() == 1
    assert len({answer.body["task_id"] for answer in answers}) == 1
    assert len(answers) == 6


@pytest.mark.django_db(transaction=True)
def test_a_repeat_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idempotency, "_WAIT_MS", 200)
    owner = new_id()

    def slow() -> Answer:
        time.sleep(1.5)
        return write_ticket()

    def call() -> Answer:
        return idempotent(owner=owner, key="k" * 8, request_digest="a", write=slow)

    answers = race([call, call])
    assert {type(answer) for answer in answers} == {Answer, idempotency.StillRunning}
    assert TaskTicket.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_write_may_wait_longer_than_a_repeat_and_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What it waits for is no second request of the client, and is not called one."""
    monkeypatch.setattr(idempotency, "_WAIT_MS", 100)
    taken = TaskTicket.objects.create(task_id="taken", user_id=new_id())
    is_held, owner = Event(), new_id()

    def hold() -> None:
        with transaction.atomic():
            TaskTicket.objects.select_for_update().get(pk=taken.pk)
            is_held.set()
            time.sleep(1.5)

    def write() -> Answer:
        write_ticket()
        TaskTicket.objects.select_for_update().get(pk=taken.pk)
        return Answer(200, {})

    def call(patience: int) -> Answer:
        is_held.wait(timeout=10)
        monkeypatch.setattr(idempotency, "_PATIENCE_MS", patience)
        return idempotent(owner=owner, key="k" * 8, request_digest="a", write=write)

    _, refused = race([hold, lambda: call(300)])
    assert isinstance(refused, idempotency.Busy)
    assert TaskTicket.objects.count() == 1
    is_held.clear()
    _, answer = race([hold, lambda: call(5_000)])
    assert answer == Answer(200, {})
