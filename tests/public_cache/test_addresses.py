"""Which addresses are kept, and which are one."""

import asyncio
from typing import Any

import pytest

from apps.common.http.asgi import LeanHandler
from apps.common.public_cache import middleware
from apps.common.public_cache.shelf import Shelf
from tests.lean_path.asgi_client import Answer, ask
from tests.public_cache.asking import LIST, asked, with_cache
from tests.public_cache.views import READS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_words")]


def test_addresses_are_told_apart_by_all_that_counts() -> None:
    same = asked(f"{LIST}", f"{LIST}", query=b"q=a&x=1")
    assert len({answer.body for answer in same}) == 1
    asked(LIST, query=b"x=1&q=a")
    assert READS["list"] == 1
    asked(LIST, query=b"q=b")
    asked(LIST, query=b"q=a", headers=[(b"host", b"localhost")])
    assert READS["list"] == 3


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
