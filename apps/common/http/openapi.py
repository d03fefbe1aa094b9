"""What both APIs' descriptions say of refusals: one shape, and which of them an operation has."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest

from apps.common.errors import Conflict, DomainError, InvalidInput, NotFound, SignInRequired
from apps.common.http.problems import document

CODES = "Clients branch on `code`; docs/reference/problems.md lists all of them."
# What the description of a v2 operation says that wants the header; for v1: `drf.IDEMPOTENCY_KEY`.
KEY_WORDS = "A random text of 8 to 200 visible characters that a retry repeats."
ONCE = {
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": True,
            "description": KEY_WORDS,
            "schema": {"type": "string", "minLength": 8, "maxLength": 200},
        }
    ]
}
_METHODS = {"get", "post", "put", "patch", "delete"}
_TEXT = {"type": "string"}
_PROBLEM = {
    "type": "object",
    "description": f"An RFC 9457 problem. {CODES}",
    "required": ["type", "title", "status", "code", "detail", "instance", "request_id"],
    "properties": {
        **dict.fromkeys(("type", "title", "code", "detail", "instance", "request_id"), _TEXT),
        "status": {"type": "integer"},
        "errors": {
            "type": "object",
            "description": "Sentences by field, where the input can be corrected.",
            "additionalProperties": {"type": "array", "items": _TEXT},
        },
    },
}


def with_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add to every operation how it refuses; drf-spectacular hooks it in and passes more."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _PROBLEM
    components.setdefault("responses", {}).update(_responses())
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            if method in _METHODS:
                for status, name in _refusals(path, operation):
                    answer = {"$ref": f"#/components/responses/{name}"}
                    operation["responses"].setdefault(status, answer)
    return result


def _refusals(path: str, operation: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if {} not in operation.get("security", [{}]):
        yield "401", "SignInRequired"
    if "{" in path:
        yield "404", "NotFound"
    asked = operation.get("parameters", [])
    if "requestBody" in operation or any(one["in"] == "query" for one in asked):
        yield "422", "InvalidInput"
    yield "default", "Problem"


def _responses() -> dict[str, Any]:
    return {
        "SignInRequired": _response(SignInRequired(), "No token, or one that does not count."),
        "NotFound": _response(NotFound(), "It does not exist, or not for you."),
        "InvalidInput": _response(
            InvalidInput("Some fields are not right.", errors={"quantity": ["At least 1."]}),
            "Fields that can be corrected.",
        ),
        "Problem": _response(Conflict("2 left"), f"Any other refusal. {CODES}"),
    }


def _response(example: DomainError, words: str) -> dict[str, Any]:
    request = HttpRequest()
    request.path = "/api/v2/orders"
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {"schema": schema, "example": document(example, request)}
    return {"description": words, "content": {"application/problem+json": content}}
