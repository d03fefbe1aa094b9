"""What travels with a task, so that its log lines name the request and the user behind it."""

from collections.abc import Mapping
from contextlib import AbstractContextManager

from structlog.contextvars import bound_contextvars, get_contextvars

from apps.common.observability.middleware import current_user_id

_ALWAYS = ("request_id", "user_id")
_NAMES = (*_ALWAYS, "traceparent")


def capture() -> dict[str, str]:
    """Return what the task's log lines shall show: ids of the request, the user, the trace."""
    bound = {"user_id": current_user_id(), **get_contextvars()}
    return {name: str(bound[name]) for name in _NAMES if bound.get(name)}


def restored(carried: Mapping[str, str]) -> AbstractContextManager[object]:
    """Bind it for the length of a run; what an earlier run left bound is not shown."""
    nothing: dict[str, str | None] = dict.fromkeys(_ALWAYS)
    known = {name: value for name, value in carried.items() if name in _NAMES}
    return bound_contextvars(**nothing | known)
