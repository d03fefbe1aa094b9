"""Enqueueing: transactions, signals, order, times."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Any

import pytest
from django.db import transaction
from django.dispatch import Signal
from django.tasks import TaskResultStatus, task_backends
from django.tasks.signals import task_enqueued, task_finished, task_started

from leased_tasks.backend import LeasedTasksBackend
from leased_tasks.errors import Cancelled, Unavailable
from tests.contract import jobs
from tests.contract.conftest import configured
from tests.contract.driving import eventually, finished, worker_of, working

in_database = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_seen():
    jobs.seen.clear()


def known(backend, result) -> bool:
    client = backend.connection.client
    return bool(client.exists(f"{backend.keys('default').base}:t:{result.id}"))


@in_database
def test_inside_a_transaction_it_waits_for_the_commit(backend, drain):
    with transaction.atomic():
        with transaction.atomic():
            result = jobs.first.enqueue(1)
        assert (result.enqueued_at, known(backend, result)) == (None, False)
    assert result.enqueued_at is not None
    drain()
    result.refresh()
    assert result.return_value == 1


@in_database
def test_what_is_rolled_back_was_never_enqueued(backend):
    with transaction.atomic():
        kept = jobs.first.enqueue(0)
        with transaction.atomic():
            inner = jobs.first.enqueue(1)
            transaction.set_rollback(True)
    with transaction.atomic():
        outer = jobs.first.enqueue(2)
        transaction.set_rollback(True)
    assert [known(backend, each) for each in (kept, inner, outer)] == [True, False, False]


@in_database
def test_a_task_may_say_at_once_and_another_may_say_later(backend, settings):
    with transaction.atomic():
        assert known(backend, jobs.at_once.enqueue())
        assert known(backend, jobs.first.using(on_commit=False).enqueue())
    settings.TASKS = {"default": configured(on_commit=False)}
    backend = jobs.first.get_backend()
    with transaction.atomic():
        assert known(backend, jobs.first.enqueue())
        late = jobs.first.using(on_commit=True).enqueue()
        assert not known(backend, late)
    assert known(backend, late)


@in_database
def test_a_dead_redis_fails_the_caller_but_never_a_committed_one(settings, caplog):
    settings.TASKS = {"default": configured(url="redis://127.0.0.1:1/0", producer_deadline=0.05)}
    with pytest.raises(Unavailable):
        jobs.first.enqueue()
    with transaction.atomic():
        result = jobs.first.enqueue()
    (record,) = [each for each in caplog.records if each.msg == "tasks.lost_after_commit"]
    assert record.ids == [result.id]


@pytest.fixture
def heard(request):
    """What receivers of all three signals were given: (signal, sender, status, id)."""
    got = []

    def listen(name: str, signal: Signal) -> None:
        def receive(sender, task_result, **kwargs):
            assert set(kwargs) == {"signal"}
            got.append((name, sender, task_result.status, task_result.id))

        async def receive_async(sender, task_result, **kwargs):
            receive(sender, task_result, **kwargs)

        receiver = receive_async if request.param == "async" else receive
        signal.connect(receiver, weak=False, dispatch_uid="heard")
        request.addfinalizer(lambda: signal.disconnect(dispatch_uid="heard"))

    listen("enqueued", task_enqueued)
    listen("started", task_started)
    listen("finished", task_finished)
    return got


@pytest.mark.parametrize("heard", ["sync", "async"], indirect=True)
@pytest.mark.parametrize("job", [jobs.first, jobs.echo_async], ids=["function", "coroutine"])
def test_signals_come_once_with_the_result(heard, job, drain):
    result = job.enqueue(1)
    drain()
    assert heard == [
        ("enqueued", LeasedTasksBackend, TaskResultStatus.READY, result.id),
        ("started", LeasedTasksBackend, TaskResultStatus.RUNNING, result.id),
        ("finished", LeasedTasksBackend, TaskResultStatus.SUCCESSFUL, result.id),
    ]


@pytest.mark.parametrize("heard", ["sync"], indirect=True)
def test_a_retry_is_no_finish(heard, drain):
    jobs.value_error_async.using(retry=2).enqueue()
    jobs.value_error.using(retry=1).enqueue()
    drain()
    ends = [status for name, _, status, _ in heard if name == "finished"]
    assert ends == [TaskResultStatus.FAILED] * 2
    assert sum(name == "started" for name, *_ in heard) == 5


@pytest.mark.parametrize("job", [jobs.first, jobs.echo_async], ids=["function", "coroutine"])
@pytest.mark.parametrize("signal", [task_started, task_finished], ids=["started", "finished"])
def test_a_receiver_that_raises_changes_nothing_for_the_task(job, signal, drain, request):
    def broken(**_):
        raise RuntimeError("a broken receiver")

    signal.connect(broken, weak=False)
    request.addfinalizer(lambda: signal.disconnect(broken))
    result = job.enqueue(1)
    drain()
    result.refresh()
    assert result.status == TaskResultStatus.SUCCESSFUL


def test_priorities_are_exact_and_equals_keep_their_order(backend, drain):
    wanted: list[list[int]] = []
    for priority in [0, 100, -100, 1, -1, 99, -99, 0, 100, -100, 1]:
        backend_task = jobs.note.using(priority=priority)
        backend_task.enqueue([priority, len(wanted)])
        wanted.append([priority, len(wanted)])
    drain(concurrency=1)
    assert jobs.seen == sorted(wanted, key=lambda each: (-each[0], each[1]))


def test_all_201_priorities_leave_in_order(backend, drain):
    for priority in [*range(-100, 101, 2), *range(-99, 100, 2)]:
        jobs.note.using(priority=priority).enqueue(priority)
    drain(concurrency=1)
    assert jobs.seen == list(range(100, -101, -1))


def test_a_delayed_task_keeps_its_priority_when_it_comes_due(backend, drain):
    soon = datetime.now(UTC) + timedelta(milliseconds=60)
    jobs.note.using(priority=-5, run_after=soon).enqueue("low")
    jobs.note.using(priority=5, run_after=soon).enqueue("high")
    jobs.note.enqueue("middle")
    time.sleep(0.1)
    drain(concurrency=1)
    assert jobs.seen == ["high", "middle", "low"]


@pytest.mark.parametrize("seconds", [0.15, 1.3])
def test_an_idle_worker_starts_a_delayed_task_in_time(backend, seconds):
    with working(worker_of(backend)):
        time.sleep(0.3)
        lateness = []
        for start in (0.0, 0.07, 0.2):
            time.sleep(start)
            due = datetime.now(UTC) + timedelta(seconds=seconds)
            result = jobs.first.using(run_after=due).enqueue()
            eventually(finished(result))
            assert result.started_at is not None
            lateness.append((result.started_at - due).total_seconds())
    assert min(lateness) >= -0.002
    assert sorted(lateness)[1] < 0.05, lateness


def test_a_task_due_in_the_past_runs_at_once(drain):
    result = jobs.first.using(run_after=datetime(2020, 1, 1, tzinfo=UTC)).enqueue(1)
    drain()
    result.refresh()
    assert result.return_value == 1


def test_a_priority_may_be_a_member_of_an_enumeration(backend, drain):
    class Urgency(IntEnum):
        HIGH = 50

    result = jobs.first.using(priority=Urgency.HIGH).enqueue(1)
    drain()
    assert backend.get_result(result.id).task.priority == 50


def test_many_are_enqueued_in_few_round_trips(backend, drain):
    before = backend.connection.client.info("commandstats").get("cmdstat_evalsha", {"calls": 0})
    results = backend.enqueue_many(jobs.first, [((n,), {}) for n in range(1001)])
    after = backend.connection.client.info("commandstats")["cmdstat_evalsha"]
    # Not 1001; other test processes share the server, so some of the calls are theirs.
    assert after["calls"] - before["calls"] < 100
    assert len({result.id for result in results}) == 1001
    drain(concurrency=200)
    results[-1].refresh()
    assert results[-1].return_value == 1000


def test_cancelled_before_it_runs_it_never_does(backend, drain):
    results = [
        jobs.note.enqueue("ready"),
        jobs.note.using(run_after=datetime.now(UTC) + timedelta(hours=1)).enqueue("delayed"),
    ]
    assert [backend.cancel(each.id) for each in results] == [True, True]
    assert [backend.cancel(each.id) for each in results] == [False, False]
    drain()
    for each in results:
        each.refresh()
        assert each.status == TaskResultStatus.FAILED
        assert each.errors[0].exception_class is Cancelled
    assert jobs.seen == []


def test_a_failed_task_can_run_again_with_all_its_attempts(backend, drain):
    result = jobs.third_time_lucky.using(retry=0).enqueue()
    drain()
    assert not backend.requeue(jobs.first.enqueue().id), "one that is ready needs no help"
    for attempts in (2, 3):
        assert backend.requeue(result.id)
        drain()
        result.refresh()
        assert result.attempts == attempts
    assert result.status == TaskResultStatus.SUCCESSFUL
    assert not backend.requeue(result.id)
    assert len(result.errors) == 2


def test_a_paused_queue_waits_and_goes_on(backend, caplog):
    backend.pause("default")
    waiting, other = jobs.first.enqueue(), jobs.first.using(queue_name="emails").enqueue()
    with working(worker_of(backend)), caplog.at_level(logging.ERROR):
        eventually(finished(other))
        time.sleep(0.2)
        waiting.refresh()
        assert waiting.status == TaskResultStatus.READY
        backend.pause("default", paused=False)
        eventually(finished(waiting), patience=2)
    assert not [each for each in caplog.records if each.name == "leased_tasks"]


def test_threads_share_the_connections(backend):
    with ThreadPoolExecutor(3) as pool:
        others: list[Any] = list(pool.map(lambda _: task_backends["default"], range(3)))
    assert all(each is not backend for each in others), "Django makes one for each thread"
    assert {id(each.connection) for each in others} == {id(backend.connection)}
