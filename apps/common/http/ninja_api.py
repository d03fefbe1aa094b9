"""The v2 API object: house errors, JSON by msgspec, deny unless allowed."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.operation import Operation, PathView

from apps.common.errors import BadRequest, DomainError, InvalidInput, NotFound, SignInRequired
from apps.common.http.auth import signed_in
from apps.common.http.inline import inline_methods, mark
from apps.common.http.known_names import guard, names_of_operation
from apps.common.http.openapi import with_problems
from apps.common.http.problems import json_problem, of_django, of_fault, of_status
from apps.common.public_cache.marking import NotPublic, note_public, topic_of


def _field(location: tuple[Any, ...]) -> str:
    """Name a field as the client wrote it: without where it came from and our argument's name."""
    skip = 2 if location and location[0] == "body" and len(location) > 2 else 1  # noqa: PLR2004 -- ("body", argument, …)
    return ".".join(str(part) for part in location[skip:]) or "body"


def _sentence(fault: dict[str, Any]) -> str:
    """Say what is wrong in our own words where a rule of ours was broken, else in Pydantic's."""
    words = str(fault["msg"])
    if fault["type"] == "value_error":
        words = words.removeprefix("Value error, ").removesuffix(".")
        return f"{words[:1].upper()}{words[1:]}."
    return words.replace("tuple", "list").replace("Tuple", "List")  # JSON knows no tuples


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors: dict[str, list[str]] = {}
    for fault in error.errors:
        errors.setdefault(_field(fault["loc"]), []).append(_sentence(fault))
    return json_problem(InvalidInput("Some fields are not right.", errors=errors), request)


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return json_problem(of_status(error.status_code, str(error)), request)


def _suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    # Too many query parameters, say: the caller's fault, whatever Django calls it.
    return json_problem(of_django(error) or BadRequest(), request)


class _PathView(PathView):
    """Ninja's operations of one address: a HEAD is answered like its GET, reads may be inline."""

    def get_view(self) -> Callable[..., Any]:
        """Return the view, which knows what of it is answered inline, and what is public."""
        view = super().get_view()
        reads = [op for op in self.operations if "GET" in op.methods]
        mark(view, frozenset().union(*(inline_methods(op.view_func) for op in reads)))
        for op in reads:
            guard(op)
            topic = topic_of(op.view_func)
            if topic and op.auth_callbacks:
                raise NotPublic(op.view_func.__qualname__)
            note_public(view, topic, names_of_operation(op))
        return view

    def _find_operation(self, request: HttpRequest) -> Operation | None:
        found = super()._find_operation(request)
        if found is None and request.method == "HEAD":  # the server sends no body
            return next((op for op in self.operations if "GET" in op.methods), None)
        return found

    def _not_allowed(self) -> HttpResponse:
        allowed = {method for op in self.operations for method in op.methods}
        return HttpResponseNotAllowed(sorted(allowed | ({"HEAD"} if "GET" in allowed else set())))


class _Api(NinjaAPI):
    """Its description tells how it refuses."""

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        for router in self._get_bound_routers():
            for path, made in router.path_operations.items():
                view = _PathView()  # Ninja makes its own kind and offers no other way
                vars(view).update(vars(made))
                router.path_operations[path] = view
        return super()._get_urls()

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """Return the OpenAPI document."""
        return with_problems(super().get_openapi_schema(**kwargs))


def new_api() -> NinjaAPI:
    """Return the API that the composition root mounts routers on."""
    api = _Api(
        title="Fashionistar API v2",
        version="2.0.0",
        description="Hot reads, search, cart and checkout. Async.",
        auth=signed_in,
        docs_url=None,
        openapi_url="/openapi.json",
    )
    # Ninja's type admits a class where it always passes an instance.
    handlers: dict[type[Exception], Callable[..., HttpResponse]] = {
        DomainError: lambda request, error: json_problem(error, request),
        ValidationError: _invalid,
        HttpError: _http,
        AuthenticationError: lambda request, _: json_problem(SignInRequired(), request),
        Http404: lambda request, _: json_problem(NotFound(), request),
        SuspiciousOperation: _suspicious,
        Exception: lambda request, error: of_fault(error, request),
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
    return api
