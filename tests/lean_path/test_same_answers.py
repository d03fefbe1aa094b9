"""Every address answers a GET as Django's own handler does; hot ones without a thread."""

import asyncio
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.handlers.asgi import ASGIHandler
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from apps.authentication.facade import access_token_for
from apps.authentication.tests.factories import UserFactory
from apps.common import reads
from apps.common.http.asgi import LeanHandler
from apps.common.http.inline import is_inline
from apps.vendors.tests.factories import VendorFactory
from tests.lean_path.asgi_client import ask, starts

SOMEBODY = "01890a5d-ac96-774b-bcce-b302099a8057"
VALUES = {"uuid": SOMEBODY, "int": "1", "slug": "agbada", "path": "a/b", "": "word", "str": "word"}
PARAMETER = re.compile(r"<(?:(\w+):)?\w+>")
# Looked at by a person or a monitor, and different each time they are.
MOVING = ("/health", "/metrics", "/admin/jsi18n/")


def addresses(resolver: Any, before: str = "/") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, path)
        elif isinstance(pattern, URLPattern):
            yield PARAMETER.sub(lambda found: VALUES.get(found[1] or "", "word"), path)


@cache
def handlers() -> tuple[Any, Any]:
    return ASGIHandler(), LeanHandler()


def differences(paths: list[str], **words: Any) -> list[str]:
    """Where both do not answer the same."""

    async def is_same(path: str) -> bool:
        stock, lean = [(await ask(handler, path, **words)).masked for handler in handlers()]
        return stock == lean

    async def found() -> list[str]:  # in one loop: making 559 costs more than all answers
        return [path for path in paths if not await is_same(path)]

    return async_to_sync(found)()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "HEAD", "BREW"])
@pytest.mark.parametrize("who", ["a guest", "a member of the staff"])
def test_both_handlers_answer_the_same(method: str, who: str) -> None:
    headers = []
    if who != "a guest":
        user = UserFactory.create(is_staff=True, is_superuser=True)
        headers = [(b"authorization", f"Bearer {access_token_for(user.pk)}".encode())]
    paths = [path for path in addresses(get_resolver()) if path not in MOVING]
    assert len([path for path in paths if path.startswith("/api/v2/")]) > 20
    assert differences(paths, method=method, headers=headers) == []


def hot(path: str) -> bool:
    try:
        return is_inline(resolve(path), "GET")
    except Resolver404:  # an address made of a regular expression
        return False


@pytest.mark.django_db(transaction=True)
def test_a_hot_read_starts_no_thread() -> None:
    seller = UserFactory.create()
    VendorFactory.create(owner=seller)
    token = [(b"authorization", f"Bearer {access_token_for(seller.pk)}".encode())]
    paths = [path for path in addresses(get_resolver()) if hot(path)]

    async def twice() -> None:
        await reads.open_pool()
        try:
            for _ in range(2):  # the first time opens connections
                starts.clear()
                for path in paths:
                    query = b"q=gown" if path.endswith(("/search/", "/suggest/")) else b""
                    answer = await ask(handlers()[1], path, query=query, headers=token)
                    assert answer.status in {200, 404, 422}, path
        finally:
            await reads.close_pool()

    asyncio.run(twice())
    assert "/api/v2/products/" in paths
    assert starts == []
