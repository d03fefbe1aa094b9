"""An unfair comparison is worthless: those that are compared must send the same JSON."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.common.client import Answer, ask_once
from benchmarks.common.measure import Field
from benchmarks.common.subjects import Asked
from devstack.errors import Refusal

OK = 200
# Opaque to clients, and each maker's own; both must have one, or neither.
OPAQUE = {"next", "previous"}
# What every answer of ours carries, so every answer of a twin with `equal headers` must, too.
HEADERS = (
    "content-security-policy",
    "content-type",
    "cross-origin-opener-policy",
    "referrer-policy",
    "server-timing",
    "x-content-type-options",
    "x-frame-options",
    "x-process-time",
    "x-request-id",
)


def check_alike(around: Field, subjects: Sequence[Asked]) -> None:
    """Ask each once, at its first address, and compare.

    Raises:
        Refusal: a body differs from the one that it must equal, or a header is missing.
    """
    by_name = {one.name: one for one in subjects}
    for one in subjects:
        answer = _answer(around, one)
        if one.same_as in by_name:
            other = _answer(around, by_name[one.same_as])
            for difference in differences(json.loads(other.body), json.loads(answer.body)):
                raise Refusal(f"{one.name} does not answer like {one.same_as}: {difference}")


def check_headers(around: Field, subjects: Sequence[Asked]) -> None:
    """Each must send what ours send.

    Raises:
        Refusal: one does not.
    """
    for one in subjects:
        answer = _answer(around, one)
        if missing := [name for name in HEADERS if name not in answer.headers]:
            raise Refusal(f"{one.name} does not send {', '.join(missing)}")


def differences(ours: Any, theirs: Any, path: str = "$") -> Iterator[str]:
    """Where two JSON values differ, one sentence each."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted(ours.keys() | theirs.keys()):
            yield from _of_member(ours, theirs, key, f"{path}.{key}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for number, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(one, other, f"{path}[{number}]")
    elif ours != theirs:
        yield f"{path}: {ours!r} and {theirs!r}"


def _of_member(ours: dict[str, Any], theirs: dict[str, Any], key: str, path: str) -> Iterator[str]:
    if key not in ours or key not in theirs:
        yield f"{path} is only in one"
    elif key not in OPAQUE:
        yield from differences(ours[key], theirs[key], path)
    elif bool(ours[key]) != bool(theirs[key]):
        yield f"{path}: {ours[key]!r} and {theirs[key]!r}"


def _answer(around: Field, one: Asked) -> Answer:
    answer = ask_once(around.servers[one.system].port, around.wires(one)[0])
    if answer.status != OK:
        raise Refusal(f"{one.name} answers {answer.status}: {answer.body[:300]!r}")
    return answer
