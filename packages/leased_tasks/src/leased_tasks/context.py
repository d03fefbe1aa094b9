"""What travels with a task from whoever enqueued it: a request id, a trace.

`TASKS_CONTEXT` names a module with `capture() -> dict[str, str]`, called at enqueue, and
`restored(carried) -> ContextManager`, which surrounds each run.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed


@cache
def _hooks() -> tuple[Callable[[], dict[str, str]], Callable[..., AbstractContextManager[Any]]]:
    path: str | None = getattr(settings, "TASKS_CONTEXT", None)
    if path is None:
        return dict, lambda _carried: nullcontext()
    try:
        module = import_module(path)
        hooks = module.capture, module.restored
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise ImproperlyConfigured(
            f"TASKS_CONTEXT must name a module with capture and restored: {error}"
        ) from error
    return hooks


def check() -> None:
    """Import what `TASKS_CONTEXT` names.

    Raises:
        ImproperlyConfigured: it cannot be imported, or has not what it needs.
    """
    _hooks()


def capture() -> dict[str, str]:
    """Return what shall be known where the task runs."""
    return _hooks()[0]()


def restored(carried: Mapping[str, str]) -> AbstractContextManager[Any]:
    """Make it known again, for the length of a run."""
    return _hooks()[1](carried)


def _forget(*, setting: str, **_: Any) -> None:
    if setting == "TASKS_CONTEXT":
        _hooks.cache_clear()


setting_changed.connect(_forget, dispatch_uid="leased_tasks.context")
