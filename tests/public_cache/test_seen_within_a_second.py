"""From a changed row to a changed answer: trigger, relay, version, read; nothing is imitated."""

import asyncio
import secrets
import socket
import threading
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from redis import Redis

from apps.common import reads
from apps.common.http.asgi import LeanHandler
from apps.common.management.commands import relay
from apps.common.public_cache import close_cache, open_cache, redis_store
from apps.common.public_cache.models import ContentMark
from apps.products.models import Product
from apps.products.tests.factories import VariantFactory
from tests.lean_path.asgi_client import Answer, ask

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 5.0  # seconds: the machine may be busy


@pytest.fixture(autouse=True)
def own_words(settings: Any) -> Iterator[None]:
    words = settings.PUBLIC_CACHE | {"prefix": f"test-{secrets.token_hex(6)}"}
    settings.PUBLIC_CACHE = words
    yield
    with Redis.from_url(words["url"]) as redis:
        for key in redis.scan_iter(match=f"{words['prefix']}:*"):
            redis.delete(key)


def one_round() -> None:
    relay.Relay(threading.Event()).round()
    connection.close()


def test_the_waits_add_up_to_less_than_a_second() -> None:
    assert relay._IDLE_SECONDS + redis_store._FRESH_SECONDS < 1


@pytest.mark.parametrize("door", ["v1", "v2"])
def test_a_change_past_every_service_is_seen_by_the_next_who_ask(door: str) -> None:
    product = VariantFactory.create(product__title="Agbada", stock=1).product
    handler, path = LeanHandler(), f"/api/{door}/products/{product.slug}/"

    def rename() -> None:
        Product.objects.filter(pk=product.pk).update(title="Kaftan")
        connection.close()

    async def steps() -> list[Answer]:
        await reads.open_pool()
        open_cache()
        try:
            answers = [await ask(handler, path) for _ in range(2)]
            await sync_to_async(rename)()
            await sync_to_async(one_round)()
            async with asyncio.timeout(PATIENCE):
                while b"Kaftan" not in (found := await ask(handler, path)).body:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            return [*answers, found]
        finally:
            await close_cache()
            await reads.close_pool()

    first, kept, changed = asyncio.run(steps())
    assert b"Agbada" in first.body == kept.body
    assert kept["cache-status"] == "fashionistar; hit"
    assert changed["etag"] != first["etag"]


def test_while_redis_is_away_marks_wait_and_deliveries_go_on(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = count()
    monkeypatch.setattr(relay, "deliver_next", lambda: next(looks) < 0)
    ContentMark.objects.create(topic="test-content")
    words, rounds = settings.PUBLIC_CACHE, relay.Relay(threading.Event())
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.PUBLIC_CACHE = words | {"url": f"redis://127.0.0.1:{nobody.getsockname()[1]}/0"}
        rounds.round()
    assert (ContentMark.objects.count(), next(looks)) == (1, 1)
    settings.PUBLIC_CACHE = words
    rounds.round()
    assert ContentMark.objects.count() == 1  # it does not ask in each round whether Redis is back
    rounds._renew_at = 0.0
    rounds.round()
    assert not ContentMark.objects.exists()
