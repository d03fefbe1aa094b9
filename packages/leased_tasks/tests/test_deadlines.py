"""Servers that are not there, or accept and never answer: a producer is told in time."""

import asyncio
import socket
import time

import pytest

from leased_tasks import errors, operations
from leased_tasks.calls import Call
from leased_tasks.connections import AsyncConnection, Connection
from leased_tasks.keys import QueueKeys
from leased_tasks.options import Options
from tests.servers.cluster import Cluster
from tests.servers.process import free_port
from tests.servers.sentinel import Sentinel

# So much longer than any deadline that a busy machine cannot be mistaken for who ignores it.
STEPS = {"connect_timeout": 30, "socket_timeout": 30}
LATE = 10.0  # s


def any_call() -> Call[object]:
    return operations.pause(QueueKeys("lt", "default", "emails"), paused=True)


@pytest.fixture
def silent_port():
    """Somebody accepts, reads, and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_silent_server_holds_a_producer_no_longer_than_its_deadline(silent_port: int) -> None:
    connection = Connection(Options.parse({"url": f"redis://127.0.0.1:{silent_port}", **STEPS}))
    started = time.monotonic()
    with pytest.raises(errors.Unavailable, match="within 1 s") as caught:
        connection.run(any_call())
    assert 0.9 < time.monotonic() - started < LATE
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize("mode", ["sentinel", "cluster"])
def test_silent_sources_hold_a_producer_no_longer_than_its_deadline(
    silent_port: int, mode: str
) -> None:
    silent = [("127.0.0.1", silent_port)] * 3
    options = {
        "sentinel": {"mode": mode, "sentinels": silent, "service_name": "shop"},
        "cluster": {"mode": mode, "nodes": silent},
    }[mode]
    connection = Connection(Options.parse({**options, **STEPS, "producer_deadline": 0.5}))
    started = time.monotonic()
    with pytest.raises(errors.Unavailable):
        connection.run(any_call())
    assert time.monotonic() - started < LATE


@pytest.fixture
def deaf_port():
    """Not even the connection comes about: the queue of those who knock is full."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        guests = [socket.socket() for _ in range(4)]
        for guest in guests:
            guest.setblocking(False)
            guest.connect_ex(server.getsockname())
        yield server.getsockname()[1]
        for guest in guests:
            guest.close()


def test_a_deaf_server_holds_a_producer_no_longer_than_its_deadline(deaf_port: int) -> None:
    connection = Connection(
        Options.parse({"url": f"redis://127.0.0.1:{deaf_port}", **STEPS, "producer_deadline": 0.5})
    )
    started = time.monotonic()
    with pytest.raises(errors.Unavailable):
        connection.run(any_call())
    assert 0.4 < time.monotonic() - started < LATE


def test_nobody_there_is_said_within_the_deadline() -> None:
    connection = Connection(Options.parse({"url": f"redis://127.0.0.1:{free_port()}"}))
    started = time.monotonic()
    with pytest.raises(errors.Unavailable, match=r"[Cc]onnect"):
        connection.run(any_call())
    assert time.monotonic() - started < LATE


def test_a_coroutine_with_a_deadline_gives_up_in_time(silent_port: int) -> None:
    async def life() -> float:
        connection = AsyncConnection(
            Options.parse({"url": f"redis://127.0.0.1:{silent_port}", **STEPS})
        )
        started = time.monotonic()
        with pytest.raises(errors.Unavailable):
            await connection.run(any_call(), deadline=0.5)
        await connection.close()
        return time.monotonic() - started

    assert asyncio.run(life()) < LATE


def with_a_silent_first(servers: Sentinel | Cluster, silent_port: int) -> Options:
    name = "sentinels" if isinstance(servers, Sentinel) else "nodes"
    places = [("127.0.0.1", silent_port), *servers.options[name]]
    return Options.parse({**servers.options, name: places})


@pytest.mark.parametrize(
    "mode",
    [
        pytest.param("sentinel", marks=pytest.mark.sentinel),
        pytest.param("cluster", marks=pytest.mark.cluster),
    ],
)
def test_one_silent_source_does_not_keep_us_from_the_others(
    request: pytest.FixtureRequest, silent_port: int, mode: str
) -> None:
    options = with_a_silent_first(request.getfixturevalue(mode), silent_port)
    connection = Connection(options)
    connection.run(any_call())
    connection.close()

    async def life() -> None:
        patient = AsyncConnection(options)
        await patient.run(any_call(), deadline=1)
        await patient.close()

    asyncio.run(life())
