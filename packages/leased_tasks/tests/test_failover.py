"""Servers die, freeze, forget and move; the connections bear it."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from typing import Self

import pytest

from leased_tasks import errors, scripts
from leased_tasks.calls import Call
from leased_tasks.connections import AsyncConnection, Connection
from leased_tasks.options import Options
from tests.servers.cluster import Cluster
from tests.servers.sentinel import Sentinel
from tests.servers.standalone import Standalone

KEY = "lt:{lt:default:emails}:total"
# Two keys in one slot that must never differ: a script that ran by half would tell.
PAIR = """
local n = redis.call('GET', KEYS[1] .. ':a')
redis.call('SET', KEYS[1] .. ':a', (n or 0) + 1)
return redis.call('INCR', KEYS[1] .. ':b')
"""


@pytest.fixture(autouse=True)
def small_script(monkeypatch: pytest.MonkeyPatch) -> None:
    known: Callable[[str], str] = scripts.source
    monkeypatch.setattr(scripts, "source", lambda name: PAIR if name == "pair" else known(name))
    monkeypatch.setattr(scripts, "sha", scripts.sha.__wrapped__)


def pair() -> Call[int]:
    return Call("pair", [KEY], [], int)


def halves(connection: Connection) -> tuple[int, int]:
    values = [connection.command("GET", f"{KEY}:{half}", key=KEY, deadline=10) for half in "ab"]
    return int(values[0] or 0), int(values[1] or 0)


def seconds_until_it_works(connection: Connection) -> float:
    started = time.monotonic()
    connection.run(pair(), deadline=20)
    return time.monotonic() - started


def test_a_frozen_server_holds_nobody_and_serves_again(standalone: Standalone) -> None:
    patient = {"producer_deadline": 0.4, "connect_timeout": 30, "socket_timeout": 30}
    connection = Connection(Options.parse({**standalone.options, **patient}))
    connection.run(pair())
    standalone.server.freeze()
    started = time.monotonic()
    with pytest.raises(errors.Unavailable):
        connection.run(pair())
    assert time.monotonic() - started < 10
    standalone.server.thaw()
    assert seconds_until_it_works(connection) < 10
    connection.close()


def test_what_aof_kept_is_there_after_a_kill(standalone: Standalone) -> None:
    standalone.server.ask("CONFIG", "SET", "appendfsync", "always")
    connection = Connection(Options.parse(standalone.options))
    connection.run(pair())
    standalone.server.kill()
    with pytest.raises(errors.Unavailable):
        connection.run(pair(), deadline=0.2)
    standalone.server.start()
    assert connection.run(pair(), deadline=5) == 2
    connection.close()


async def _outage(standalone: Standalone) -> None:
    connection = AsyncConnection(Options.parse(standalone.options), "emails")
    await connection.run(pair())
    await asyncio.to_thread(standalone.server.kill)
    many = [asyncio.create_task(connection.run(pair())) for _ in range(20)]
    waiting = asyncio.create_task(connection.pop("k", 30))
    await asyncio.sleep(1)
    assert not any(each.done() for each in [*many, waiting])
    await asyncio.to_thread(standalone.server.start)
    async with asyncio.timeout(5):
        await asyncio.gather(*many)
    await connection.command("LPUSH", "k", "v", key="k")
    assert await waiting == b"v"
    await connection.close()


def test_workers_wait_for_ever_and_say_so_once(standalone: Standalone, caplog) -> None:
    caplog.set_level(logging.INFO, "leased_tasks")
    asyncio.run(_outage(standalone), debug=False)
    spoken = [(each.levelname, each.getMessage()) for each in caplog.records]
    assert [level for level, _ in spoken] == ["WARNING", "INFO"]
    assert "'emails' fails; trying on" in spoken[0][1]
    assert "is back after" in spoken[1][1]


def test_scripts_are_flushed_while_threads_call(standalone: Standalone) -> None:
    connection = Connection(Options.parse(standalone.options))
    with Load(connection) as load:
        for _ in range(50):
            standalone.server.ask("SCRIPT", "FLUSH")
    assert not load.failures
    assert halves(connection) == (load.done, load.done)
    connection.close()


@pytest.mark.sentinel
def test_sentinel_names_another_primary(sentinel: Sentinel) -> None:
    connection = Connection(Options.parse(sentinel.options))
    connection.run(pair())
    for kill in (True, False):
        old = sentinel.primary()
        (old.kill if kill else old.freeze)()
        with pytest.raises(errors.Unavailable):
            connection.run(pair(), deadline=0.3)
        sentinel.await_new_primary(old)
        assert seconds_until_it_works(connection) < 10
        if not kill:
            old.thaw()
        sentinel.heal()
    connection.close()


@pytest.mark.sentinel
def test_a_primary_that_became_a_replica_is_left(sentinel: Sentinel) -> None:
    connection = Connection(Options.parse(sentinel.options))
    connection.run(pair())
    old = sentinel.primary()
    sentinel.sentinels[0].ask("SENTINEL", "FAILOVER", "shop")
    sentinel.await_new_primary(old)
    assert seconds_until_it_works(connection) < 10
    assert halves(connection)[0] == halves(connection)[1]
    connection.close()


async def _async_failover(options: Options, change: Callable[[], object]) -> float:
    connection = AsyncConnection(options)
    await connection.run(pair())
    waiting = asyncio.create_task(connection.pop(f"{KEY}:wake", 60))
    await asyncio.sleep(0.2)
    await asyncio.to_thread(change)
    started = time.monotonic()
    await connection.run(pair())
    await connection.command("LPUSH", f"{KEY}:wake", "v", key=KEY)
    assert await asyncio.wait_for(waiting, 10) == b"v"
    await connection.close()
    return time.monotonic() - started


@pytest.mark.sentinel
def test_coroutines_follow_the_sentinels(sentinel: Sentinel) -> None:
    def fail_over() -> None:
        old = sentinel.primary()
        old.kill()
        sentinel.await_new_primary(old)

    assert asyncio.run(_async_failover(Options.parse(sentinel.options), fail_over)) < 10


@pytest.mark.cluster
def test_coroutines_follow_a_cluster(cluster: Cluster) -> None:
    def fail_over() -> None:
        old = cluster.primary_of(KEY)
        old.kill()
        cluster.await_new_primary(KEY, old)

    assert asyncio.run(_async_failover(Options.parse(cluster.options), fail_over)) < 10


@pytest.mark.cluster
def test_a_replica_takes_over_in_a_cluster(cluster: Cluster) -> None:
    connection = Connection(Options.parse(cluster.options))
    connection.run(pair())
    old = cluster.primary_of(KEY)
    old.kill()
    cluster.await_new_primary(KEY, old)
    assert seconds_until_it_works(connection) < 10
    old.start()
    connection.run(pair(), deadline=5)
    connection.close()


@pytest.mark.cluster
def test_a_slot_moves_under_load(cluster: Cluster) -> None:
    connection = Connection(Options.parse(cluster.options))
    connection.run(pair())
    with Load(connection) as load:
        for _ in range(10):
            cluster.move(KEY, cluster.other_primary(KEY))
            time.sleep(0.02)
    assert not load.failures
    assert halves(connection) == (load.done + 1, load.done + 1)
    connection.close()


@pytest.mark.cluster
def test_a_queue_of_two_halves_is_refused_not_half_done(cluster: Cluster) -> None:
    connection = Connection(Options.parse(cluster.options))
    connection.run(pair())
    target = cluster.other_primary(KEY)
    source = cluster.begin_move(KEY, target)
    assert cluster.move_keys(KEY, source, target, 1) == 1
    with pytest.raises(errors.Unavailable) as caught:
        connection.run(pair(), deadline=0.5)
    assert "TryAgain" in str(caught.value)
    while cluster.move_keys(KEY, source, target, 10):
        pass
    cluster.end_move(KEY, source, target)
    assert halves(connection) == (1, 1)
    assert connection.run(pair(), deadline=5) == 2
    connection.close()


class Load:
    """Four threads that call without a pause, until the block ends."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._work) for _ in range(4)]
        self._lock = threading.Lock()
        self.done = 0
        self.failures: list[Exception] = []

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while not self._over.is_set():
            try:
                self._connection.run(pair())
            except Exception as error:  # noqa: BLE001 - the test looks at them
                self.failures.append(error)
            else:
                with self._lock:
                    self.done += 1
