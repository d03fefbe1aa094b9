"""What Django promises of a task, kept by a real Celery worker on a real Redis."""

import asyncio
import time
from asyncio import CancelledError
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import transaction
from django.tasks import TaskResultStatus, default_task_backend
from django.tasks.exceptions import InvalidTask, TaskResultDoesNotExist, TaskResultMismatch
from django.tasks.signals import task_enqueued
from django.utils import timezone

from tests.celery import jobs
from tests.celery.conftest import (
    OTHERS_WARNINGS,
    PATIENCE_SECONDS,
    finished,
    refreshed,
    wait_for,
)

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("on_celery"), OTHERS_WARNINGS]

HARD_TO_CARRY = [
    2**63,
    -(10**30),
    1e-7,
    "Ọ̀ṣun ñ 😀 \ud800",
    [],
    {},
    [[], {}],
    None,
    {"__type__": "uuid", "__value__": "01890000-0000-7000-8000-000000000000"},
]


@pytest.mark.parametrize("value", HARD_TO_CARRY, ids=ascii)
def test_arguments_and_results_come_back_as_json_holds_them(worker, value):
    result = finished(jobs.echo.enqueue(value, key=value))
    assert result.status == TaskResultStatus.SUCCESSFUL
    assert result.return_value == [[value], {"key": value}]
    assert (result.args, result.kwargs) == ([value], {"key": value})


def test_a_result_tells_who_ran_it_and_when(worker):
    before = timezone.now()
    enqueued = jobs.echo.enqueue()
    assert enqueued.status == TaskResultStatus.READY
    assert enqueued.enqueued_at
    assert before <= enqueued.enqueued_at <= timezone.now()
    result = finished(jobs.echo.get_result(enqueued.id))
    times = [result.enqueued_at, result.started_at, result.finished_at, timezone.now()]
    assert times == sorted(times)
    assert result.last_attempted_at == result.started_at
    assert result.attempts == 1
    assert result.worker_ids[0].startswith("celery@")
    assert result.errors == []


def test_a_coroutine_runs_too(worker):
    assert finished(jobs.echo_later.enqueue("tea")).return_value == "tea"


def test_everything_can_be_awaited(worker):
    async def call_and_wait():
        result = await jobs.echo.aenqueue(1)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not result.is_finished:
                await result.arefresh()
        with pytest.raises(TaskResultDoesNotExist):
            await jobs.echo.aget_result("default.0")
        return await jobs.echo.aget_result(result.id)

    assert async_to_sync(call_and_wait)().return_value == [[1], {}]


def test_the_context_is_given(worker):
    result = finished(jobs.tell.enqueue())
    assert result.return_value == {"id": result.id, "attempt": 1}


def test_a_failure_keeps_its_class_and_its_traceback(worker):
    result = finished(jobs.fail.enqueue("no such shirt"))
    assert result.status == TaskResultStatus.FAILED
    assert result.attempts == 1
    [error] = result.errors
    assert error.exception_class is LookupError
    assert "no such shirt" in error.traceback
    assert "jobs.py" in error.traceback
    with pytest.raises(ValueError, match="failed"):
        _ = result.return_value


def test_a_cancelled_coroutine_fails_without_its_worker(worker):
    result = finished(jobs.cancel_itself.enqueue())
    assert (result.status, result.attempts) == (TaskResultStatus.FAILED, 2)
    assert {error.exception_class for error in result.errors} == {CancelledError}


def test_a_task_may_ask_to_be_run_again(worker):
    result = finished(jobs.work_at_attempt.enqueue(3, after=0))
    assert result.return_value == result.attempts == 3
    assert [error.exception_class_path for error in result.errors] == [
        "leased_tasks.errors.Retry"
    ] * 2


def test_between_two_attempts_a_task_is_ready_again(worker):
    result = jobs.work_at_attempt.enqueue(2, after=3)
    wait_for(lambda: refreshed(result).errors, "the first attempt")
    assert result.status == TaskResultStatus.READY
    assert result.attempts == 1
    finished(result)
    assert result.started_at
    assert result.last_attempted_at
    assert result.last_attempted_at - result.started_at >= timedelta(seconds=3)


def test_the_settings_policy_decides_how_often(worker):
    result = finished(jobs.always_fail.enqueue())
    assert result.status == TaskResultStatus.FAILED
    assert result.attempts == 4
    assert {error.exception_class for error in result.errors} == {OSError}


def test_a_permanent_error_is_never_retried(worker):
    result = finished(jobs.refuse.enqueue())
    assert (result.status, result.attempts) == (TaskResultStatus.FAILED, 1)


