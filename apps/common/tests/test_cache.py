"""A cache whose Redis does not answer is an empty one, and a quick one."""

import socket
import time
from collections.abc import Iterator

import pytest

from apps.common.integrations import cache as module
from apps.common.integrations.cache import VanishingRedisCache

_TIMEOUT = 0.3


@pytest.fixture
def frozen() -> Iterator[socket.socket]:
    """Listen and never answer, as a stopped Redis does."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def cache_at(server: socket.socket) -> VanishingRedisCache:
    """Return a cache on that address."""
    address = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
    return VanishingRedisCache(address, {"OPTIONS": {"socket_timeout": _TIMEOUT}})


def test_a_frozen_server_costs_a_page_one_timeout(frozen: socket.socket) -> None:
    cache, began = cache_at(frozen), time.monotonic()
    for number in range(20):
        assert cache.get(f"key-{number}", "nothing") == "nothing"
        cache.set(f"key-{number}", "value")
    assert time.monotonic() - began < 4 * _TIMEOUT


def test_a_server_is_asked_again_after_a_while(
    frozen: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_QUIET_SECONDS", 0.1)
    cache = cache_at(frozen)
    for _ in range(2):
        began = time.monotonic()
        cache.get("key")
        assert time.monotonic() - began >= _TIMEOUT * 0.9
        time.sleep(0.15)
