"""Public answers come from memory until their content changes; nobody's own answer ever does."""

import asyncio
import json
import socket
from typing import Any

import pytest
from redis import Redis

from apps.authentication.tests.factories import UserFactory
from apps.common.http.asgi import LeanHandler
from apps.common.public_cache import middleware
from apps.common.public_cache.redis_store import version_key
from apps.common.public_cache.shelf import Shelf
from tests.lean_path.asgi_client import Answer, ask
from tests.public_cache.asking import LIST, SYNC, asked, at_once, change_content, with_cache
from tests.public_cache.views import READS, TOPIC

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_words")]


@pytest.mark.parametrize("path", [LIST, SYNC])
def test_a_second_question_reads_nothing(path: str) -> None:
    first, second = asked(path, path)
    assert sum(READS.values()) == 1
    assert first.body == second.body
    assert first["etag"] == second["etag"]
    assert (first["cache-status"], second["cache-status"]) == (
        "fashionistar; fwd=uri-miss; stored",
        "fashionistar; hit",
    )
    assert second["content-type"] == first["content-type"]
    for header in ("x-request-id", "content-security-policy", "x-content-type-options"):
        assert second[header], header


@pytest.mark.parametrize("path", [LIST, SYNC])
def test_who_has_it_is_told_so(path: str) -> None:
    (first,) = asked(path)
    (again,) = asked(path, headers=[(b"if-none-match", first["etag"].encode())])
    (other,) = asked(path, headers=[(b"if-none-match", b'"other"')])
    assert (again.status, again.body, again["etag"]) == (304, b"", first["etag"])
    assert again["cache-control"] == first["cache-control"]
    assert other.status == 200


@pytest.mark.parametrize("path", [LIST, SYNC])
def test_who_expects_something_else_is_told_why(path: str) -> None:
    headers = [(b"if-match", b'"other"')]
    answer, again = asked(path, path, headers=headers)
    assert (answer.status, again.status) == (412, 412)
    assert answer["content-type"] == "application/problem+json"
    assert answer["cache-control"] == "private, no-store"
    problem = json.loads(answer.body)
    assert problem["code"] == "precondition-failed"
    assert problem["detail"]
    (met,) = asked(path, headers=[(b"if-match", problem["etag"].encode())])
    assert met.status == 200


def test_changed_content_is_read_anew(settings: Any) -> None:
    asked(LIST, LIST)
    change_content()
    changed, _ = asked(LIST, LIST)
    assert changed.body == b'{"read": 2, "q": ""}'
    assert READS["list"] == 2


def test_another_process_reads_from_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    (first,) = asked(LIST)
    monkeypatch.setattr(middleware, "_shelf", Shelf(1_000_000, 60))
    (second,) = asked(LIST)
    assert second.masked[2] == first.masked[2]
    assert second["cache-status"] == "fashionistar; hit; detail=shared"
    assert second["content-type"] == first["content-type"]
    assert READS["list"] == 1


def test_a_crowd_reads_once() -> None:
    answers = at_once(100, LIST)
    assert {answer.status for answer in answers} == {200}
    assert READS["list"] == 1
    assert sum("collapsed" in answer["cache-status"] for answer in answers) == 99


def test_a_refusal_is_everyones_own_and_kept_nowhere() -> None:
    answers = at_once(5, "/api/v2/refused")
    assert {(answer.status, answer["cache-control"]) for answer in answers} == {
        (409, "private, no-store")
    }
    asked("/api/v2/refused")
    assert READS["refused"] == 6


