"""What the lean handler repeats or overrides of Django and Ninja; a new release must be read first.

A failure names what has changed. Read the new source, bring `http/asgi.py` or `http/ninja_api.py`
in line, run `test_both_handlers.py`, then write the new digest here.
"""

import hashlib
import inspect
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import close_caches
from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.core.handlers.base import BaseHandler, reset_urlconf
from django.core.handlers.exception import (
    convert_exception_to_response,
    response_for_exception,
)
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, reset_queries
from django.dispatch import Signal
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin
from ninja import NinjaAPI
from ninja.operation import PathView

PINNED: dict[Callable[..., Any], str] = {
    ASGIHandler.__call__: "f756809e9c9308dc",
    ASGIHandler.handle: "98faeb5bef800331",
    ASGIHandler.create_request: "5eae59c6696013ff",
    ASGIHandler.read_body: "88b4e284fc829700",
    ASGIHandler.run_get_response: "0234ea5fe09a5777",
    ASGIHandler.send_response: "d91e83d2c6859eda",
    ASGIRequest.__init__: "829a81229ab0c053",
    BaseHandler.get_response_async: "ad82c920df0cebbb",
    BaseHandler._get_response_async: "064b55bfd55fc38d",  # type: ignore[attr-defined]
    BaseHandler.resolve_request: "ff178c3d63eebcd3",
    convert_exception_to_response: "a297ae868bddaca2",
    response_for_exception: "a4f71341850593c6",
    MiddlewareMixin.__call__: "337be048dd62e014",
    MiddlewareMixin.__acall__: "adf8cbcaf9f11e45",
    BaseHandler.load_middleware: "b75c13d1041e06d9",
    HttpResponseBase.close: "84589f5b23acbb23",
    Signal.connect: "0afb8f1442b4796f",
    Signal.asend: "b27a0e4474a61569",
    PathView.get_view: "06d3cffe284f7910",
    PathView._find_operation: "cc8dc1b4b45b055e",
    PathView._not_allowed: "3e12871a1d8b709f",
    NinjaAPI._get_urls: "45ce3f44b22a2f1b",
    # These only look after their own thread: on the loop there is nothing for them to do.
    close_caches: "abe7badf0640b146",
    close_old_connections: "c352dd45e8333c97",
    reset_queries: "9989bcde56b2f76a",
    reset_urlconf: "7ad5ce3f320f5c51",
}


def digest(function: Callable[..., Any]) -> str:
    return hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:16]


@pytest.mark.parametrize("function", PINNED, ids=lambda one: one.__qualname__)
def test_the_source_that_we_lean_on_is_the_one_that_was_read(function: Any) -> None:
    assert digest(function) == PINNED[function]


@pytest.mark.parametrize(
    ("signal", "expected"),
    [
        (request_started, {close_old_connections, reset_queries}),
        (request_finished, {close_old_connections, close_caches, reset_urlconf}),
    ],
    ids=["started", "finished"],
)
def test_nobody_else_listens_to_every_request(signal: Any, expected: set[Any]) -> None:
    assert {listener() for _, listener, *_ in signal.receivers} == expected
