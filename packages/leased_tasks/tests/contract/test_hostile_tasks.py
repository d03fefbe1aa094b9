"""Whatever a task does or stands in Redis, it is settled, and the worker lives on."""

import asyncio
import json
import time

import pytest
from django.tasks import TaskResultStatus
from django.tasks.signals import task_finished

from leased_tasks.errors import (
    Cancelled,
    PermanentError,
    TaskTimeout,
    UnknownTask,
    UnstorableResult,
)
from leased_tasks.worker.attempts import UnreadablePayload
from leased_tasks.worker.isolated import IsolatedError
from leased_tasks.worker.schedule import Clockwork, read_schedule
from tests.contract import carried, jobs
from tests.contract.driving import drain, eventually, finished, worker_of, working

FAILED, SUCCESSFUL = TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL


@pytest.fixture(autouse=True)
def fresh():
    jobs.seen.clear()
    jobs.gate.clear()


@pytest.fixture
def key_of(backend):
    return lambda result: f"{backend.keys('default').base}:t:{result.id}"


def settled(backend, *results, **how):
    """Work on the results and on one task more, which shows that the worker lives."""
    alive = jobs.first.using(priority=-100).enqueue("alive")
    drain(backend, **how)
    for result in (*results, alive):
        result.refresh()
    assert alive.return_value == "alive"
    return results


@pytest.mark.parametrize("job", [jobs.raises, jobs.raises_async], ids=["function", "coroutine"])
def test_any_exception_fails_the_task_and_nothing_else(job, backend):
    results = settled(backend, *[job.enqueue(name) for name in jobs.ERRORS])
    assert {result.status for result in results} == {FAILED}
    for result, wanted in zip(results, jobs.ERRORS.values(), strict=True):
        (error,) = result.errors
        got = error.exception_class
        assert got is wanted or (wanted is StopIteration and got is RuntimeError)
        assert "Traceback" in error.traceback


@pytest.mark.slow
def test_any_exception_of_an_isolated_function_comes_over(backend):
    names = list(jobs.ERRORS)
    results = settled(backend, *[jobs.raises_isolated.enqueue(name) for name in names], threads=1)
    for name, result in zip(names, results, strict=True):
        wanted = IsolatedError if name == "unspeakable" else jobs.ERRORS[name]
        assert result.errors[0].exception_class is wanted
        assert "raises_isolated" in result.errors[0].traceback


@pytest.mark.parametrize("waits", [True, False])
def test_a_task_that_cancels_itself_is_settled(backend, waits):
    (result,) = settled(backend, jobs.cancels_itself.enqueue(waits=waits))
    assert result.status == (FAILED if waits else SUCCESSFUL)


def test_a_task_that_cancels_itself_and_goes_on_succeeds_while_somebody_listens(backend):
    heard = []

    def note(task_result, **_):
        heard.append(task_result.status)

    task_finished.connect(note)  # called in a thread, so the loop has to wait for it
    try:
        (result,) = settled(backend, jobs.cancels_itself.enqueue(waits=False))
    finally:
        task_finished.disconnect(note)
    assert result.status == SUCCESSFUL
    assert set(heard) == {SUCCESSFUL}


@pytest.mark.parametrize("job", [jobs.returns_an_object, jobs.returns_an_object_async])
def test_a_result_that_json_has_not_fails_at_once(backend, job):
    (result,) = settled(backend, job.using(retry=5).enqueue())
    error = result.errors[0].exception_class
    assert error is UnstorableResult
    assert issubclass(error, TypeError)
    assert "Unsupported type" in result.errors[0].traceback
    assert jobs.seen == ["ran"], "its work was done; a retry would do it again"


def test_a_huge_result_fails_at_once_and_a_large_one_comes_back(backend):
    largest = backend.settings.max_payload
    fits, not_so = settled(
        backend, jobs.returns_much.enqueue(largest - 2), jobs.returns_much.enqueue(largest - 1)
    )
    assert len(fits.return_value) == largest - 2
    assert not_so.errors[0].exception_class is UnstorableResult


PAYLOADS = {
    "no JSON": "{",
    "no mapping": "[]",
    "arguments that are no list": '{"f":"tests.contract.jobs.first","a":5,"k":{}}',
    "a path that is no text": '{"f":5,"a":[],"k":{}}',
    "too deep": '{"f":"x","a":' + "[" * 100_000 + "]" * 100_000 + ',"k":{}}',
    "bytes": b"\xff\xfe",
    "empty": "",
}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_an_unreadable_payload_fails_for_good(payload, backend, key_of):
    result = jobs.first.enqueue()
    client = backend.connection.client
    client.hset(key_of(result), "p", payload)
    settled(backend)
    status, error = client.hmget(key_of(result), "s", "e:1")
    assert status == b"FAILED"
    assert UnreadablePayload.__qualname__ in json.loads(error)["c"]


PATHS = ["tests.contract.gone.x", "tests.contract.jobs.gone", "tests.contract.jobs.seen", "nodots"]
PATHS += ["tests.contract.broken_module.job", "tests.contract.exiting_module.job", "", "..", "a..b"]


@pytest.mark.parametrize("path", PATHS)
def test_a_task_that_is_not_in_this_code_fails(path, backend, key_of):
    result = jobs.first.enqueue()
    client = backend.connection.client
    client.hset(key_of(result), "p", json.dumps({"f": path, "a": [], "k": {}}))
    settled(backend)
    status, error = client.hmget(key_of(result), "s", "e:1")
    assert (status, UnknownTask.__qualname__ in json.loads(error)["c"]) == (b"FAILED", True)