def test_of_those_who_wait_for_a_client_that_leaves_one_reads_again() -> None:
    handler = LeanHandler()

    async def steps() -> list[Answer]:
        leaving = asyncio.create_task(ask(handler, "/api/v2/endless"))
        async with asyncio.timeout(5):
            while not READS["endless"]:  # noqa: ASYNC110 -- the view of a real urlconf tells nobody
                await asyncio.sleep(0.01)
        waiting = asyncio.gather(*(ask(handler, "/api/v2/endless") for _ in range(20)))
        await asyncio.sleep(0.05)
        leaving.cancel()
        return await asyncio.wait_for(waiting, 5)

    answers = with_cache(steps)
    assert {answer.body for answer in answers} == {b'{"read": 2}'}
    assert sum("stored" in answer["cache-status"] for answer in answers) == 1
    assert sum("collapsed" in answer["cache-status"] for answer in answers) == 19


def test_whoever_waits_for_a_read_that_fails_reads_for_itself() -> None:
    failed, *others = sorted(at_once(3, "/api/v2/flaky"), key=lambda one: -one.status)
    assert failed.status == 409
    assert {(one.status, one["cache-status"]) for one in others} == {
        (200, "fashionistar; fwd=bypass")  # nothing was kept for them
    }
    assert READS["flaky"] == 3


def test_answers_with_cookies_are_kept_by_nobody() -> None:
    first, second = asked("/api/v2/cookie", "/api/v2/cookie")
    assert READS["cookie"] == 2
    for answer in (first, second):
        assert answer["cache-control"] == "private, no-store"
        assert "etag" not in dict(answer.headers)


def test_ones_own_answer_is_private(api: Any) -> None:
    for user in (UserFactory(), UserFactory()):
        for _ in range(2):
            answer = api.get("/api/v2/mine", signed_in=user)
            assert answer.json() == {"id": str(user.pk)}
            assert answer["Cache-Control"] == "private, no-store"


def test_a_post_is_never_answered_from_memory() -> None:
    asked(SYNC)
    (posted,) = asked(SYNC, method="POST")
    assert posted.status == 201
    assert posted["cache-control"] == "private, no-store"


def test_a_head_is_answered_from_memory() -> None:
    asked(LIST)
    (head,) = asked(LIST, method="HEAD")
    assert head["cache-status"] == "fashionistar; hit"
    assert READS["list"] == 1


def test_without_redis_answers_are_read_each_time(settings: Any) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"redis://127.0.0.1:{nobody.getsockname()[1]}/0"
        settings.PUBLIC_CACHE = settings.PUBLIC_CACHE | {"url": url}
        answers = asked(LIST, LIST)
    assert [answer.status for answer in answers] == [200, 200]
    assert READS["list"] == 2
    assert {answer["cache-status"] for answer in answers} == {"fashionistar; fwd=bypass"}


def test_an_unreadable_version_is_a_version(settings: Any) -> None:
    with Redis.from_url(settings.PUBLIC_CACHE["url"]) as redis:
        redis.set(version_key(TOPIC), b"\xff\xfe")
    assert [answer.status for answer in asked(LIST, LIST)] == [200, 200]


@pytest.mark.parametrize("path", [LIST, SYNC])
def test_no_header_of_one_changes_the_bytes_of_all(path: str) -> None:
    (odd,) = asked(path, headers=[(b"accept", b"application/json; indent=8")])
    (plain,) = asked(path)
    assert plain["cache-status"] == "fashionistar; hit"
    assert b"\n" not in odd.body == plain.body


def test_what_varies_is_kept_by_nobody() -> None:
    for answer in asked("/api/v2/varying", "/api/v2/varying"):
        assert answer["cache-control"] == "private, no-store"
    assert READS["varying"] == 2


def test_without_memory_nothing_is_kept(settings: Any) -> None:
    settings.PUBLIC_CACHE = settings.PUBLIC_CACHE | {"process_bytes": 0}
    first, _ = asked(LIST, LIST)
    assert READS["list"] == 2
    assert first["etag"]


def test_a_redis_that_forgot_brings_no_old_answer_back(settings: Any) -> None:
    asked(LIST)
    with Redis.from_url(settings.PUBLIC_CACHE["url"]) as redis:
        redis.delete(version_key(TOPIC))
    asked(LIST)
    assert READS["list"] == 2
