"""Every operation of both APIs, read from their own descriptions."""

from dataclasses import dataclass
from typing import Any

from drf_spectacular.generators import SchemaGenerator

from apps.common.ids import new_id
from backend.api_v2 import api

_WRITES = ("post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """One method of one address; `schema` is that of its JSON body, resolved."""

    method: str
    path: str
    schema: dict[str, Any] | None

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"

    def address(self, value: str | None = None) -> str:
        """Return the path with every parameter filled in: an unknown id, or the value given."""
        path = self.path
        while "{" in path:
            head, _, tail = path.partition("{")
            name, _, rest = tail.partition("}")
            path = head + (value or _unknown(name)) + rest
        return path


def operations() -> list[Operation]:
    """Return the operations of v1 and v2."""
    v1 = SchemaGenerator().get_schema(request=None, public=True)
    v2 = api.get_openapi_schema(path_prefix="/api/v2/")
    return [
        Operation(method, path, _body(operation, document))
        for document in (v1, v2)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in ("get", *_WRITES)
    ]


def example(schema: dict[str, Any]) -> Any:
    """Make the smallest value that a JSON schema admits."""
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            return {name: example(inner) for name, inner in schema.get("properties", {}).items()}
        case "array":
            return [example(schema.get("items", {}))]
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "string":
            return _text(schema)
    return True if schema.get("type") == "boolean" else None


def _text(schema: dict[str, Any]) -> str:
    if "examples" in schema:
        return str(schema["examples"][0])
    match schema.get("format"):
        case "uuid":
            return str(new_id())
        case "email":
            return "somebody@example.com"
        case "date-time":
            return "2026-12-01T09:00:00Z"
    return "x" * max(int(schema.get("minLength", 1)), 1)


def _unknown(name: str) -> str:
    return str(new_id()) if name.endswith("id") else "nowhere"


def _body(operation: dict[str, Any], document: Any) -> dict[str, Any] | None:
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return None
    return _resolved(content["application/json"]["schema"], document)


def _resolved(schema: dict[str, Any], document: Any) -> dict[str, Any]:
    """Replace references and unions by the first real schema."""
    if "$ref" in schema:
        found = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return _resolved(found, document)
    for union in ("allOf", "anyOf", "oneOf"):
        if union in schema:
            real = [choice for choice in schema[union] if choice.get("type") != "null"]
            return _resolved(real[0], document)
    inner = dict(schema)
    if "properties" in inner:
        inner["properties"] = {
            name: _resolved(value, document) for name, value in inner["properties"].items()
        }
    if "items" in inner:
        inner["items"] = _resolved(inner["items"], document)
    return inner
