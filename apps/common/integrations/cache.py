"""The cache. Redis holds only what may vanish, so a Redis that is away is an empty cache."""

from contextlib import suppress
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError


class VanishingRedisCache(RedisCache):
    """Django's Redis cache; `get` finds nothing and `set` does nothing while Redis is away."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the value, the default also where nobody answers."""
        with suppress(RedisError):
            return super().get(key, default, version)
        return default

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        """Keep the value if there is somebody to keep it."""
        with suppress(RedisError):
            super().set(key, value, *args, **kwargs)
