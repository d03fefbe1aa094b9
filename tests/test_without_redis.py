"""Redis may be away: everything still works, and /health says so."""

import pytest

from backend.settings import cache
from devstack import ports

pytestmark = pytest.mark.django_db


@pytest.fixture
def _no_redis(settings) -> None:
    nobody = {"LOCATION": f"redis://127.0.0.1:{ports.any_free()}/0"}
    settings.CACHES = cache.CACHES | {"default": cache.CACHES["default"] | nobody}


@pytest.mark.usefixtures("_no_redis")
def test_pages_open_without_redis(api) -> None:
    assert api.get("/shop", headers={"Accept": "text/html"}).status_code == 200
    answer = api.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "redis": "away"})


def test_health_says_that_the_cache_keeps_things(api) -> None:
    assert api.get("/health").json() == {"database": "ok", "redis": "ok"}
