"""The lean handler answers as Django's does, and needs no thread for an inline read."""

import asyncio
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.handlers.asgi import ASGIHandler
from django.core.signals import request_finished, request_started
from django.db import connection

from apps.authentication.facade import access_token_for
from apps.authentication.tests.factories import UserFactory
from apps.common.http import asgi
from apps.common.http.asgi import LeanHandler
from apps.common.http.inline import inline
from tests.lean_path.asgi_client import Answer, ask, starts
from tests.lean_path.inline_views import PATHS

# A request looks at the connection that a test before may have left open.
pytestmark = pytest.mark.django_db
JSON = [(b"content-type", b"application/json")]
TIMES = {"ms", "cpu_ms", "timestamp", "exception"}
ODD: dict[str, dict[str, Any]] = {
    "a query that is no text": {"query": b"word=\xff\xfe"},
    "a query": {"query": b"word=%E1%BB%8Dja"},
    "a host of somebody else": {"headers": [(b"host", b"evil.example")]},
    "a host that is none": {"headers": [(b"host", b"a b")]},
    "a header that is no text": {"headers": [(b"x-strange", b"\xff\xfe")]},
    "a token that does not count": {"headers": [(b"authorization", b"Bearer no")]},
    "a body": {"headers": [(b"content-length", b"4")], "body": b"body"},
    "a body too large": {"headers": [(b"content-length", b"9999999")], "body": b"x" * 9_999_999},
    "a length that is no number": {"headers": [(b"content-length", b"four")]},
    "a post": {
        "method": "POST",
        "body": b"{}",
        "headers": [(b"content-type", b"application/json")],
    },
    "a method that nobody has": {"method": "BREW"},
    "a head": {"method": "HEAD"},
    "a delete": {"method": "DELETE"},
}


@cache
def made(kind: type[ASGIHandler]) -> Any:
    return kind()


@pytest.fixture(autouse=True)
def own_addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.lean_path.inline_views"


def asked(handler: Any, path: str, **words: Any) -> Answer:
    return async_to_sync(ask)(handler, path, **words)


def bearer(user: Any) -> list[tuple[bytes, bytes]]:
    return [(b"authorization", f"Bearer {access_token_for(user.pk)}".encode())]


def lines(caplog: Any) -> list[dict[str, Any]]:
    told = [dict(record.msg) for record in caplog.records if isinstance(record.msg, dict)]
    return [{key: value for key, value in line.items() if key not in TIMES} for line in told]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("odd", [None, *ODD])
def test_both_handlers_answer_and_log_the_same(path: str, odd: str | None, caplog: Any) -> None:
    words = ODD[odd] if odd else {"headers": bearer(UserFactory.create())}
    caplog.clear()
    stock = asked(made(ASGIHandler), path, **words).masked
    said = lines(caplog)
    caplog.clear()
    assert asked(made(LeanHandler), path, **words).masked == stock
    assert lines(caplog) == said


def test_an_inline_read_starts_no_thread() -> None:
    async def answers() -> list[Answer]:
        handler = made(LeanHandler)
        starts.clear()
        return [await ask(handler, path) for path in ("/api/v2/hello", "/api/plain")]

    assert [answer.status for answer in asyncio.run(answers())] == [200, 200]
    assert starts == []
    asyncio.run(ask(made(ASGIHandler), "/api/v2/hello"))
    assert starts != []  # so that this test can fail


def test_a_read_that_takes_too_long_is_a_problem(settings: Any, caplog: Any) -> None:
    settings.INLINE_SECONDS = 0.01
    answer = asked(made(LeanHandler), "/api/v2/slow")
    assert (answer.status, answer["retry-after"]) == (503, "1")
    assert b'"not-now"' in answer.body
    assert answer["x-content-type-options"] == "nosniff"
    assert lines(caplog)[-1]["status"] == 503


def test_an_inline_stream_is_a_fault_of_ours(caplog: Any) -> None:
    assert asked(made(LeanHandler), "/api/stream").status == 500


def test_a_view_that_is_not_async_cannot_be_inline() -> None:
    with pytest.raises(TypeError, match="not async"):
        inline(asked)


@pytest.mark.django_db
def test_fifty_requests_at_once_do_not_mix() -> None:
    users = UserFactory.create_batch(5)

    async def one(handler: LeanHandler, number: int) -> tuple[str, Answer]:
        user, request_id = users[number % 5], f"request-{number:03}"
        headers = [*tokens[number % 5], (b"x-request-id", request_id.encode())]
        answer = await ask(handler, f"/api/v2/me/{number}", headers=headers)
        return f'{{"words": "{number} {user.pk} {request_id}"}}', answer

    async def everybody() -> list[tuple[str, Answer]]:
        handler = made(LeanHandler)
        return await asyncio.gather(*(one(handler, number) for number in range(50)))

    tokens = [bearer(user) for user in users]
    answers = async_to_sync(everybody)()
    assert [answer.body.decode() for _, answer in answers] == [body for body, _ in answers]
    assert len({answer["x-request-id"] for _, answer in answers}) == 50


@pytest.mark.django_db(transaction=True)
def test_two_hundred_reads_give_every_connection_back() -> None:
    async def rounds() -> None:
        handler = made(LeanHandler)
        for _ in range(20):
            await asyncio.gather(*(ask(handler, "/api/v2/rows") for _ in range(10)))

    connection.close()
    asyncio.run(rounds())
    stats = connection.pool.get_stats()  # type: ignore[attr-defined] # PostgreSQL's own
    assert stats["requests_num"] >= 200
    assert stats["pool_available"] == stats["pool_size"]
    assert "requests_errors" not in stats
    assert sessions() <= stats["pool_max"]


def sessions() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        found: int = cursor.fetchone()[0]
    return found


@pytest.mark.parametrize("signal", [request_started, request_finished])
def test_whoever_listens_is_told_of_every_request(signal: Any) -> None:
    told: list[str] = []

    def heard(**_: Any) -> None:
        told.append("sync")

    async def heard_async(**_: Any) -> None:
        told.append("async")

    assert not asgi.has_strangers(signal)
    listeners: list[Callable[..., Any]] = [heard, heard_async]
    for listener in listeners:
        signal.connect(listener)
    try:
        assert asked(made(LeanHandler), "/api/v2/hello").status == 200
    finally:
        for listener in listeners:
            signal.disconnect(listener)
    assert sorted(told) == ["async", "sync"]


class Remembering(LeanHandler):
    """Knows the bodies that it read."""

    async def read_body(self, receive: Any) -> Any:
        self.body = await super().read_body(receive)
        return self.body


def test_a_body_is_closed_also_when_the_request_cannot_begin() -> None:
    def fails(**_: Any) -> None:
        raise ZeroDivisionError

    handler = Remembering()
    request_started.connect(fails)
    try:
        with pytest.raises(ZeroDivisionError):
            asked(handler, "/api/v2/hello", method="POST", headers=JSON, body=b"{}")
    finally:
        request_started.disconnect(fails)
    assert handler.body.closed


def test_a_head_has_the_headers_of_its_get() -> None:
    got = asked(made(LeanHandler), "/api/v2/cookie")
    assert asked(made(LeanHandler), "/api/v2/cookie", method="HEAD").headers == got.headers
    refused = asked(made(LeanHandler), "/api/v2/hello", method="DELETE")
    assert (refused.status, refused["allow"]) == (405, "GET, HEAD, POST")
    assert (
        asked(made(LeanHandler), "/api/v2/hello", method="POST", headers=JSON, body=b"{}").status
        == 200
    )
