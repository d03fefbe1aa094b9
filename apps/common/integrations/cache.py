"""The cache. Redis holds only what may vanish, so a Redis that is away is an empty cache."""

import time
from typing import Any, ClassVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as NotConnected
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as NoAnswer

_QUIET_SECONDS = 5


class VanishingRedisCache(RedisCache):
    """Django's Redis cache; `get` finds nothing and `set` does nothing while Redis is away.

    A server that did not answer is left alone for 5 s: a frozen one costs each question its
    timeout, and a page asks several.
    """

    _quiet_until: ClassVar[dict[str, float]] = {}  # server -> monotonic clock, s

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._place = server

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the value, the default also where nobody answers."""
        if self._is_quiet():
            return default
        try:
            return super().get(key, default, version)
        except RedisError as error:
            self._note(error)
            return default

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        """Keep the value if there is somebody to keep it."""
        if self._is_quiet():
            return
        try:
            super().set(key, value, *args, **kwargs)
        except RedisError as error:
            self._note(error)

    def _is_quiet(self) -> bool:
        return time.monotonic() < self._quiet_until.get(self._place, 0)

    def _note(self, error: RedisError) -> None:
        if isinstance(error, (NotConnected, NoAnswer)):
            self._quiet_until[self._place] = time.monotonic() + _QUIET_SECONDS
