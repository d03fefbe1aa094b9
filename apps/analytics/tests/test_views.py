"""Page views: counted without the database, written down once, nobody's name in them."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from redis import Redis

from apps.analytics.models import ProductViews
from apps.analytics.services import count_views as service
from apps.analytics.tasks import write_views_down
from apps.common.http.page_views import PAGE_VIEWS
from apps.common.integrations.tally import Tally
from apps.products.models import Product
from apps.products.tests.factories import ProductFactory

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
GOOGLE = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


@pytest.fixture(autouse=True)
def redis(settings: Any) -> Iterator[Redis]:
    """A corner of Redis for this test alone."""
    settings.TALLY = settings.TALLY | {"prefix": f"test-{secrets.token_hex(6)}"}
    client = Redis.from_url(settings.TALLY["url"], decode_responses=True)
    PAGE_VIEWS.pour()
    client.delete(*keys(client, settings) or ["none"])
    yield client
    client.delete(*keys(client, settings) or ["none"])
    client.close()


def keys(client: Redis, settings: Any) -> list[str]:
    return list(client.scan_iter(f"{settings.TALLY['prefix']}*"))


@pytest.fixture
def gown() -> Product:
    product: Product = ProductFactory.create(slug="red-gown")
    return product


def look(path: str = "/p/red-gown", agent: str = FIREFOX, method: str = "GET", **more: str) -> int:
    sent = {"User-Agent": agent, **more}
    return Client().generic(method, path, headers=sent).status_code


def written() -> int:
    """What lies in the table after the way there."""
    PAGE_VIEWS.pour()
    write_views_down.call()
    return sum(ProductViews.objects.values_list("views", flat=True))


def test_the_page_and_the_apis_count(gown: Product) -> None:
    assert [look(), look(), look("/api/v1/products/red-gown/")] == [200, 200, 200]
    assert written() == 3
    assert look() == 200
    assert written() == 4
    row = ProductViews.objects.get()
    assert (row.product_id, row.vendor_id) == (gown.id, gown.vendor_id)


@pytest.mark.parametrize(
    "how",
    [
        {"agent": GOOGLE},
        {"agent": "curl/8.5.0"},
        {"agent": ""},
        {"method": "HEAD"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"path": "/p/no-such-gown"},
        {"path": "/shop"},
        {"path": "/api/v1/products/red-gown/related/"},
    ],
)
def test_what_is_no_view_is_not_counted(gown: Product, how: dict[str, str]) -> None:
    look(**how)
    assert written() == 0


def test_a_view_costs_the_request_no_statement_more(
    gown: Product, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(100) as as_robot:
        look(agent=GOOGLE)
    with django_assert_num_queries(len(as_robot)):
        look()
    assert written() == 1


def test_a_view_belongs_to_its_day_in_lagos(gown: Product) -> None:
    for hour in (22, 23):
        with time_machine.travel(datetime(2026, 11, 3, hour, 30, tzinfo=UTC)):
            look()
    written()
    days = ProductViews.objects.order_by("day").values_list("day", "views")
    assert [(str(day), views) for day, views in days] == [("2026-11-03", 1), ("2026-11-04", 1)]


def test_a_batch_that_could_not_be_dropped_is_not_written_twice(
    gown: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    look()
    PAGE_VIEWS.pour()
    with monkeypatch.context() as broken:
        broken.setattr(Tally, "drop", lambda *_: None)  # the process dies right before it
        assert write_views_down.call() == 1
    look()
    assert written() == 1  # the old batch once more: nothing is added, now it is dropped
    assert written() == 2


def test_a_batch_that_could_not_be_written_is_written_later(
    gown: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    look()
    PAGE_VIEWS.pour()
    with monkeypatch.context() as broken:
        broken.setattr(service, "_ADD", "SELECT no_such_function(%s, %s, %s, %s)")
        with pytest.raises(Exception, match="no_such_function"):
            service.count_views()
    assert written() == 1


def test_without_redis_pages_answer_and_the_counts_wait(gown: Product, settings: Any) -> None:
    where = settings.TALLY
    settings.TALLY = where | {"url": "redis://127.0.0.1:1/0"}
    assert look() == 200
    PAGE_VIEWS.pour()
    settings.TALLY = where
    assert written() == 1


def test_nothing_tells_who_looked(gown: Product, redis: Redis, settings: Any) -> None:
    look()
    PAGE_VIEWS.pour()
    kept = [redis.hgetall(key) for key in keys(redis, settings)]
    assert [list(one.values()) for one in kept] == [["1"]]
    assert "Firefox" not in str(kept)
    assert "127.0.0.1" not in str(kept)