def test_arguments_that_do_not_fit_the_function_fail(backend):
    (result,) = settled(backend, jobs.unique.enqueue(1, 2, 3))
    assert result.errors[0].exception_class is TypeError


@pytest.mark.parametrize("job", [jobs.carried_sync, jobs.carried_async], ids=["sync", "async"])
def test_the_context_of_the_enqueuer_is_restored(job, backend, settings):
    settings.TASKS_CONTEXT = "tests.contract.carried"
    results = []
    for request in ("r1", "", "r2"):
        token = carried.current.set(request)
        results.append(job.enqueue())
        carried.current.reset(token)
    settled(backend, *results, concurrency=1)
    assert [result.return_value for result in results] == ["r1", "", "r2"]


@pytest.mark.slow
def test_the_context_is_restored_in_an_isolated_process_too(backend, settings, monkeypatch):
    settings.TASKS_CONTEXT = "tests.contract.carried"
    monkeypatch.setenv("LEASED_TASKS_TEST_CONTEXT", settings.TASKS_CONTEXT)
    token = carried.current.set("r1")
    result = jobs.isolated_context.enqueue()
    carried.current.reset(token)
    settled(backend, result)
    assert result.return_value == [1, "r1"]


async def test_nothing_is_fired_before_the_clock_of_redis_is_known(backend, settings):
    settings.TASKS_SCHEDULE = {"line": {"task": "tests.contract.jobs.first", "every": 60}}
    clockwork, worker = Clockwork(read_schedule()), worker_of(backend)
    client, ticks = backend.connection.client, f"{backend.keys('default').base}:cron"
    await clockwork(worker)
    assert client.hgetall(ticks) == {}
    await worker._fetch(worker.sources[0], 0)
    await clockwork(worker)
    await worker.sources[0].connection.close()
    assert list(client.hgetall(ticks)) == [b"line"]


async def test_a_line_of_the_schedule_that_cannot_be_fired_holds_up_no_other(backend, settings):
    settings.TASKS_SCHEDULE = {
        "its key wants an argument": {"task": "tests.contract.jobs.unique_by_key", "every": 1},
        "fine": {"task": "tests.contract.jobs.first", "every": 1},
    }
    clockwork, worker = Clockwork(read_schedule()), worker_of(backend)
    await worker._fetch(worker.sources[0], 0)
    await clockwork(worker)  # a line seen for the first time begins with its next tick
    await asyncio.sleep(1.1)
    await clockwork(worker)
    await worker.sources[0].connection.close()
    assert backend.connection.client.zcard(f"{backend.keys('default').base}:ready") == 1


@pytest.mark.parametrize("job", [jobs.carried_sync, jobs.carried_async], ids=["sync", "async"])
def test_a_broken_context_hook_fails_the_task(job, backend, settings):
    settings.TASKS_CONTEXT = "tests.contract.carried"
    token = carried.current.set("poison")
    result = job.enqueue()
    carried.current.reset(token)
    settled(backend, result)
    assert result.errors[0].exception_class is LookupError


def test_a_coroutine_past_its_timeout_is_cancelled(backend):
    began = time.monotonic()
    (result,) = settled(backend, jobs.sleeps.enqueue(30))
    assert result.errors[0].exception_class is TaskTimeout
    assert time.monotonic() - began < 10
    (fine,) = settled(backend, jobs.sleeps.using(timeout=5).enqueue(0.3))
    assert fine.return_value == "slept"


@pytest.mark.parametrize("permanent", [True, False])
def test_a_permanent_error_is_never_retried(backend, permanent):
    (result,) = settled(backend, jobs.never_for_key_error.enqueue(permanent=permanent))
    assert (result.status, result.attempts) == (FAILED, 1)
    assert result.errors[0].exception_class is (PermanentError if permanent else KeyError)


def test_a_task_says_when_it_wants_to_be_tried_again(backend):
    result = jobs.later.enqueue(0.4)
    with working(worker_of(backend)):
        eventually(finished(result))
    assert result.attempts == 2
    assert result.last_attempted_at
    assert result.started_at
    waited = (result.last_attempted_at - result.started_at).total_seconds()
    assert 0.4 <= waited < 0.6


@pytest.mark.parametrize("job", [jobs.waits_for_ever, jobs.will_not_be_cancelled])
def test_a_cancelled_coroutine_is_stopped_and_its_result_dropped(job, backend, caplog):
    result = job.enqueue()
    with working(worker_of(backend)) as worker:
        eventually(lambda: jobs.seen)
        assert backend.cancel(result.id)
        eventually(lambda: "cancelled" in jobs.seen, patience=2)
        eventually(lambda: not worker.held)
    result.refresh()
    assert (result.status, result.attempts) == (FAILED, 1)
    assert result.errors[0].exception_class is Cancelled
    assert not [each for each in caplog.records if "SUCCESSFUL" in each.getMessage()]


def test_a_cancelled_function_goes_on_and_its_result_is_refused(backend):
    result = jobs.holds_a_thread.enqueue()
    with working(worker_of(backend)) as worker:
        eventually(lambda: jobs.seen)
        assert backend.cancel(result.id)
        eventually(lambda: not worker.held, patience=2)
        jobs.gate.set()
        eventually(lambda: "ended" in jobs.seen)
    result.refresh()
    assert result.errors[0].exception_class is Cancelled
