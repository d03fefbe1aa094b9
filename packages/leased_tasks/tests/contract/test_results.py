"""What Django's own tests ask of a backend (tests/tasks of Django), asked of ours with a worker.

Left out: that results cannot be fetched, that `run_after` is refused, that an enqueue runs the
task at once (ImmediateBackend alone), `clear()` and `results` (DummyBackend alone).
KeyboardInterrupt ends Django's process, ours is a worker: it fails the task; see
test_hostile_tasks. Pickling and ordering belong to Django's own classes (6.1).
"""

import dataclasses
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.tasks import TaskResultStatus, default_task_backend, task_backends
from django.tasks.exceptions import (
    InvalidTaskBackend,
    TaskResultDoesNotExist,
    TaskResultMismatch,
)

from tests.contract import jobs

BOTH = pytest.mark.parametrize("job", [jobs.echo, jobs.echo_async], ids=["function", "coroutine"])
UNKNOWN = [
    "123",
    "default.",
    f"default.{'0' * 32}",
    "a:b.c",
    "",
    f"no.{'f' * 32}",
    "default\n",
]


def test_it_is_the_backend_of_its_alias(backend):
    assert default_task_backend == task_backends["default"]
    assert jobs.echo.get_backend() is task_backends["default"]


@BOTH
def test_a_task_comes_back_with_all_that_django_promises(job, drain):
    result = job.enqueue(1, two=3)
    assert (result.status, result.is_finished) == (TaskResultStatus.READY, False)
    assert (result.args, result.kwargs, result.task) == ([1], {"two": 3}, job)
    assert (result.started_at, result.finished_at, result.last_attempted_at) == (None, None, None)
    assert (result.attempts, result.errors, result.worker_ids) == (0, [], [])
    assert len(result.id) < 64
    with pytest.raises(ValueError, match="Task has not finished yet"):
        _ = result.return_value
    worker = drain()
    result.refresh()
    assert (result.status, result.is_finished) == (TaskResultStatus.SUCCESSFUL, True)
    assert result.return_value == {"args": [1], "kwargs": {"two": 3}}
    times: list[Any] = [result.enqueued_at, result.started_at, result.finished_at]
    assert times == sorted(times)
    assert result.last_attempted_at == result.started_at
    assert abs(times[2] - datetime.now(UTC)) < timedelta(seconds=30)
    assert (result.attempts, result.worker_ids, result.errors) == (1, [worker.id], [])


@BOTH
async def test_the_same_from_coroutines(job, backend):
    result = await job.aenqueue(1)
    again = await job.aget_result(result.id)
    assert again == result
    await again.arefresh()
    assert again.status == TaskResultStatus.READY


def test_a_result_fetched_is_the_result_enqueued(backend):
    later = datetime.now(UTC) + timedelta(hours=1)
    job = jobs.first.using(priority=7, queue_name="emails", run_after=later)
    result = job.enqueue([1])
    fetched = backend.get_result(result.id)
    assert fetched == result
    assert dataclasses.asdict(fetched) == dataclasses.asdict(result)
    assert (fetched.task.priority, fetched.task.queue_name) == (7, "emails")
    assert fetched.task.run_after == later


@pytest.mark.parametrize(
    ("job", "text"),
    [(jobs.value_error, "of a function"), (jobs.value_error_async, "of a coroutine")],
)
def test_an_error_is_kept_with_class_and_traceback(job, text, drain, caplog):
    result = job.enqueue()
    with caplog.at_level(logging.DEBUG, "django.tasks"):
        drain()
    result.refresh()
    assert (result.status, result.is_finished) == (TaskResultStatus.FAILED, True)
    assert result.errors[0].exception_class is ValueError
    assert result.errors[0].traceback.endswith(f"ValueError: {text}\n")
    assert "jobs.py" in result.errors[0].traceback
    with pytest.raises(ValueError, match="Task failed"):
        _ = result.return_value
    assert None not in (result.started_at, result.finished_at)
    logged = [record for record in caplog.records if record.name == "django.tasks"]
    assert [record.levelname for record in logged] == ["INFO", "ERROR"]
    assert text in str(logged[1].exc_info[1])


