"""What no endpoint should ever see: oversized bodies and JSON that parsers disagree about."""

import json
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn

from asgiref.sync import markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from apps.common.errors import BadRequest, DomainError, TooLarge, UnsupportedMedia
from apps.common.http.lean import is_api
from apps.common.http.problems import json_problem

type AsyncHandler = Callable[[HttpRequest], Awaitable[HttpResponseBase]]

_MAX_DEPTH = 64
_MAX_DIGITS = 30


class UnreadableJson(BadRequest):
    """The body is not one well-formed JSON document in UTF-8."""

    code, title = "unreadable-json", "The body is not readable JSON"


class CheckBody:
    """Pure async middleware over /api/: size cap, then strict JSON.

    Refused: duplicate keys, NaN and Infinity, numbers of more than 30 digits, nesting deeper than
    64, NUL and lone surrogates in texts, a byte order mark, anything but UTF-8.
    """

    sync_capable = False
    async_capable = True
    passes_reads = True  # they have no body

    def __init__(self, get_response: AsyncHandler) -> None:
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Handle one request."""
        if is_api(request) and request.method in {
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
        }:
            try:
                _check(request)
            except DomainError as error:
                return json_problem(error, request)
        return await self.get_response(request)


def _check(request: HttpRequest) -> None:
    if request.path.startswith(tuple(settings.RAW_BODY_PATHS)):
        return  # signed byte by byte: the endpoint checks the signature before it reads
    # Uploads are DRF's, by its own parser; Ninja would read JSON under any name.
    is_upload = request.content_type == "multipart/form-data" and request.path.startswith(
        "/api/v1/"
    )
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE if is_upload else settings.MAX_BODY_BYTES
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdigit():
        raise BadRequest("Content-Length is not a number.")
    if int(length) > most or (not is_upload and len(request.body) > most):
        raise TooLarge(f"At most {most} bytes are read here.")
    if is_upload or not request.body:
        return
    if request.content_type != "application/json":
        raise UnsupportedMedia("Send the body as application/json.")
    check_json(request.body)


def check_json(body: bytes) -> None:
    """Refuse a document that two parsers could read differently.

    Raises:
        UnreadableJson: with the reason.
    """
    try:
        text = body.decode("utf-8")
        found = json.loads(
            text,
            object_pairs_hook=_unique_keys,
            parse_constant=_refuse_constant,
            parse_int=_bounded_int,
            parse_float=_bounded_float,
        )
    except UnicodeDecodeError as error:
        raise UnreadableJson("The body is not UTF-8.") from error
    except RecursionError as error:
        raise UnreadableJson("The document is nested too deeply.") from error
    except json.JSONDecodeError as error:
        raise UnreadableJson(
            f"{error.msg} at line {error.lineno}, column {error.colno}."
        ) from error
    _walk(found)


def _walk(root: Any) -> None:
    """Check depth and texts without recursion."""
    stack = [(root, 1)]
    while stack:
        value, depth = stack.pop()
        if depth > _MAX_DEPTH:
            raise UnreadableJson(f"The document is nested deeper than {_MAX_DEPTH}.")
        if isinstance(value, dict):
            stack.extend((item, depth + 1) for pair in value.items() for item in pair)
        elif isinstance(value, list):
            stack.extend((item, depth + 1) for item in value)
        elif isinstance(value, str):
            _check_text(value)


def _check_text(text: str) -> None:
    if "\x00" in text:
        raise UnreadableJson("A text holds a NUL character.")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise UnreadableJson("A text holds half of a surrogate pair.")


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise UnreadableJson("A key stands twice in one object.")
    return found


def _refuse_constant(word: str) -> NoReturn:
    raise UnreadableJson(f"{word} is not JSON.")


def _bounded_int(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise UnreadableJson("A number has too many digits.")
    return int(digits)


def _bounded_float(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise UnreadableJson("A number is too large.")
    return value
