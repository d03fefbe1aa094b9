"""`check --deploy` asks a real Redis whether it would make room."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from apps.common.checks import cache_makes_room
from devstack import ports
from devstack.redis import find_redis


@pytest.fixture
def cache(tmp_path: Path, settings) -> Iterator[Redis]:
    port = ports.any_free()
    words = [str(find_redis()), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    server = subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.DEVNULL)
    settings.PUBLIC_CACHE = settings.PUBLIC_CACHE | {"url": f"redis://127.0.0.1:{port}/0"}
    try:
        with Redis(port=port, retry=Retry(ConstantBackoff(0.1), 100)) as redis:
            redis.ping()
            yield redis
    finally:
        server.terminate()
        server.wait(10)


def found() -> list[str]:
    return [str(message.id) for message in cache_makes_room()]


@pytest.mark.parametrize(
    ("most", "policy", "expected"),
    [
        ("0", "allkeys-lru", ["fashionistar.W003"]),
        ("64mb", "noeviction", ["fashionistar.W003"]),
        ("64mb", "allkeys-lru", []),
    ],
)
def test_a_cache_that_never_makes_room_is_warned_of(
    cache: Redis, most: str, policy: str, expected: list[str]
) -> None:
    cache.config_set("maxmemory", most)
    cache.config_set("maxmemory-policy", policy)
    assert found() == expected


def test_a_cache_that_is_away_is_not_judged(settings) -> None:
    url = f"redis://127.0.0.1:{ports.any_free()}/0"
    settings.PUBLIC_CACHE = settings.PUBLIC_CACHE | {"url": url}
    assert found() == []