def test_success_is_logged_without_an_error(drain, caplog):
    with caplog.at_level(logging.DEBUG, "django.tasks"):
        result = jobs.first.enqueue(1)
        drain()
    logged = [each.getMessage() for each in caplog.records if each.name == "django.tasks"]
    words = ["enqueued", "state=RUNNING", "state=SUCCESSFUL"]
    assert all(word in line for word, line in zip(words, logged, strict=True))
    assert all(result.id in line and "NoneType" not in line for line in logged)


def test_the_context_tells_the_task_who_it_is(drain):
    results = [jobs.who_am_i.enqueue(), jobs.who_am_i_sync.enqueue(5)]
    worker = drain()
    for result in results:
        result.refresh()
    first, second = results
    assert first.return_value == [first.id, 1, "RUNNING", [worker.id], 0]
    assert second.return_value == [second.id, 1, 5]


def test_a_retried_task_has_one_id_and_all_errors(drain):
    result = jobs.third_time_lucky.enqueue()
    worker = drain()
    result.refresh()
    texts = ["ValueError: attempt 1", "ValueError: attempt 2"]
    assert result.return_value == texts, "the task itself sees the errors of earlier attempts"
    assert result.worker_ids == [worker.id] * 3
    assert [error.exception_class for error in result.errors] == [ValueError] * 2
    times: list[Any] = [result.started_at, result.last_attempted_at, result.finished_at]
    assert times == sorted(times)
    assert times[0] < times[1]


@pytest.mark.parametrize("unknown", UNKNOWN)
async def test_an_unknown_id_is_said_to_be_unknown(unknown, backend):
    for place in (jobs.echo, backend):
        with pytest.raises(TaskResultDoesNotExist):
            place.get_result(unknown)
        with pytest.raises(TaskResultDoesNotExist):
            await place.aget_result(unknown)
    assert not backend.cancel(unknown)
    assert not backend.requeue(unknown)


async def test_a_result_of_another_task_is_refused(backend):
    result = jobs.echo.enqueue()
    with pytest.raises(TaskResultMismatch):
        jobs.first.get_result(result.id)
    with pytest.raises(TaskResultMismatch):
        await jobs.first.aget_result(result.id)


def test_a_result_whose_code_is_gone_is_unknown(backend, monkeypatch):
    result = jobs.echo.enqueue()
    key = f"{backend.keys('default').base}:t:{result.id}"
    backend.connection.client.hset(key, "p", '{"f":"tests.contract.nowhere.gone","a":[],"k":{}}')
    with pytest.raises(TaskResultDoesNotExist):
        backend.get_result(result.id)


def test_a_result_of_a_queue_no_more_declared_is_unknown(backend):
    result = jobs.echo.using(queue_name="emails").enqueue()
    backend.queues.discard("emails")
    with pytest.raises(TaskResultDoesNotExist):
        backend.get_result(result.id)


def test_finished_results_are_forgotten_in_time(backend, drain):
    done, failed = jobs.first.enqueue(), jobs.value_error.enqueue()
    waiting = jobs.first.using(run_after=datetime.now(UTC) + timedelta(days=900)).enqueue()
    drain()
    client, base = backend.connection.client, backend.keys("default").base
    lives = [client.ttl(f"{base}:t:{each.id}") for each in (done, failed, waiting)]
    assert lives == [
        pytest.approx(backend.settings.result_ttl, abs=60),
        pytest.approx(backend.settings.failed_ttl, abs=60),
        -1,
    ]


def test_without_a_backend_nothing_is_enqueued(settings):
    settings.TASKS = {}
    with pytest.raises(InvalidTaskBackend):
        jobs.echo.enqueue()
