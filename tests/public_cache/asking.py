"""Asking the views of `views.py` on one event loop that keeps answers."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from redis import Redis

from apps.common.http.asgi import LeanHandler
from apps.common.public_cache import close_cache, open_cache, renew_marked
from apps.common.public_cache.models import ContentMark
from tests.lean_path.asgi_client import Answer, ask
from tests.public_cache.views import TOPIC

LIST, SYNC = "/api/v2/list", "/api/v1/sync/"
type Step = Callable[[], Awaitable[Any]]


def with_cache(steps: Step) -> Any:
    async def run() -> Any:
        open_cache()
        try:
            return await steps()
        finally:
            await close_cache()

    return async_to_sync(run)()


def asked(*paths: str, **words: Any) -> list[Answer]:
    """Ask one after the other, on one loop with a cache."""
    handler = LeanHandler()

    async def steps() -> list[Answer]:
        return [await ask(handler, path, **words) for path in paths]

    found: list[Answer] = with_cache(steps)
    return found


def at_once(times: int, path: str) -> list[Answer]:
    handler = LeanHandler()

    async def steps() -> list[Answer]:
        return await asyncio.gather(*(ask(handler, path) for _ in range(times)))

    found: list[Answer] = with_cache(steps)
    return found


def kept_keys() -> list[bytes]:
    """What lies in Redis for these tests, versions too."""
    ours = settings.PUBLIC_CACHE
    with Redis.from_url(ours["url"]) as redis:
        return list(redis.scan_iter(match=f"{ours['prefix']}:*"))


def change_content() -> None:
    ContentMark.objects.create(topic=TOPIC)
    assert renew_marked() > 0
