"""The worker: fairness, bounds, stopping, leases, processes, the health page."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.db import connections
from django.tasks import TaskResultStatus, task_backends

from leased_tasks import operations
from leased_tasks.backend import LeasedTasksBackend
from leased_tasks.connections import AsyncConnection
from leased_tasks.worker.health import Health
from leased_tasks.worker.isolated import ProcessDied
from leased_tasks.worker.sources import Source, shares
from leased_tasks.worker.worker import Limits, Worker
from tests.contract import jobs
from tests.contract.conftest import LEASE, configured, forget_all
from tests.contract.driving import drain, eventually, finished, worker_of, working

FAILED, SUCCESSFUL = TaskResultStatus.FAILED, TaskResultStatus.SUCCESSFUL


@pytest.fixture(autouse=True)
def fresh():
    jobs.seen.clear()
    jobs.gate.clear()
    jobs.together.update(now=0, most=0)


def started(result: Any) -> bool:
    result.refresh()
    return bool(result.attempts)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def sources_of(backend: LeasedTasksBackend, *weights: int) -> list[Source]:
    connection = AsyncConnection(backend.settings, "test")  # never asked here
    return [Source(backend, "default", weight, connection) for weight in weights]


def test_shares_follow_weights_and_starve_nobody(backend):
    sources, given = sources_of(backend, 1000, 3, 1), Counter[Any]()
    for _ in range(10_040):
        given.update(shares(sources, 1))
    assert [given[each] for each in sources] == [10_000, 30, 10]


def test_a_queue_that_is_being_asked_keeps_its_part_of_the_slots(backend):
    heavy, light = sources_of(backend, 5, 1)
    heavy.promises.append(1)
    assert shares([heavy, light], 1) == {}
    assert shares([heavy, light], 12) == {light: 2}
    heavy.idle.set()
    assert shares([heavy, light], 12) == {light: 12}


def test_queues_are_served_by_weight_and_none_waits_for_ever(backend):
    for _ in range(60):
        jobs.note.enqueue("d")
        jobs.note.using(queue_name="emails", priority=100).enqueue("e")
    drain(backend, weights={"emails": 5, "default": 1}, concurrency=6)
    first = Counter(jobs.seen[:36])
    assert first["e"] >= 24
    assert first["d"] >= 3


def test_a_worker_ends_after_so_many_tasks(backend):
    backend.enqueue_many(jobs.note, [((n,), {}) for n in range(30)])
    worker = worker_of(backend, max_tasks=7, concurrency=3)
    asyncio.run(asyncio.wait_for(worker.run(), 10))
    assert jobs.seen == list(range(7))
    assert backend.connection.client.zcard(f"{backend.keys('default').base}:lease") == 0


def test_functions_at_once_are_bounded_by_the_threads(backend):
    backend.enqueue_many(jobs.counts_together, [((0.01,), {})] * 30)
    drain(backend, threads=3, concurrency=20)
    assert jobs.together["most"] == 3


def test_coroutines_at_once_are_bounded_over_workers_by_their_limit(backend):
    backend.enqueue_many(jobs.two_at_once, [((0.01,), {})] * 20)
    with working(worker_of(backend)), working(worker_of(backend)):
        eventually(
            lambda: (
                not backend.connection.client.exists(
                    f"{backend.keys('default').base}:parked",
                    f"{backend.keys('default').base}:ready",
                    f"{backend.keys('default').base}:lease",
                )
            )
        )
    assert jobs.together["most"] == 2


@pytest.mark.django_db(transaction=True)
def test_threads_close_their_database_connections(backend):
    results = [jobs.asks_the_database.enqueue() for _ in range(3)]
    drain(backend, threads=1)
    for result in results:
        result.refresh()
    assert len({result.return_value for result in results}) == 3, "CONN_MAX_AGE is 0"
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE pid = ANY(%s)",
            [[result.return_value for result in results]],
        )
        assert cursor.fetchone() == (0,)


def test_what_does_not_end_in_time_is_given_back_and_runs_elsewhere(backend):
    results = [jobs.waits_for_ever.enqueue(), jobs.holds_a_thread.enqueue()]
    with working(worker_of(backend, drain=0.1)):
        eventually(lambda: len(jobs.seen) == 2)
    for result in results:
        result.refresh()
        assert (result.status, result.attempts, result.errors) == (TaskResultStatus.READY, 1, [])
    jobs.gate.set()
    with working(worker_of(backend, drain=0.1)):
        eventually(finished(results[1]))
    assert (results[1].return_value, results[1].attempts) == ("held", 2)


def test_what_ends_while_the_worker_stops_is_settled(backend):
    result = jobs.sleeps.using(timeout=9).enqueue(0.4)
    with working(worker_of(backend)) as worker:
        eventually(lambda: worker.held)
        worker._loop.call_soon_threadsafe(worker.stop)
        eventually(lambda: worker.is_stopping)
        waiting = jobs.first.enqueue()
    result.refresh()
    waiting.refresh()
    assert (result.status, waiting.status) == (SUCCESSFUL, TaskResultStatus.READY)


def test_a_blocked_loop_keeps_its_lease(backend):
    result = jobs.blocks_the_loop.enqueue(2.2 * LEASE)
    with working(worker_of(backend)), working(worker_of(backend)):
        eventually(finished(result))
    assert (result.return_value, result.attempts, jobs.seen) == ("blocked", 1, ["began"])


def test_a_lease_taken_away_stops_the_coroutine(backend):
    result = jobs.waits_for_ever.enqueue()
    with working(worker_of(backend)) as worker:
        eventually(lambda: jobs.seen)
        (member,) = worker.held
        backend.connection.client.zadd(f"{backend.keys('default').base}:lease", {member: 1})
        keys, options = backend.keys("default"), backend.settings
        backend.connection.run(operations.fetch(keys, 0, "other", options))
        eventually(lambda: jobs.seen.count("began") == 2, patience=3)
        eventually(lambda: "cancelled" in jobs.seen, patience=3)
        backend.cancel(result.id)
        eventually(lambda: not worker.held, patience=3)


def test_one_dead_backend_costs_the_other_neither_leases_nor_tasks(settings):
    settings.TASKS = {
        "default": configured(),
        "dead": configured(url="redis://127.0.0.1:1/0", producer_deadline=0.1),
    }
    good, dead = task_backends["default"], task_backends["dead"]
    assert isinstance(good, LeasedTasksBackend)
    assert isinstance(dead, LeasedTasksBackend)
    both = Worker([(good, "default", 1), (dead, "default", 1)], Limits(drain=5.0))
    result = jobs.sleeps.using(timeout=30).enqueue(1.5 * LEASE)
    with working(both):
        quick = jobs.first.enqueue()
        eventually(finished(quick), patience=10)
        eventually(finished(result))
        began = time.monotonic()
    assert time.monotonic() - began < 8, "it stops although one Redis does not answer"
    assert (result.status, result.attempts) == (SUCCESSFUL, 1)
    forget_all(good)


@pytest.mark.slow
def test_a_killed_process_takes_its_children_with_it(backend, tmp_path):
    result = jobs.isolated_with_child.enqueue(str(tmp_path))
    drain(backend)
    result.refresh()
    assert "TaskTimeout" in result.errors[0].exception_class_path
    pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    eventually(lambda: not any(alive(pid) for pid in pids), patience=3)


@pytest.mark.slow
def test_an_isolated_process_serves_again_and_is_replaced_when_it_dies(backend):
    with working(worker_of(backend)):
        first = jobs.isolated_pid.enqueue()
        eventually(finished(first))
        again = jobs.isolated_pid.enqueue()
        eventually(finished(again))
        assert again.return_value == first.return_value
        os.kill(first.return_value, signal.SIGKILL)
        eventually(lambda: not alive(first.return_value))
        time.sleep(0.5)  # its first thread ends before its last, which closes the pipe
        third = jobs.isolated_pid.enqueue()
        eventually(finished(third))
        assert third.return_value != first.return_value
        long = jobs.isolated_pid.enqueue(30)
        eventually(partial(started, long))
        time.sleep(0.5)  # it is RUNNING before its process has heard of it
        os.kill(third.return_value, signal.SIGKILL)
        eventually(finished(long))
    assert long.errors[0].exception_class is ProcessDied
    assert f"exit code -{signal.SIGKILL.value}" in long.errors[0].traceback


def start_worker(**environment: str) -> "subprocess.Popen[bytes]":
    words = [sys.executable, "-m", "django", "tasks_worker", "--queues", "default", "--drain", "1"]
    package = Path(__file__).parents[2]
    given = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(package)}
    return subprocess.Popen(words, cwd=package, env={**os.environ, **given, **environment})


@pytest.fixture
def shared():
    """The backend of tests.settings, which other processes see too."""
    backend = task_backends["default"]
    assert isinstance(backend, LeasedTasksBackend)
    forget_all(backend)
    yield backend
    forget_all(backend)


@pytest.mark.slow
def test_sigterm_lets_tasks_end_and_gives_the_rest_back(shared):
    short, long = jobs.sleeps.using(timeout=9).enqueue(1.0), jobs.waits_for_ever.enqueue()
    with start_worker() as process:
        for result in (short, long):
            eventually(partial(started, result))
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    for result in (short, long):
        result.refresh()
    assert (short.status, long.status) == (SUCCESSFUL, TaskResultStatus.READY)


@pytest.mark.slow
def test_a_worker_killed_hard_takes_its_isolated_processes_with_it(shared, tmp_path):
    jobs.isolated_with_child.using(timeout=60).enqueue(str(tmp_path))
    with start_worker() as process:
        eventually(lambda: (tmp_path / "pids").exists() and (tmp_path / "pids").read_text())
        process.kill()
    pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    eventually(lambda: not any(alive(pid) for pid in pids), patience=3)


def test_a_tick_that_raises_stops_neither_the_others_nor_the_worker(backend):
    ticked = []

    async def broken(_):
        raise RuntimeError("a broken tick")

    async def fine(_):
        ticked.append(1)

    with working(worker_of(backend, ticks=[broken, fine])):
        eventually(lambda: len(ticked) >= 2, patience=5)
        result = jobs.first.enqueue()
        eventually(finished(result), patience=2)


async def test_the_health_page_tells_good_from_bad(backend):
    worker = worker_of(backend)
    server = await Health(worker, "127.0.0.1", 0, {}).start()
    port = server.sockets[0].getsockname()[1]

    def status(path):
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return answer.status
        except HTTPError as error:
            return error.code

    async with server:
        assert await asyncio.to_thread(status, "/healthz") == 200
        assert await asyncio.to_thread(status, "/nowhere") == 404
        worker.heartbeat.last_success -= 10 * LEASE
        assert await asyncio.to_thread(status, "/healthz") == 503
