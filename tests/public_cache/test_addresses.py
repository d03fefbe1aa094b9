"""Which addresses are kept, and which are one."""

import asyncio
import json
from typing import Any

import pytest

from apps.common.http.asgi import LeanHandler
from apps.common.public_cache import middleware
from apps.common.public_cache.shelf import Shelf
from tests.lean_path.asgi_client import Answer, ask
from tests.public_cache.asking import LIST, SYNC, asked, kept_keys, with_cache
from tests.public_cache.views import READS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_words")]


def test_addresses_are_told_apart_by_all_that_counts() -> None:
    same = asked(f"{LIST}", f"{LIST}", query=b"q=a&page=1")
    assert len({answer.body for answer in same}) == 1
    asked(LIST, query=b"page=1&q=a")
    assert READS["list"] == 1
    asked(LIST, query=b"q=b")
    asked(LIST, query=b"q=a", headers=[(b"host", b"localhost")])
    assert READS["list"] == 3


@pytest.mark.parametrize("path", [LIST, SYNC])
@pytest.mark.parametrize("query", [b"x=1", b"q=a&x", b"X=1&x=1", b"%71%20=a"])
def test_a_name_that_nobody_reads_is_refused_and_not_kept(path: str, query: bytes) -> None:
    first, again = asked(path, path, query=query)
    for answer in (first, again):
        assert (answer.status, answer["cache-control"]) == (422, "private, no-store")
        assert json.loads(answer.body)["errors"]
    assert not READS
    assert not kept_keys()


def test_of_very_many_unknown_names_some_are_told() -> None:
    (answer,) = asked(LIST, query=b"&".join(b"x%d=" % number for number in range(3000)))
    assert answer.status == 422
    assert len(json.loads(answer.body)["errors"]) == 10


def test_a_long_question_is_answered_and_not_kept() -> None:
    asked(LIST, LIST, query=b"q=" + b"a" * 600)
    assert READS["list"] == 2


def test_a_crowd_of_addresses_asks_redis_in_line(
    caplog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = LeanHandler()

    async def steps() -> list[Answer]:
        crowd = [ask(handler, LIST, query=f"q={number}".encode()) for number in range(300)]
        return await asyncio.gather(*crowd)

    assert {answer.status for answer in with_cache(steps)} == {200}
    assert "public-cache.away" not in caplog.text  # nobody was turned away, and all are kept
    monkeypatch.setattr(middleware, "_shelf", Shelf(1_000_000, 60))
    (again,) = asked(LIST, query=b"q=299")
    assert again["cache-status"] == "fashionistar; hit; detail=shared"
