"""Servers that are not there, or accept and never answer: a producer is told in time."""

import asyncio
import socket
import time

import pytest

from leased_tasks import errors
from leased_tasks.calls import Call
from leased_tasks.connections import AsyncConnection, Connection
from leased_tasks.options import Options
from tests.servers.process import free_port


def any_call() -> Call[int]:
    return Call("pause", ["lt:{lt:default:emails}:ctl"], [1], int)


@pytest.fixture
def silent_port():
    """Somebody accepts, reads, and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_silent_server_holds_a_producer_no_longer_than_its_deadline(silent_port: int) -> None:
    connection = Connection(Options.parse({"url": f"redis://127.0.0.1:{silent_port}"}))
    started = time.monotonic()
    with pytest.raises(errors.Unavailable, match="within 1 s") as caught:
        connection.run(any_call())
    assert 0.9 < time.monotonic() - started < 1.3
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
    connection = Connection(Options.parse({**options, "producer_deadline": 0.5}))
    started = time.monotonic()
    with pytest.raises(errors.Unavailable):
        connection.run(any_call())
    assert time.monotonic() - started < 0.8


def test_nobody_there_is_said_within_the_deadline() -> None:
    connection = Connection(Options.parse({"url": f"redis://127.0.0.1:{free_port()}"}))
    started = time.monotonic()
    with pytest.raises(errors.Unavailable, match=r"[Cc]onnect"):
        connection.run(any_call())
    assert time.monotonic() - started < 1.3


def test_a_coroutine_with_a_deadline_gives_up_in_time(silent_port: int) -> None:
    async def life() -> float:
        connection = AsyncConnection(Options.parse({"url": f"redis://127.0.0.1:{silent_port}"}))
        started = time.monotonic()
        with pytest.raises(errors.Unavailable):
            await connection.run(any_call(), deadline=0.5)
        await connection.close()
        return time.monotonic() - started

    assert asyncio.run(life()) < 0.8
