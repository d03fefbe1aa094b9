"""Django's ASGI handler, without its threads for reads that declare themselves `@inline`.

Everything else goes Django's way, and so do these with `ASGI_HANDLER=stock`. What is repeated here
from Django is pinned by `tests/lean_path/test_pins.py`.
"""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from itertools import groupby
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.cache import BaseCache, caches, close_caches
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.asgi import ASGIHandler, ASGIRequest, get_script_prefix
from django.core.handlers.base import reset_urlconf
from django.core.handlers.exception import convert_exception_to_response
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, reset_queries
from django.db.backends.signals import connection_created
from django.dispatch import Signal
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import (
    Resolver404,
    ResolverMatch,
    URLResolver,
    get_resolver,
    set_script_prefix,
    set_urlconf,
)
from django.utils.log import log_response
from django.utils.module_loading import import_string

from apps.common.errors import NotNow
from apps.common.http.inline import READS, is_inline
from apps.common.http.lean import OnTheLoop, Together, is_api
from apps.common.http.leaving import Leaving
from apps.common.http.places import Place, my_place
from apps.common.http.problems import json_problem, problem

# Django's own listeners look after the thread that they run in; a request that opened no connection
# of the ORM has none to look after. Anybody else is told of every request, in a thread as ever.
DJANGOS = {
    id(one)
    for one in (close_caches, close_old_connections, reset_queries, reset_urlconf)
}  # fmt: skip
TOO_LONG = "It took too long. Please try again."
_BODY = {b"content-length", b"transfer-encoding"}  # headers of a request that carries one
_opened: ContextVar[list[str] | None] = ContextVar("opened_connections", default=None)
_bodies: ContextVar[ExitStack] = ContextVar("bodies")


class Streamed(TypeError):
    """An `@inline` view answered with a stream; those need Django's handling."""


class InlineRequest(ASGIRequest):
    """A request whose view answers inline; `inline_match` is that view."""

    inline_match: ResolverMatch


