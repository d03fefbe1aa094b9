"""A `TASKS_CONTEXT`: a request id that travels with a task."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

current: ContextVar[str] = ContextVar("current", default="")


def capture() -> dict[str, str]:
    return {"request": current.get()} if current.get() else {}


@contextmanager
def restored(carried: Mapping[str, str]) -> Iterator[None]:
    if carried.get("request") == "poison":
        raise LookupError("the project's hook is broken")
    token = current.set(carried.get("request", ""))
    try:
        yield
    finally:
        current.reset(token)
