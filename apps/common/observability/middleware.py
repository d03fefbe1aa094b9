"""One log line a request, with its id, user, status and time; the same facts as headers."""

import logging
import re
import time
from collections.abc import Awaitable, Callable
from contextvars import ContextVar

from asgiref.sync import markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import LazyObject
from structlog.contextvars import bind_contextvars, reset_contextvars

from apps.common.ids import new_id
from apps.common.observability.logs import write_line

type AsyncHandler = Callable[[HttpRequest], Awaitable[HttpResponseBase]]

_log = logging.getLogger(__name__)
_SECRET_PARTS = ("key", "token")  # names of path parts
_USABLE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_TRACE = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")  # W3C's
_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


class RequestLog:
    """Pure async middleware (no thread hop): request id, timing headers, one log line.

    A caller's `X-Request-ID` is kept when it is 8 to 64 plain characters, and its `traceparent`
    when it is one.
    """

    sync_capable = False
    async_capable = True

    def __init__(self, get_response: AsyncHandler) -> None:
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Handle one request."""
        request_id = _request_id(request)
        request.META["fashionistar.request_id"] = request_id
        started, started_cpu = time.perf_counter(), time.process_time()
        token = _request.set(request)
        words = bind_contextvars(request_id=request_id, **_trace(request))
        try:
            response = await self.get_response(request)
            seconds = time.perf_counter() - started
            _describe(response, request_id, seconds)
            _log_line(request, response, seconds, time.process_time() - started_cpu)
        finally:
            reset_contextvars(**words)
            _request.reset(token)
        return response


def request_id_of(request: HttpRequest) -> str:
    """Return the id under which this request is logged."""
    known = request.META.get("fashionistar.request_id")
    return known if isinstance(known, str) else ""


def current_user_id() -> str | None:
    """Return who is signed in to the request being handled here, if that is known by now."""
    request = _request.get()
    return _user_id(request) if request else None


def _trace(request: HttpRequest) -> dict[str, str]:
    offered = request.META.get("HTTP_TRACEPARENT", "")
    return {"traceparent": offered} if _TRACE.fullmatch(offered) else {}


def _request_id(request: HttpRequest) -> str:
    offered = request.META.get("HTTP_X_REQUEST_ID", "")
    return offered if _USABLE_ID.fullmatch(offered) else new_id().hex


def _describe(response: HttpResponseBase, request_id: str, seconds: float) -> None:
    response["X-Request-ID"] = request_id
    response["X-Process-Time"] = f"{seconds:.4f}"
    response["Server-Timing"] = f"app;dur={seconds * 1000:.1f}"


def _log_line(request: HttpRequest, response: HttpResponseBase, seconds: float, cpu: float) -> None:
    match = request.resolver_match
    event = {
        "method": request.method,
        "path": open_path(request),
        "action": match.view_name or match.route if match else None,
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "cpu_ms": round(cpu * 1000, 1),
        "user_id": _user_id(request),
        "event": "request",
    }
    failed = response.status_code >= 500  # noqa: PLR2004 -- HTTP's own
    write_line(_log, logging.ERROR if failed else logging.INFO, event)


def open_path(request: HttpRequest) -> str:
    """Return the path without the secrets that some links carry."""
    path = request.path
    for name, value in request.resolver_match.kwargs.items() if request.resolver_match else ():
        if name in _SECRET_PARTS:
            path = path.replace(value, "…")
    return path


def _user_id(request: HttpRequest) -> str | None:
    """The signed-in user where a view or endpoint has already loaded one; never a query."""
    # Ninja's auth leaves a principal, the session a cached user; DRF replaces the lazy `user`.
    known = request.__dict__
    user = known.get("principal") or known.get("_cached_user") or known.get("user")
    if isinstance(user, LazyObject):
        return None
    identifier = getattr(user, "id", None)
    return str(identifier) if identifier else None
