"""Django's own error views (no route, CSRF, a fault outside a view), in the house's shape."""

import sys

from django.http import HttpRequest, HttpResponse

from apps.common.errors import BadRequest, NotAllowed, NotFound
from apps.common.http.problems import Unexpected, of_django, problem


class CsrfFailed(NotAllowed):
    """The form lacks its token, or another site sent it."""

    code, title = "csrf-failed", "The form has expired"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400."""
    return problem(BadRequest(), request)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403."""
    return problem(NotAllowed(), request)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404."""
    return problem(NotFound("There is nothing at this address."), request)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: what middleware raised; the log holds the traceback of a fault of ours."""
    error = sys.exception()
    known = of_django(error) if isinstance(error, Exception) else None
    return problem(known or Unexpected("We have noted it. Please try again."), request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW."""
    return problem(CsrfFailed("Go back, reload the page and send it again."), request)
