"""Both connections in all modes, on real servers."""

import asyncio
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from redis import ResponseError

from leased_tasks import errors, scripts
from leased_tasks.calls import Call
from leased_tasks.connections import AsyncConnection, Connection, trouble
from leased_tasks.options import Options
from tests.servers.fixtures import Servers
from tests.servers.process import tls_binary
from tests.servers.standalone import Standalone

BASE = "lt:{lt:default:emails}"
COUNT = "redis.call('HINCRBY', KEYS[1], 'a', ARGV[1]) return redis.call('HINCRBY', KEYS[1], 'b', 1)"
SCRIPTS = {"count": COUNT, "broken": "return redis.call('HGET', KEYS[1])"}


@pytest.fixture(autouse=True)
def small_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scripts of our own, so that these tests are about the way and not about the load."""
    known: Callable[[str], str] = scripts.source
    monkeypatch.setattr(scripts, "source", lambda name: SCRIPTS.get(name) or known(name))
    monkeypatch.setattr(scripts, "sha", scripts.sha.__wrapped__)


def count(by: int = 1, queue: str = "emails") -> Call[int]:
    return Call("count", [f"lt:{{lt:default:{queue}}}:total"], [by], int)


def counted(connection: Connection, queue: str = "emails") -> list[int]:
    key = f"lt:{{lt:default:{queue}}}:total"
    return [int(each or 0) for each in connection.command("HMGET", key, "a", "b", key=key)]


@pytest.fixture
def connection(servers: Servers):
    found = Connection(Options.parse(servers.options))
    yield found
    found.close()


def test_a_call_runs_and_its_answer_is_parsed(connection: Connection) -> None:
    assert [connection.run(count()) for _ in range(3)] == [1, 2, 3]


def test_queues_of_all_slots_are_reached(connection: Connection) -> None:
    queues = [f"q{number}" for number in range(30)]
    assert [connection.run(count(queue=each)) for each in queues] == [1] * 30
    assert [connection.run(count(queue=each)) for each in queues] == [2] * 30


def test_a_known_script_costs_one_command(connection: Connection, servers: Servers) -> None:
    connection.run(count())
    server = server_of(servers)
    server.ask("CONFIG", "RESETSTAT")
    for _ in range(50):
        connection.run(count())
    ours = ("evalsha", "eval", "script", "script|load", "cluster|slots", "command", "asking")
    seen = server.ask("INFO", "commandstats")
    calls = {name: seen[f"cmdstat_{name}"]["calls"] for name in ours if f"cmdstat_{name}" in seen}
    assert calls == {"evalsha": 50}


def test_a_forgotten_script_is_loaded_again(connection: Connection, servers: Servers) -> None:
    connection.run(count())
    server_of(servers).ask("SCRIPT", "FLUSH")
    assert connection.run(count()) == 2


def test_an_error_of_the_script_is_not_tried_again(connection: Connection) -> None:
    connection.run(count())
    before = trouble.FAILED_ATTEMPTS["default"]
    with pytest.raises(ResponseError, match=r"[Ww]rong number of args"):
        connection.run(Call("broken", [BASE], [], int), deadline=20)
    assert trouble.FAILED_ATTEMPTS["default"] == before
    assert connection.run(count()) == 2


def test_threads_share_one_connection_object(connection: Connection) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: connection.run(count()), range(400)))
    assert sorted(answers) == list(range(1, 401))


def test_more_threads_than_connections_wait_for_one(servers: Servers) -> None:
    connection = Connection(Options.parse({**servers.options, "max_connections": 2}))
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: connection.run(count()), range(200)))
    connection.close()
    assert sorted(answers) == list(range(1, 201))


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_child_has_connections_of_its_own(connection: Connection) -> None:
    connection.run(count())
    children = [_fork(lambda: [connection.run(count()) for _ in range(50)]) for _ in range(3)]
    for _ in range(50):
        connection.run(count())
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 3
    assert counted(connection) == [201, 201]


def _fork(work: Callable[[], object]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - a child of pytest must never go on as pytest
        os._exit(1)


def test_the_plain_client_speaks_to_the_same_servers(
    connection: Connection, servers: Servers
) -> None:
    connection.run(count())
    assert connection.client.hget(count().keys[0], "b") == b"1"


async def _async_life(options: Options) -> None:
    connection = AsyncConnection(options)
    answers = await asyncio.gather(*(connection.run(count(queue="a")) for _ in range(50)))
    assert sorted(answers) == list(range(1, 51))
    assert await connection.client.hget(count(queue="a").keys[0], "b") == b"50"
    waiting = asyncio.create_task(connection.pop(f"{BASE}:wake", 5))
    await asyncio.sleep(0.1)
    await connection.command("LPUSH", f"{BASE}:wake", "1", key=f"{BASE}:wake")
    assert await waiting == b"1"
    started = time.monotonic()
    assert await connection.pop(f"{BASE}:wake", 0.2) is None
    assert 0.15 < time.monotonic() - started < 1.9  # and not the grace of an answer as well
    await connection.close()


def test_coroutines_call_and_wait(servers: Servers) -> None:
    asyncio.run(_async_life(Options.parse(servers.options)))


async def _closing(options: Options) -> None:
    connection = AsyncConnection(options)
    await connection.run(count())
    waiting = [asyncio.create_task(connection.pop(f"{BASE}:wake", 60)) for _ in range(3)]
    await asyncio.sleep(0.2)
    waiting[0].cancel()
    started = time.monotonic()
    with pytest.raises(asyncio.CancelledError):
        await waiting[0]
    await connection.close()
    ends = await asyncio.gather(*waiting[1:], return_exceptions=True)
    assert time.monotonic() - started < 10
    assert all(isinstance(end, errors.Unavailable) for end in ends)
    with pytest.raises(errors.Unavailable):
        await connection.run(count())
    assert asyncio.all_tasks() == {asyncio.current_task()}


def test_cancelling_and_closing_leave_nothing_behind(servers: Servers) -> None:
    asyncio.run(_closing(Options.parse(servers.options)), debug=True)


@pytest.mark.skipif(not tls_binary(), reason="no redis-server with TLS: apt install redis-server")
def test_tls_with_certificates_and_a_named_user(tmp_path: Path) -> None:
    secured = Standalone.secured(tmp_path / "tls")
    try:
        connection = Connection(Options.parse(secured.options))
        assert connection.run(count()) == 1
        assert connection.client.ping()
        connection.close()
        asyncio.run(_async_life(Options.parse(secured.options)))
    finally:
        secured.stop()


def test_a_unix_socket_with_a_database(tmp_path: Path) -> None:
    with TemporaryDirectory() as short:  # a socket's path holds 107 bytes at most
        local = Standalone(tmp_path / "local", unixsocket=f"{short}/redis")
        connection = Connection(Options.parse({"url": f"unix://{short}/redis?db=3"}))
        assert connection.run(count()) == 1
        assert connection.client.hget(count().keys[0], "b") == b"1"
        connection.close()
        asyncio.run(_async_life(Options.parse({"url": f"unix://{short}/redis?db=4"})))
        assert set(local.server.ask("INFO", "keyspace")) == {"db3", "db4"}
        local.stop()


def test_a_wrong_password_is_said_at_once_and_never_shown(standalone: Standalone, caplog) -> None:
    connection = Connection(
        Options.parse(
            {
                **standalone.options,
                "username": "shop",
                "password": "hush-hush",
                "producer_deadline": 30,
            }
        )
    )
    started = time.monotonic()
    with pytest.raises(errors.Unavailable, match="refused the name or password") as caught:
        connection.run(count())
    assert time.monotonic() - started < 10
    assert "hush" not in f"{caught.value!r} {caught.value.__cause__!r} {caplog.text}"
    assert "hush" not in repr(connection.options)


def test_a_full_memory_is_said_and_nothing_is_half_done(tmp_path: Path) -> None:
    small = Standalone(tmp_path / "small", maxmemory="2mb")
    connection = Connection(Options.parse(small.options))
    try:
        with pytest.raises(errors.StoreFull):
            for number in range(10_000):
                connection.run(Call("count", [f"{BASE}:{number}" + "x" * 2000], [1], int))
        keys = connection.client.keys("*")
        written = connection.client.hmget(keys[-1], "a", "b")
        assert written == [b"1", b"1"]
    finally:
        connection.close()
        small.stop()


def server_of(servers: Servers):
    if isinstance(servers, Standalone):
        return servers.server
    return servers.primary_of(BASE) if hasattr(servers, "primary_of") else servers.primary()
