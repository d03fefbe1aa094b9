"""Django Tasks on Redis that loses nothing. The names for users; see the README."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from leased_tasks.effects import forget_once, once
    from leased_tasks.errors import PermanentError, Retry
    from leased_tasks.limits import ConcurrencyLimit, RateLimit
    from leased_tasks.locks import LockLost, LockNotAcquired, lock
    from leased_tasks.policy import RetryPolicy
    from leased_tasks.tasks import LeasedTask, task

_HOMES = {
    "ConcurrencyLimit": "limits",
    "LeasedTask": "tasks",
    "LockLost": "locks",
    "LockNotAcquired": "locks",
    "PermanentError": "errors",
    "RateLimit": "limits",
    "Retry": "errors",
    "RetryPolicy": "policy",
    "forget_once": "effects",
    "lock": "locks",
    "once": "effects",
    "task": "tasks",
}

__all__ = [
    "ConcurrencyLimit",
    "LeasedTask",
    "LockLost",
    "LockNotAcquired",
    "PermanentError",
    "RateLimit",
    "Retry",
    "RetryPolicy",
    "forget_once",
    "lock",
    "once",
    "task",
]


def __getattr__(name: str) -> Any:
    """Load a name when it is first asked for: settings name this package before Django is ready.

    Raises:
        AttributeError: there is no such name.
    """
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
