"""How many requests are in threads at once, and what becomes of the others."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from apps.common.http.asgi import LeanHandler
from tests.lean_path.asgi_client import Answer, ask

inside = most = 0


def slow(request: HttpRequest) -> HttpResponse:
    """A view in a thread; notes how many of its kind are there with it."""
    global inside, most  # noqa: PLW0603 -- counted over threads, one at a time by the GIL
    inside += 1
    most = max(most, inside)
    time.sleep(0.1)
    inside -= 1
    return HttpResponse("done")


urlpatterns = [path("slow", slow), path("api/v1/slow", slow)]


@pytest.fixture(autouse=True)
def own_addresses(settings: Any) -> Iterator[None]:
    global most
    settings.ROOT_URLCONF, settings.PLACES, most = __name__, 2, 0
    yield
    assert inside == 0


def crowd(count: int, **words: Any) -> list[Answer]:
    async def all_of_them() -> list[Answer]:
        handler = LeanHandler()
        return await asyncio.gather(*(ask(handler, "/slow", **words) for _ in range(count)))

    return asyncio.run(all_of_them())


def test_more_than_there_are_places_for_wait_and_are_served() -> None:
    assert [answer.status for answer in crowd(7)] == [200] * 7
    assert most == 2


def test_who_waits_too_long_is_told_to_come_again(settings: Any) -> None:
    settings.PLACE_WAIT_SECONDS = 0.05
    answers = crowd(4, headers=[(b"accept", b"application/json")])
    assert sorted(answer.status for answer in answers) == [200, 200, 503, 503]
    refused = next(answer for answer in answers if answer.status == 503)
    assert refused["retry-after"] == "1"
    assert b'"code":"not-now"' in refused.body
    assert dict(refused.headers)["x-request-id"]  # middleware still has its say


def test_a_probe_stands_in_no_line(settings: Any) -> None:
    settings.PLACES, settings.PLACE_WAIT_SECONDS, settings.PROBES = 0, 0.05, {"/slow"}
    assert [answer.status for answer in crowd(2)] == [200, 200]
    settings.PROBES = {"/health"}
    assert [answer.status for answer in crowd(1)] == [503]


def test_a_sender_who_stops_halfway_takes_no_place(settings: Any) -> None:
    settings.PLACES = 1

    async def run() -> int:
        handler, never = LeanHandler(), asyncio.Event()

        async def receive() -> Any:
            await never.wait()
            return {"type": "http.disconnect"}

        async def send(_: Any) -> None:
            raise AssertionError

        scope = {
            "type": "http", "method": "POST", "path": "/slow", "query_string": b"",
            "headers": [(b"host", b"testserver"), (b"content-length", b"9")], "root_path": "",
        }  # fmt: skip
        stuck = asyncio.create_task(handler(scope, receive, send))
        await asyncio.sleep(0.05)
        answer = await ask(handler, "/slow")
        never.set()
        await stuck
        return answer.status

    assert asyncio.run(run()) == 200


def test_who_reads_slowly_has_given_the_place_up(settings: Any) -> None:
    settings.PLACES = 1

    async def run() -> int:
        handler, never, begun = LeanHandler(), asyncio.Event(), asyncio.Event()
        messages = [{"type": "http.request", "body": b""}]

        async def slow_reader(_: Any) -> None:
            begun.set()
            await never.wait()

        async def receive() -> Any:
            if messages:
                return messages.pop()
            await never.wait()
            return {"type": "http.disconnect"}

        scope = {
            "type": "http", "method": "GET", "path": "/slow", "query_string": b"",
            "headers": [(b"host", b"testserver")], "root_path": "",
        }  # fmt: skip
        reading = asyncio.create_task(handler(scope, receive, slow_reader))
        await begun.wait()
        answer = await ask(handler, "/slow")
        never.set()
        await reading
        return answer.status

    assert asyncio.run(run()) == 200
