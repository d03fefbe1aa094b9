"""Names in a query string: what an address does not describe, it refuses, in both APIs.

A misspelt filter that is passed over looks like an answer. The names are read from what OpenAPI
is made of (DRF: `extend_schema`, Ninja: the operation's parameters), so they cannot differ.
"""

from collections.abc import Iterable, Iterator
from functools import cache, partial
from itertools import islice
from typing import Any

from django.http import HttpRequest
from drf_spectacular.utils import OpenApiParameter
from ninja.operation import Operation
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from apps.common.errors import InvalidInput
from apps.common.http.inline import READS

_LONGEST, _MOST = 80, 10  # of a name, and of names, that we say back


def refusal(given: Iterable[str], known: frozenset[str]) -> InvalidInput | None:
    """Return what is to be said of names that are not among the known, None if all are."""
    odd = islice((name for name in given if name not in known), _MOST)
    errors = {name[:_LONGEST]: ["There is no such parameter here."] for name in odd}
    return InvalidInput("Some names are not known here.", errors=errors) if errors else None


def names_of_operation(operation: Operation) -> frozenset[str]:
    """Return the names that a Ninja operation reads of a query."""
    models = (one for one in operation.models if one.__ninja_param_source__ == "query")
    return frozenset(name for model in models for name in model.__ninja_flatten_map__)


@cache
def names_of_view(kind: type[Any]) -> frozenset[str]:
    """Return the names that `extend_schema` says the GET of a DRF view reads of a query."""
    schema = getattr(getattr(kind, "get", None), "kwargs", {}).get("schema")
    if schema is None:
        return frozenset()
    said = schema()
    said.view, said.method = kind(request=None, kwargs={}), "GET"
    return frozenset(_described(said.get_override_parameters()))


def guard(operation: Operation) -> None:
    """Make a read of v2 refuse unknown names, after its authentication."""
    known = names_of_operation(operation)
    # Where Ninja reads all parameters; of the class, so that a second guard is none.
    values = partial(type(operation)._get_values, operation)  # noqa: SLF001

    def checked(request: HttpRequest, *rest: Any) -> Any:
        if refused := refusal(request.GET, known):
            raise refused
        return values(request, *rest)

    vars(operation)["_get_values"] = checked


class KnownNames(BaseThrottle):
    """The same for v1. A throttle: what DRF asks of every view by setting, after who it is."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Let it pass.

        Raises:
            InvalidInput: the view does not describe one of the names.
        """
        is_read = request.method in READS and hasattr(view, "get")  # else a 405
        if is_read and (refused := refusal(request.query_params, names_of_view(view.__class__))):
            raise refused
        return True


def _described(parameters: Iterable[Any]) -> Iterator[str]:
    for one in parameters:
        if not isinstance(one, OpenApiParameter):  # a serializer
            yield from one().fields
        elif one.location == OpenApiParameter.QUERY:
            yield one.name
