"""Views and keys of these tests' own."""

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from redis import Redis

from apps.common.public_cache import middleware
from apps.common.public_cache.shelf import Shelf
from tests.public_cache.asking import kept_keys
from tests.public_cache.views import READS


@pytest.fixture
def own_words(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.ROOT_URLCONF = "tests.public_cache.views"
    url = settings.PUBLIC_CACHE["url"]
    settings.PUBLIC_CACHE = settings.PUBLIC_CACHE | {"prefix": f"test-{secrets.token_hex(6)}"}
    monkeypatch.setattr("apps.common.public_cache.redis_store._FRESH_SECONDS", 0.0)
    monkeypatch.setattr(middleware, "_shelf", Shelf(1_000_000, 60))
    READS.clear()
    yield
    settings.PUBLIC_CACHE = settings.PUBLIC_CACHE | {"url": url}
    with Redis.from_url(url) as redis:
        for key in kept_keys():
            redis.delete(key)
