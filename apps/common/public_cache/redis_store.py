"""Answers and versions in Redis, which may forget or be away: then nothing is kept."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from redis.asyncio import Redis
from redis.exceptions import RedisError

from apps.common.ids import new_id
from apps.common.observability.logs import logger
from apps.common.public_cache.shelf import Kept, kept

_FRESH_SECONDS = 0.5  # with the relay's 0.2 s an answer is old for less than a second
_ANSWER_SECONDS = 1.0  # a busy loop comes back late to an answer that was there at once
_QUIET_SECONDS = 5.0
_AT_ONCE = 16  # questions under way; a crowd of new addresses waits in line

log = logger(__name__)
_stores: WeakKeyDictionary[asyncio.AbstractEventLoop, "Store"] = WeakKeyDictionary()


class Store:
    """What one event loop knows of Redis, and who reads what just now."""

    def __init__(self) -> None:
        self._redis = Redis.from_url(
            settings.PUBLIC_CACHE["url"],
            socket_timeout=_ANSWER_SECONDS,
            socket_connect_timeout=_ANSWER_SECONDS,
        )
        self._known: dict[str, tuple[float, str | None]] = {}  # topic -> monotonic clock, version
        self._asking: dict[str, asyncio.Task[str | None]] = {}
        self._quiet_until = 0.0
        self._line = asyncio.Semaphore(_AT_ONCE)
        self.flights: dict[str, asyncio.Future[Kept | None]] = {}

    async def version(self, topic: str) -> str | None:
        """Return the version of the content, at most half a second old; None: do not keep."""
        at, version = self._known.get(topic, (float("-inf"), None))
        if time.monotonic() - at < _FRESH_SECONDS:
            return version
        if topic not in self._asking:
            self._asking[topic] = asyncio.create_task(self._ask(topic))
        return await asyncio.shield(self._asking[topic])  # one question for all who wait

    async def get(self, name: str) -> Kept | None:
        """Return an answer that any process kept."""
        found: bytes | None = await self._try(lambda: self._redis.get(_key(name)))
        if not found:
            return None
        content_type, _, body = found.partition(b"\n")
        return kept(content_type.decode(), body)

    async def put(self, name: str, answer: Kept) -> None:
        """Keep an answer for all processes."""
        value = answer.content_type.encode() + b"\n" + answer.body
        seconds = settings.PUBLIC_CACHE["seconds"]
        await self._try(lambda: self._redis.set(_key(name), value, ex=seconds))

    async def close(self) -> None:
        """Give the connections back."""
        await self._redis.aclose()

    async def _ask(self, topic: str) -> str | None:
        at, key = time.monotonic(), version_key(topic)
        try:
            found: bytes | None = await self._try(lambda: self._redis.get(key))
            if not found:
                await self._try(lambda: self._redis.set(key, new_id().hex, nx=True))
                found = await self._try(lambda: self._redis.get(key))  # ours, or who was first
            version = found.decode(errors="replace") if found else None
            self._known[topic] = (at, version)
            return version
        finally:
            del self._asking[topic]

    async def _try(self, question: Callable[[], Awaitable[Any]]) -> Any:
        """Ask Redis; None while it is away, which is told once."""
        async with self._line:
            if self._is_quiet():
                return None
            try:
                return await question()
            except RedisError as error:
                if not self._is_quiet():
                    log.warning("public-cache.away", error=type(error).__name__)
                self._quiet_until = time.monotonic() + _QUIET_SECONDS
                return None

    def _is_quiet(self) -> bool:
        return time.monotonic() < self._quiet_until


def open_cache() -> None:
    """Begin to keep answers on this loop; without it (WSGI, the test client) none are kept."""
    loop = asyncio.get_running_loop()
    if settings.PUBLIC_CACHE["process_bytes"] and loop not in _stores:
        _stores[loop] = Store()


async def close_cache() -> None:
    """Stop keeping answers on this loop."""
    if store := _stores.pop(asyncio.get_running_loop(), None):
        await store.close()


def store_here() -> Store | None:
    """Return the running loop's store, None where nobody opened one."""
    return _stores.get(asyncio.get_running_loop())


def version_key(topic: str) -> str:
    """Name the key of a topic's version."""
    return _key(f"version:{topic}")


def _key(name: str) -> str:
    return f"{settings.PUBLIC_CACHE['prefix']}:{name}"
