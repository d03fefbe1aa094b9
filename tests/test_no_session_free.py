"""Real pools without a free session: whoever waited too long is told to come again, never a 500."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from asgiref.sync import markcoroutinefunction, sync_to_async
from django.db import connection, connections
from django.test import Client

from apps.authentication.facade import access_token_for
from apps.authentication.tests.factories import UserFactory
from apps.common.http.asgi import LeanHandler
from apps.common.reads import pool as pools
from apps.common.tests.pooled import on_the_pool
from apps.products.tests.factories import ProductFactory
from backend.asgi import application
from tests.lean_path.asgi_client import Answer, ask

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = [(b"accept", b"text/html")]
NOBODY = "01890a5d-ac96-774b-bcce-b302099a8057"
LINE = f'{{"variant_id": "{NOBODY}", "quantity": 1}}'.encode()
JSON = [(b"content-type", b"application/json")]


@pytest.fixture
def one_session() -> Iterator[dict[str, Any]]:
    """Django's pool has one session; its words may still be changed before the first use."""
    usual = connection.settings_dict["OPTIONS"]["pool"]
    words = {"min_size": 1, "max_size": 1, "timeout": 0.3}
    with_pool(words)
    yield words
    with_pool(usual)  # put back before the small pool goes: whoever asks next opens a usual one


def with_pool(words: dict[str, Any]) -> None:
    connection.close()
    connection.settings_dict["OPTIONS"]["pool"] = words
    connection.close_pool()  # type: ignore[attr-defined] # PostgreSQL's own


def asked(path: str, **words: Any) -> Answer:
    return asyncio.run(ask(application, path, **words))  # in threads of its own


def bearer() -> list[tuple[bytes, bytes]]:
    return [(b"authorization", f"Bearer {access_token_for(UserFactory.create().pk)}".encode())]


@pytest.mark.usefixtures("one_session")
def test_a_program_is_told_to_come_again() -> None:
    headers = [*bearer(), *JSON, (b"idempotency-key", b"a-key-of-the-test")]
    connection.ensure_connection()  # the only one
    answers = [
        *(asked(path, headers=headers) for path in ("/api/v1/products/", "/api/v2/products/")),
        asked(f"/api/v1/wishlist/{NOBODY}/", method="PUT", headers=headers, body=b"{}"),
        asked("/api/v2/cart/lines", method="POST", headers=headers, body=LINE),
    ]
    for answer in answers:
        assert (answer.status, answer["retry-after"]) == (503, "1")
        assert answer["content-type"] == "application/problem+json"
        assert b'"code":"database-busy"' in answer.body


@pytest.mark.usefixtures("one_session")
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_a_person_sees_a_page(is_signed_in: bool) -> None:
    client = Client()
    if is_signed_in:  # their session is asked for before any view, and in the admin by Django
        client.force_login(UserFactory.create(is_staff=True))
    cookies = client.cookies.output(attrs=[], header="", sep=";").strip().encode()
    connection.ensure_connection()
    for path in ("/shop", "/account/orders", "/admin/") if is_signed_in else ("/shop", "/"):
        answer = asked(path, headers=[*PAGE, (b"cookie", cookies)])
        assert (answer.status, answer["retry-after"]) == (503, "1")
        assert answer["content-type"].startswith("text/html")
        assert b"database-busy" in answer.body


class Asks:
    """A middleware that needs the database, outside of every view."""

    sync_capable, async_capable = False, True

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request: Any) -> Any:
        await sync_to_async(connection.ensure_connection)()
        return await self.get_response(request)


@pytest.mark.usefixtures("one_session")
def test_so_it_is_where_middleware_asks(settings: Any) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:1], f"{__name__}.Asks", *settings.MIDDLEWARE[1:]]
    handler = LeanHandler()
    connection.ensure_connection()
    page = asyncio.run(ask(handler, "/", headers=PAGE))
    problem = asyncio.run(ask(handler, "/api/v1/products/"))
    assert (page.status, problem.status, problem["retry-after"]) == (503, 503, "1")
    assert b"database-busy" in page.body
    assert b"database-busy" in problem.body


def test_who_waits_long_enough_is_served(one_session: dict[str, Any]) -> None:
    one_session["timeout"] = 10
    ProductFactory.create()
    connection.ensure_connection()
    held = connections["default"]
    held.inc_thread_sharing()
    timer = threading.Timer(0.5, held.close)
    timer.start()
    began = time.monotonic()
    answer = asked("/api/v1/products/")
    assert (answer.status, time.monotonic() - began >= 0.4) == (200, True)
    timer.join()
    held.dec_thread_sharing()


def test_reads_that_wait_too_long_are_told_so(settings: Any) -> None:
    settings.READS = settings.READS | {"MIN_SIZE": 1, "MAX_SIZE": 1, "WAIT_SECONDS": 0.2}

    async def all_taken() -> Answer:
        pool = pools.pool_here()
        assert pool
        async with pool.connection():  # until the answer is here, however long that takes
            return await ask(application, "/api/v2/products/")

    answer = on_the_pool(all_taken)
    assert (answer.status, answer["retry-after"]) == (503, "1")
    assert b'"code":"reads-busy"' in answer.body


def test_reads_that_wait_long_enough_are_served(settings: Any) -> None:
    settings.READS = settings.READS | {"MIN_SIZE": 1, "MAX_SIZE": 1}
    answer = on_the_pool(_while_taken(0.6, lambda: ask(application, "/api/v2/products/")))
    assert answer.status == 200


def _while_taken(
    seconds: float, then: Callable[[], Awaitable[Answer]]
) -> Callable[[], Awaitable[Answer]]:
    """Hold the pool's only session for so long, and do this meanwhile."""

    async def hold(taken: asyncio.Event) -> None:
        pool = pools.pool_here()
        assert pool
        async with pool.connection():
            taken.set()
            await asyncio.sleep(seconds)

    async def run() -> Answer:
        taken = asyncio.Event()
        holding = asyncio.create_task(hold(taken))
        await taken.wait()
        answer = await then()
        await holding
        return answer

    return run
