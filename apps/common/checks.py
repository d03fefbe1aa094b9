"""System checks of the shop as it is deployed."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004 -- Django's name
from django.core.checks.registry import registry
from django.test.utils import override_settings
from django.utils.module_loading import import_string
from redis import Redis
from redis.exceptions import RedisError


@register(deploy=True)
def cache_and_tasks_apart(**_: Any) -> Iterable[CheckMessage]:
    """Warn where the cache, which may evict, shares its server with the tasks, which may not."""
    cache = _server(str(settings.CACHES["default"].get("LOCATION", "")))
    urls = {str(one.get("OPTIONS", {}).get("url", "")) for one in settings.TASKS.values()}
    if cache and cache in {_server(url) for url in urls}:
        yield Warning(
            "The cache and the tasks share one Redis: full, it must evict for the one and must "
            "not for the other.",
            hint="Point TASKS_REDIS_URL to a server of its own with maxmemory-policy noeviction.",
            id="fashionistar.W001",
        )


@register(deploy=True)
def cache_makes_room(**_: Any) -> Iterable[CheckMessage]:
    """Warn where the cache's Redis never makes room; a server that does not tell is trusted."""
    try:
        with Redis.from_url(
            settings.PUBLIC_CACHE["url"], socket_timeout=2, socket_connect_timeout=2
        ) as redis:
            memory = redis.info("memory")
    except RedisError:
        return
    if memory.get("maxmemory") == 0 or memory.get("maxmemory_policy") == "noeviction":
        yield Warning(
            "The cache's Redis never makes room: guests can fill it with addresses.",
            hint="Give it a maxmemory and maxmemory-policy allkeys-lru; see "
            "docs/how-to/run-workers.md.",
            id="fashionistar.W003",
        )


@register(deploy=True)
def audit_is_anchored(**_: Any) -> Iterable[CheckMessage]:
    """Warn where nothing outside of the database remembers how long the audit's chains are."""
    if not settings.AUDIT_ANCHOR:
        yield Warning(
            "The audit is not anchored: whoever has the database could cut off its end unseen.",
            hint="Set AUDIT_ANCHOR; see docs/how-to/audit.md.",
            id="fashionistar.W002",
        )


@register(deploy=True)
def no_failpoint(**_: Any) -> Iterable[CheckMessage]:
    """Refuse a shop that is told to kill itself: that is for the fault tests."""
    if settings.FAILPOINT:
        yield Error("FAILPOINT is set.", hint="Only tests/faults/settings.py may set it.",
                    id="fashionistar.E001")  # fmt: skip


@register(deploy=True)
def security(**_: Any) -> Iterable[CheckMessage]:
    """Run Django's checks of security once more: they look for its middleware by name.

    Ours inherit from it (`common/http/lean.py`); without this, none of its settings would be
    checked. The three warnings about the names are silenced in the settings.
    """
    ancestors = [
        f"{one.__module__}.{one.__qualname__}"
        for path in settings.MIDDLEWARE
        for one in getattr(import_string(path), "__mro__", ())
    ]
    with override_settings(MIDDLEWARE=ancestors):
        for check in registry.get_checks(include_deployment_checks=True):
            if check.__module__.startswith("django.core.checks.security"):
                yield from check(app_configs=None, databases=None)


def _server(url: str) -> tuple[str, int] | None:
    parts = urlsplit(url)
    return (parts.hostname, parts.port or 6379) if parts.hostname else None