class LeanHandler(ASGIHandler):
    """Answers inline reads on the loop and hands everything else to Django."""

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: FBT001, FBT002 -- Django's
        """Load Django's chain, and beside it one of those that have a say in an API's reads."""
        super().load_middleware(is_async)
        handler: Any = convert_exception_to_response(self._get_response_async)
        having_a_say = [
            one
            for one in map(import_string, reversed(settings.MIDDLEWARE))
            if not getattr(one, "passes_reads", False)
        ]
        for only_computes, kinds in groupby(having_a_say, key=_only_computes):
            if only_computes:
                handler = Together([kind(handler) for kind in kinds][::-1], handler)
            else:
                for kind in kinds:
                    handler = convert_exception_to_response(kind(handler))
        self._inline_chain = handler

    async def handle(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        request = _inline_request(scope)
        if request is None:
            with _bodies_closed(), nullcontext() if scope["path"] in settings.PROBES else Place():
                await super().handle(scope, receive, send)
            return
        set_script_prefix(get_script_prefix(scope))
        with _connections() as opened:
            if has_strangers(request_started):
                await request_started.asend(sender=self.__class__, scope=scope)
            response, leaving = None, Leaving(receive)
            try:
                with leaving:
                    response = await self.run_get_response(request)
                await self.send_response(response, send)
            except asyncio.CancelledError:
                if not leaving.has_left:
                    raise
                _calm_down()
            finally:
                await self._finish(response, opened)

    async def read_body(self, receive: Any) -> Any:
        """Read the body, and only then stand in line: a slow sender keeps nobody out."""
        body = await super().read_body(receive)
        _bodies.get().callback(body.close)  # Django leaves it open when a signal fails
        if place := my_place():
            await place.take()
        return body

    async def run_get_response(self, request: HttpRequest) -> HttpResponseBase:
        """Make the answer, and let the next request in: a slow reader keeps nobody out."""
        response: HttpResponseBase = await super().run_get_response(request)
        if place := my_place():
            place.leave()
        return response

    async def send_response(self, response: Any, send: Any) -> None:
        """Send an answer of one piece in one piece."""
        if response.streaming or len(response.content) > self.chunk_size:
            await super().send_response(response, send)
            return
        headers = [
            (name.encode("ascii"), value.encode("latin1")) for name, value in response.items()
        ]
        headers += [
            (b"Set-Cookie", cookie.OutputString().encode("ascii"))
            for cookie in response.cookies.values()
        ]
        status = response.status_code
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": response.content})

    async def _finish(self, response: HttpResponseBase | None, opened: list[str]) -> None:
        """Close the answer: on the loop, unless the request's thread has something to give back."""
        if response is None:  # the client left, or the server is stopping
            await request_finished.asend(sender=self.__class__)
        elif opened or has_strangers(request_finished):
            await sync_to_async(response.close)()
        else:
            _close(response)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer of middleware and view; a refusal is logged without a thread."""
        if not isinstance(request, InlineRequest):
            return await super().get_response_async(request)
        set_urlconf(settings.ROOT_URLCONF)
        response: Any = await self._inline_chain(request)
        response._resource_closers.append(request.close)  # noqa: SLF001 -- as Django does
        if response.status_code >= 400:  # noqa: PLR2004 -- HTTP's own
            words = (response.reason_phrase, request.path)
            log_response("%s: %s", *words, response=response, request=request)
        return response  # type: ignore[no-any-return]

    async def _get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Return the view's answer, in time."""
        if (place := my_place()) and place.was_refused:
            return problem(NotNow(TOO_LONG, retry_after=1), request)
        of_django = super()._get_response_async(request)  # type: ignore[misc] # not in its stubs
        if not isinstance(request, InlineRequest):
            return await of_django  # type: ignore[no-any-return]
        limit = asyncio.timeout(settings.INLINE_SECONDS)
        try:
            async with limit:
                response: HttpResponseBase = await of_django
        except TimeoutError:
            if not limit.expired():
                raise
            return json_problem(NotNow(TOO_LONG, retry_after=1), request)
        if response.streaming:
            raise Streamed(request.path)
        return response

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """Return what was found for an inline request; resolving it once is enough."""
        if not isinstance(request, InlineRequest) or hasattr(request, "urlconf"):
            match: ResolverMatch = super().resolve_request(request)
            return match
        request.resolver_match = request.inline_match
        return request.inline_match


def _calm_down() -> None:
    """Go on after a cancellation that we asked for ourselves."""
    if request := asyncio.current_task():
        request.uncancel()


def _only_computes(middleware: Any) -> bool:
    return isinstance(middleware, type) and issubclass(middleware, OnTheLoop)


def _inline_request(scope: Any) -> InlineRequest | None:
    """Make the request if its view answers it inline; what is odd about it is Django's to say."""
    if scope["method"] not in READS or any(name in _BODY for name, _ in scope["headers"]):
        return None
    try:
        request = InlineRequest(scope, BytesIO())
        if not is_api(request):
            return None
        request.inline_match = _match(get_resolver(), request.path_info)
    except (UnicodeDecodeError, RequestDataTooBig, Resolver404):
        return None
    return request if is_inline(request.inline_match, request.method) else None


def _match(resolver: URLResolver, path: str) -> ResolverMatch:
    """Resolve an address; one without parameters is looked for once per process."""
    known = _fixed_addresses(resolver)
    if path in known:
        return known[path]
    match = resolver.resolve(path)
    if path == f"/{match.route}":  # nobody can fill memory: there are as many as routes
        known[path] = match
    return match


@cache
def _fixed_addresses(_: URLResolver) -> dict[str, ResolverMatch]:
    return {}


@contextmanager
def _bodies_closed() -> Iterator[None]:
    """Close the body that is read within, however that ends."""
    with ExitStack() as stack:
        token = _bodies.set(stack)
        try:
            yield
        finally:
            _bodies.reset(token)


@contextmanager
def _connections() -> Iterator[list[str]]:
    """Gather the aliases of the ORM's connections that this request opens, in whatever thread."""
    opened: list[str] = []
    token = _opened.set(opened)
    try:
        yield opened
    finally:
        _opened.reset(token)


def _note(*, connection: Any, **_: Any) -> None:
    opened = _opened.get()
    if opened is not None:
        opened.append(connection.alias)


connection_created.connect(_note)


def _close(response: Any) -> None:
    """Close an answer whose end nobody waits for: as Django does, without its signal."""
    for closer in response._resource_closers:  # noqa: SLF001 -- the only door
        with suppress(Exception):
            closer()
    response._resource_closers.clear()  # noqa: SLF001
    response.closed = True
    if _caches_to_close():
        close_caches()


@cache
def _caches_to_close() -> bool:
    return any(type(one).close is not BaseCache.close for one in caches.all())


def has_strangers(signal: Signal) -> bool:
    """Tell whether anybody but Django listens."""
    return any(key[0] not in DJANGOS for key, *_ in signal.receivers)