def test_a_timeout_ends_a_task(worker):
    result = finished(jobs.dawdle.enqueue())
    assert result.status == TaskResultStatus.FAILED
    assert [one.exception_class_path for one in result.errors] == [
        "leased_tasks.errors.TaskTimeout"
    ]


def test_nobody_has_heard_of_an_unknown_id(worker):
    with pytest.raises(TaskResultDoesNotExist):
        default_task_backend.get_result("default.01890000000070008000000000000000")
    other = jobs.tell.enqueue()
    with pytest.raises(TaskResultMismatch):
        jobs.echo.get_result(other.id)


@pytest.mark.parametrize("wait", [1.5, 6.0], ids=["short", "beyond the visibility timeout"])
def test_a_deferred_task_runs_once_and_not_too_early(worker, tmp_path, wait):
    path = tmp_path / "notes"
    due = timezone.now() + timedelta(seconds=wait)
    result = jobs.note.using(run_after=due).enqueue(str(path), "here")
    result.refresh()
    assert result.status == TaskResultStatus.READY
    assert result.task.run_after == due
    finished(result)
    assert result.started_at
    assert due <= result.started_at <= due + timedelta(seconds=5)
    time.sleep(1.5)  # a copy would come by now
    assert path.read_text() == "here\n"


def test_the_urgent_overtake_by_levels_of_about_twenty(start_worker, tmp_path):
    path = tmp_path / "notes"
    start_worker("-Q", "ordered", "-c", "1")
    queued = jobs.note.using(queue_name="ordered")
    first = queued.enqueue(str(path), "first", seconds=2)
    wait_for(lambda: refreshed(first).status == TaskResultStatus.RUNNING, "the first")
    results = [
        queued.using(priority=priority).enqueue(str(path), str(priority))
        for priority in (-100, 0, -50, 100, 50, 1, 75, 2)
    ]
    for result in results:
        finished(result)
    assert path.read_text().split() == ["first", "100", "75", "50", "0", "1", "2", "-50", "-100"]


def test_signals_are_sent_where_things_happen(worker):
    heard = []
    receiver = lambda task_result, **_: heard.append(task_result.id)  # noqa: E731
    task_enqueued.connect(receiver)
    try:
        results = [jobs.echo.enqueue(), jobs.fail.enqueue("no")]
    finally:
        task_enqueued.disconnect(receiver)
    assert heard == [result.id for result in results]
    folder = worker.log.parent
    for result, end in zip(results, ("SUCCESSFUL", "FAILED"), strict=True):
        wait_for((folder / f"{result.id}.finished").exists, "the signal")
        assert (folder / f"{result.id}.started").read_text() == "RUNNING"
        wait_for(lambda r=result: (folder / f"{r.id}.finished").read_text(), "its words")
        assert (folder / f"{result.id}.finished").read_text() == end


def test_many_are_enqueued_in_order(worker):
    calls = [([number], {"double": 2 * number}) for number in range(20)]
    backend: Any = default_task_backend
    results = backend.enqueue_many(jobs.echo, calls)
    for result, (args, kwargs) in zip(results, calls, strict=True):
        assert finished(result).return_value == [args, kwargs]


@pytest.mark.django_db(transaction=True)
def test_a_task_waits_for_the_commit_around_it(worker, tmp_path):
    path = tmp_path / "notes"
    with transaction.atomic():
        result = jobs.note.enqueue(str(path), "committed")
        at_once = jobs.note.using(on_commit=False).enqueue(str(path), "at once")
        finished(at_once)
        with pytest.raises(TaskResultDoesNotExist):
            default_task_backend.get_result(result.id)
    finished(result)
    with transaction.atomic():
        undone = jobs.note.enqueue(str(path), "rolled back")
        transaction.set_rollback(True)
    with pytest.raises(TaskResultDoesNotExist):
        default_task_backend.get_result(undone.id)
    assert path.read_text().split("\n") == ["at once", "committed", ""]


def test_a_queue_must_be_declared():
    with pytest.raises(InvalidTask):
        jobs.echo.using(queue_name="elsewhere")


def test_the_management_command_serves_every_declared_queue(start_command, tmp_path):
    path = tmp_path / "notes"
    start_command("django", "tasks_celery_worker", "--concurrency", "1")
    for queue in ("ordered", "poison"):
        finished(jobs.note.using(queue_name=queue).enqueue(str(path), queue))
    assert path.read_text().split() == ["ordered", "poison"]
