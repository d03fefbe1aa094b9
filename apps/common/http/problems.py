"""One problem shape (RFC 9457) for DRF, Ninja, pages and Django's own errors."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

import msgspec
from asgiref.sync import markcoroutinefunction
from django.core.exceptions import (
    BadRequest as DjangoBadRequest,
)
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render

from apps.common.db.away import is_away
from apps.common.errors import (
    BadRequest,
    DomainError,
    InvalidInput,
    NotAllowed,
    NotFound,
    NotNow,
    SignInRequired,
    TooLarge,
    TooManyRequests,
    UnsupportedMedia,
)
from apps.common.http.lean import is_api
from apps.common.observability.logs import logger
from apps.common.observability.middleware import open_path, request_id_of

log = logger(__name__)
type AsyncHandler = Callable[[HttpRequest], Awaitable[HttpResponseBase]]


class Unexpected(DomainError):
    """A fault of ours; the log has the traceback under the request id."""

    code, title, status = "unexpected", "Something broke on our side", 500


class DatabaseBusy(NotNow):
    """No session of the database became free in time, or the database is away."""

    code, title = "database-busy", "Too many are here at the moment"


class MethodNotAllowed(DomainError):
    """The address exists, but not for this method."""

    code, title, status = "method-not-allowed", "This address does not do that", 405


_BY_STATUS: dict[int, type[DomainError]] = {
    kind.status: kind
    for kind in (
        BadRequest,
        SignInRequired,
        NotAllowed,
        NotFound,
        MethodNotAllowed,
        TooLarge,
        UnsupportedMedia,
        InvalidInput,
        TooManyRequests,
        Unexpected,
    )
}


def of_status(status: int, detail: str = "") -> DomainError:
    """Return the general failure for a bare HTTP status."""
    return _BY_STATUS.get(status, BadRequest)(detail)


def of_django(error: Exception) -> DomainError | None:
    """Translate what Django itself raises; None for a fault of ours."""
    match error:
        case DomainError():
            return error
        case Http404():
            return NotFound()
        case PermissionDenied():
            return NotAllowed()
        case RequestDataTooBig():
            return TooLarge()
        case SuspiciousOperation() | DjangoBadRequest():
            return BadRequest()
    return _of_database(error)


def _of_database(error: Exception) -> DomainError | None:
    if not is_away(error):
        return None
    log.warning("database.away", reason=str(error))
    return DatabaseBusy("Please try again in a moment.", retry_after=1)


def document(error: DomainError, request: HttpRequest) -> dict[str, Any]:
    """Return the problem document of a failure."""
    problem = {
        "type": f"/problems/{error.code}",
        "title": error.title,
        "status": error.status,
        "code": error.code,
        "detail": error.detail,
        "instance": request.path,
        "request_id": request_id_of(request),
    }
    if error.errors:
        problem["errors"] = error.errors
    return error.members | problem


def json_problem(error: DomainError, request: HttpRequest) -> HttpResponse:
    """Render a failure as `application/problem+json`."""
    response = HttpResponse(
        msgspec.json.encode(document(error, request), enc_hook=str),
        content_type="application/problem+json",
        status=error.status,
    )
    if error.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return _with_retry_after(response, error)


def wants_json(request: HttpRequest) -> bool:
    """Tell whether the caller is a program: anything below /api/, or JSON asked for."""
    return is_api(request) or not request.accepts("text/html")


def problem(error: DomainError, request: HttpRequest) -> HttpResponse:
    """Render a failure for whoever asked: JSON for programs, a page for people."""
    if wants_json(request):
        return json_problem(error, request)
    context = {"problem": document(error, request)}
    page = render(request, "errors/problem.html", context, status=error.status)
    return _with_retry_after(page, error)


def of_fault(error: Exception, request: HttpRequest) -> HttpResponse:
    """Render what no view was meant to raise: a refusal of the house, or a fault of ours."""
    known = of_django(error)
    return problem(known, request) if known else unexpected(error, request)


def _with_retry_after(response: HttpResponse, error: DomainError) -> HttpResponse:
    if "retry_after" in error.members:
        response["Retry-After"] = str(error.members["retry_after"])
    return response


def unexpected(error: Exception, request: HttpRequest) -> HttpResponse:
    """Log a fault of ours with its traceback and answer without telling its inside."""
    log.error("unexpected", path=open_path(request), exc_info=error)
    return problem(Unexpected("We have noted it. Please try again."), request)


def drf_exception_handler(error: Exception, context: dict[str, Any]) -> HttpResponse:
    """DRF's EXCEPTION_HANDLER."""
    from apps.common.http.drf import of_drf  # noqa: PLC0415 -- DRF reads settings on import

    request: HttpRequest = context["request"]._request  # noqa: SLF001 -- DRF wraps Django's
    known = of_django(error) or of_drf(error)
    return json_problem(known, request) if known else unexpected(error, request)


def _not_allowed(response: HttpResponseNotAllowed, request: HttpRequest) -> HttpResponse:
    allowed = response["Allow"]
    answer = problem(MethodNotAllowed(f"It answers to {allowed}."), request)
    answer["Allow"] = allowed
    return answer


class PageProblems:
    """Innermost pure-async middleware: failures of views become problems before Django sees them.

    DRF and Ninja render their own; this serves pages and whatever escapes an API.
    """

    sync_capable = False
    async_capable = True

    def __init__(self, get_response: AsyncHandler) -> None:
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Handle one request."""
        response = await self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):  # Ninja and Django answer it without us
            return _not_allowed(response, request)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse:
        """Render what a view raised."""
        return of_fault(error, request)
