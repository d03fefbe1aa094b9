"""Django's own middleware without its thread hops.

Under ASGI `MiddlewareMixin` sends each hook of each class to a thread; the hops cost more than the
hooks. Those that only compute run on the loop here, and those that only pages need stay away from
the APIs. What the classes do is Django's.
"""

from collections.abc import Awaitable
from typing import Any

from asgiref.sync import markcoroutinefunction, sync_to_async
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.exception import response_for_exception
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.common import CommonMiddleware
from django.middleware.csp import ContentSecurityPolicyMiddleware, get_nonce
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils.csp import build_policy
from servestatic.middleware import ServeStaticMiddleware


def is_api(request: HttpRequest) -> bool:
    """Tell whether the request is for an API: no session, no cookie, no form."""
    return request.path.startswith("/api/")


class OnTheLoop:
    """A mixin for classes whose hooks only compute."""

    get_response: Any

    async def __acall__(self, request: HttpRequest) -> HttpResponseBase:
        before = getattr(self, "process_request", None)
        after = getattr(self, "process_response", None)
        response = before(request) if before else None
        response = response or await self.get_response(request)
        answer: HttpResponseBase = after(request, response) if after else response
        return answer


class Together:
    """Several classes that only compute, one after the other: one coroutine, not four of each."""

    def __init__(self, middleware: list[Any], get_response: Any) -> None:
        self._get_response = get_response
        self._hooks = [
            (getattr(one, "process_request", None), getattr(one, "process_response", None))
            for one in middleware
        ]
        markcoroutinefunction(self)

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Ask each on the way in, and those on the way out who were asked; as Django's chain."""
        entered: list[Any] = []
        response: Any = None
        try:
            for before, after in self._hooks:
                response = before(request) if before else None
                if after:
                    entered.append(after)
                if response:
                    break
            else:
                response = await self._get_response(request)
        except Exception as error:  # noqa: BLE001 -- Django turns any into an answer
            response = await _of_failure(request, error)
        for after in reversed(entered):
            try:
                response = after(request, response)
            except Exception as error:  # noqa: BLE001 -- the same
                response = await _of_failure(request, error)
        answer: HttpResponseBase = response
        return answer


_of_failure = sync_to_async(response_for_exception, thread_sensitive=False)


class _ForPages:
    """A mixin for classes that have nothing to say about an API."""

    passes_reads = True  # of APIs: an inline read does not come by here at all
    get_response: Any

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if is_api(request):
            answer: Awaitable[HttpResponseBase] = self.get_response(request)
            return answer
        found: Awaitable[HttpResponseBase] = super().__call__(request)  # type: ignore[misc]
        return found


class Security(OnTheLoop, SecurityMiddleware):
    """HTTPS, HSTS, nosniff, referrer policy."""


class ContentSecurityPolicy(OnTheLoop, ContentSecurityPolicyMiddleware):
    """The policy's header, with its nonce where a page asked for one."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self._without_nonce = build_policy(settings.SECURE_CSP)  # type: ignore[arg-type] # True

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """Set the header; most answers have the same."""
        if not get_nonce(request) and not hasattr(response, "_csp_config"):
            response.headers.setdefault("Content-Security-Policy", self._without_nonce)
        return super().process_response(request, response)


class Common(OnTheLoop, CommonMiddleware):
    """Content-Length, and the host's check."""


class XFrameOptions(OnTheLoop, XFrameOptionsMiddleware):
    """No frames."""


class Static(_ForPages, ServeStaticMiddleware):  # type: ignore[misc] # it has no types
    """Stylesheets, scripts, pictures of our own."""


class Session(_ForPages, SessionMiddleware):
    """Cookies' sessions."""


class Authentication(_ForPages, OnTheLoop, AuthenticationMiddleware):
    """A lazy `request.user` from the session."""


class Messages(_ForPages, MessageMiddleware):
    """Sentences for the next page."""


class Csrf(_ForPages, OnTheLoop, CsrfViewMiddleware):
    """The forms' token. APIs take no cookies, so nobody can send with somebody else's."""

    async def process_view(self, request: HttpRequest, *rest: Any) -> HttpResponseBase | None:  # type: ignore[override]
        """Check a page's form."""
        return None if is_api(request) else super().process_view(request, *rest)
