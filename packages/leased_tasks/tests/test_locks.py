"""The lock, on a real Redis, among real threads and processes."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured, SynchronousOnlyOperation
from django.db import connection
from redis import Redis

from leased_tasks.connections import Connection
from leased_tasks.errors import Unavailable
from leased_tasks.lock_calls import Claim, LockKeys
from leased_tasks.locks import LockLost, LockNotAcquired, lock
from leased_tasks.options import Options

PACKAGE = Path(__file__).parents[1]
URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")


@pytest.fixture(autouse=True)
def tasks(settings: Any) -> dict[str, Any]:
    backend = "leased_tasks.backend.LeasedTasksBackend"
    tasks: dict[str, Any] = {
        "default": {"BACKEND": backend, "OPTIONS": {"url": URL}},
        "nowhere": {"BACKEND": backend, "OPTIONS": {"url": "redis://127.0.0.1:1/0"}},
        "immediate": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
    }
    settings.TASKS = tasks
    return tasks


@pytest.fixture
def redis() -> Iterator[Redis]:
    with Redis.from_url(URL) as client:
        yield client


@pytest.fixture
def name(request: pytest.FixtureRequest, redis: Redis) -> Iterator[str]:
    name = f"{request.node.name}:{os.getpid()}"
    yield name
    keys = LockKeys("lt", name)
    redis.delete(keys.holder, keys.token, keys.freed, f"{name}:value")


@pytest.fixture
def start(tasks: dict[str, Any], name: str) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    processes = []

    def started(what: str, *, ttl: float, threads: int = 1) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.lock_process", what, name, str(ttl), str(threads)]
        process = subprocess.Popen(
            command,
            cwd=PACKAGE,
            env={**os.environ, "TASKS": json.dumps(tasks)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return process

    yield started
    for process in processes:
        process.kill()
        with suppress(BrokenPipeError):
            process.communicate(timeout=20)


def answer_of(process: subprocess.Popen[str]) -> str:
    assert process.stdin
    process.stdin.write("?\n")
    process.stdin.flush()
    return line_of(process)


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return str(process.stdout.readline()).strip()


def is_free(name: str) -> bool:
    try:
        with lock(name, wait=0):
            return True
    except LockNotAcquired:
        return False


def test_twenty_threads_of_two_processes_never_meet(start, redis: Redis, name: str) -> None:
    processes = [start("count", ttl=10, threads=10) for _ in range(2)]
    seen = sorted(tuple(pair) for process in processes for pair in json.loads(line_of(process)))
    assert [value for value, _ in seen] == list(range(200))
    tokens = [token for _, token in seen]
    assert all(earlier < later for earlier, later in pairwise(tokens))


def test_the_token_rises_whatever_happens_to_its_memory(redis: Redis, name: str) -> None:
    keys = LockKeys("lt", name)
    with lock(name) as first:
        pass
    redis.delete(keys.token)
    with lock(name) as second:
        pass
    redis.set(keys.token, 2**52)  # as if the clock had been set back by many years
    with lock(name) as third:
        pass
    assert first.token < second.token < third.token == 2**52 + 1


def test_a_call_sent_twice_takes_the_lock_once(name: str) -> None:
    connection = Connection(Options.parse({"url": URL}))
    claim = Claim(LockKeys("lt", name), "me", 5)
    assert connection.run(claim.acquire()) == connection.run(claim.acquire())
    assert connection.run(claim.release())
    assert not connection.run(claim.release())
    connection.close()


def test_who_waits_is_woken_by_the_release(name: str) -> None:
    entered, leave = Event(), Event()

    def hold() -> float:
        with lock(name, ttl=60):
            entered.set()
            assert leave.wait(20)
            return time.monotonic()

    def follow() -> float:
        with lock(name, wait=30):
            return time.monotonic()

    with ThreadPoolExecutor(2) as pool:
        holder = pool.submit(hold)
        assert entered.wait(20)
        follower = pool.submit(follow)
        time.sleep(0.3)
        assert not follower.done()
        leave.set()
        assert follower.result(20) - holder.result(20) < 1


def test_who_waits_in_vain_is_told_in_time(name: str) -> None:
    with lock(name):
        for wait in (0, 0.5):
            begun = time.monotonic()
            with pytest.raises(LockNotAcquired, match="was held"), lock(name, wait=wait):
                pass
            assert wait <= time.monotonic() - begun < wait + 2


def test_other_names_do_not_wait(name: str) -> None:
    with lock(name), lock(f"{name}2", wait=0) as other:
        assert not other.lost


def test_the_lease_is_renewed_while_the_block_runs(name: str) -> None:
    with lock(name, ttl=1) as held:
        for _ in range(32):
            time.sleep(0.1)
            held.check()
            assert not is_free(name)
    assert is_free(name)


def test_an_unrenewed_lease_ends_and_its_holder_cannot_touch_the_next(name: str) -> None:
    with lock(name, ttl=1, renew=False) as held:
        time.sleep(0.6)
        held.renew()
        time.sleep(0.6)
        held.check()
        with lock(name) as other:
            assert other.token > held.token
            assert held.lost
            for refused in (held.check, held.renew):
                with pytest.raises(LockLost, match=str(held.token)):
                    refused()
            held.release()
            other.renew()
            assert not is_free(name)


def test_a_failing_block_gives_the_lock_back(name: str) -> None:
    with pytest.raises(ZeroDivisionError), lock(name):
        _ = 1 / 0
    assert is_free(name)


def test_it_decorates_a_function(name: str) -> None:
    taken = lock(name)(lambda: is_free(name))
    assert [taken(), taken(), is_free(name)] == [False, False, True]


def test_a_killed_holder_frees_the_lock_when_its_lease_ends(start, name: str) -> None:
    process = start("hold", ttl=1)
    token = int(line_of(process))
    time.sleep(1.2)
    assert not is_free(name)
    process.send_signal(signal.SIGKILL)
    killed = time.monotonic()
    with lock(name, wait=30) as held:
        assert time.monotonic() - killed < 20
        assert held.token > token


@pytest.mark.django_db
def test_a_frozen_holder_is_refused_by_the_resource(start, name: str) -> None:
    """The resource is a row that knows the highest token it has seen."""

    def write(token: int) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE rate SET fence = %s WHERE fence <= %s", [token, token])
            return bool(cursor.rowcount)

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE rate AS SELECT 0::bigint AS fence")
    process = start("hold", ttl=1)
    token = int(line_of(process))
    assert write(token)
    assert answer_of(process) == "held"
    process.send_signal(signal.SIGSTOP)
    with lock(name, wait=10) as held:
        assert write(held.token)
        process.send_signal(signal.SIGCONT)
        assert answer_of(process) == "lost"
        assert not write(token)
        held.check()
        process.communicate(timeout=20)  # leaves its block; must not free what is ours
        held.renew()


def test_a_forked_child_leaves_the_lock_to_its_parent(start, name: str) -> None:
    process = start("leave_in_child", ttl=10)
    assert line_of(process) == "held"
    assert not is_free(name)
    process.communicate("\n", timeout=20)
    assert is_free(name)


def test_without_redis_it_says_so_in_time() -> None:
    begun = time.monotonic()
    with pytest.raises(Unavailable), lock("anything", wait=1.5, backend="nowhere"):
        pass
    assert 1.4 < time.monotonic() - begun < 5


def test_in_an_event_loop_it_refuses_to_block(name: str) -> None:
    async def take() -> None:
        with lock(name):
            pass

    with pytest.raises(SynchronousOnlyOperation, match="sync_to_async"):
        asyncio.run(take())
    assert is_free(name)


def test_a_backend_without_redis_is_named() -> None:
    with pytest.raises(ImproperlyConfigured, match="immediate"), lock("x", backend="immediate"):
        pass


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"ttl": 0.01}, {"ttl": float("inf")}, {"wait": -1}, {"wait": float("nan")}],
)
def test_what_cannot_work_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="lock"), lock(**{"name": "x", **wrong}):
        pass


def test_a_name_may_hold_anything(name: str) -> None:
    for odd in ("a}b{c", "ä ö", "{}", "x" * 500):
        with lock(f"{odd}{name}"):
            assert not is_free(f"{odd}{name}")
