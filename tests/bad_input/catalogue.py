"""What clients send by mistake or on purpose: reliability.md (d), lines 1 to 6."""

from collections.abc import Iterator
from typing import Any

HORRORS: dict[str, bytes] = {
    "duplicate keys": b'{"a": 1, "a": 2}',
    "depth 10,000": b"[" * 10_000 + b"]" * 10_000,
    "trailing data": b"{} {}",
    "byte order mark": b"\xef\xbb\xbf{}",
    "utf-16": '{"a": 1}'.encode("utf-16"),
    "lone surrogate": b'{"a": "\\ud800"}',
    "NUL": b'{"a": "\\u0000"}',
    "NaN": b'{"a": NaN}',
    "Infinity": b'{"a": Infinity}',
    "10^5000": b'{"a": 1' + b"0" * 5000 + b"}",
    "too large": b'"' + b"x" * 1_048_577 + b'"',
    "cut off": b'{"a": ',
    "an array": b"[1]",
    "a bare text": b'"a"',
    "null": b"null",
}

_ANY: list[Any] = [None, True, [], {}, [[]], {"$ne": 1}]
_NUMBERS: list[Any] = [0, -1, 1.5, 2**31, 2**63, 10**29, -(2**63) - 1, "1", "1e3", "\u0661"]
_TEXTS: list[Any] = ["", " ", "x" * 100_000, "\u202ea", "a\r\nBcc: b@example.com", "../x", "%00", 7]
_IDS: list[Any] = ["x", "../", "%00", 10**29, "00000000-0000-0000-0000-00000000000g", -1]

BAD_PATH_VALUES = [
    "x",
    "..%2F",
    "%00",
    "9" * 30,
    "01890A5D-AC96-774B-BCCE-B302099A8057",
    "%F0%9F%92%A9",
]

# Fields that no client may set, in both spellings.
MASS_ASSIGNMENT: dict[str, Any] = {
    "role": "admin",
    "is_staff": True,
    "isStaff": True,
    "is_superuser": True,
    "is_active": False,
    "verified": True,
    "vendor_id": "01890a5d-ac96-774b-bcce-b302099a8057",
    "user_id": "01890a5d-ac96-774b-bcce-b302099a8057",
    "user": {"is_staff": True},
    "id": "01890a5d-ac96-774b-bcce-b302099a8057",
    "status": "approved",
    "balance": 1,
    "commission_bp": 0,
    "created_by": 1,
}


def bad_values(schema: dict[str, Any]) -> list[Any]:
    """Return what to try in a field of this JSON schema."""
    if schema.get("format") == "uuid":
        return _ANY + _IDS
    match schema.get("type"):
        case "integer" | "number":
            return _ANY + _NUMBERS
        case "string":
            return _ANY + _TEXTS
    return [*_ANY, "x", 1]


def spoiled(body: Any, schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield copies of a body, each with one bad value, and where it stands."""
    yield from ((f"whole={value!r:.40}", value) for value in bad_values(schema))
    if isinstance(body, dict):
        for name, value in body.items():
            yield f"{name} missing", {key: kept for key, kept in body.items() if key != name}
            inside = schema.get("properties", {}).get(name, {})
            for place, changed in spoiled(value, inside):
                yield f"{name}.{place}", body | {name: changed}
    elif isinstance(body, list) and body:
        for place, changed in spoiled(body[0], schema.get("items", {})):
            yield f"[0].{place}", [changed]
        yield "the same twice", body * 2
        yield "10,001 of them", body * 10_001
