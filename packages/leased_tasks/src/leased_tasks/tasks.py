"""Tasks with what Django's own have not: retries, timeouts, limits, idempotency."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from inspect import iscoroutinefunction
from typing import Any, Self, overload

from django.tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME, Task

from leased_tasks.errors import LONGEST_WAIT
from leased_tasks.limits import ConcurrencyLimit, Key, RateLimit
from leased_tasks.policy import RetryPolicy

_SHORTEST = 0.001
_KINDS: dict[str, tuple[type | tuple[type, ...], str]] = {
    "isolated": (bool, "True or False"),
    "unique": ((bool, str), "True, a text or a function of the arguments"),
    "idempotency_key": (str, "a text"),
    "rate_limit": (RateLimit, 'a RateLimit, such as RateLimit("10/s")'),
    "concurrency": (ConcurrencyLimit, "a ConcurrencyLimit, such as ConcurrencyLimit(2)"),
    "on_commit": (bool, "True or False"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasedTask(Task):  # type: ignore[type-arg]  # cannot be subscripted at run time
    """A Django task with this engine's extras. With another backend the extras are not read.

    Attributes:
        retry: a policy, a number of retries under the settings' policy, or None for the settings'.
        timeout: seconds one run may take. A coroutine is cancelled; a function can only be warned
            about, unless it is isolated.
        isolated: run a function in a process of its own, which a timeout kills.
        unique: while one call waits in the queue, a second is the same task. True compares the
            arguments; a text or a function of the arguments names what is compared.
        idempotency_key: a second call with this key within the window is the same task.
        idempotency_window: seconds; the backend's option by default.
        rate_limit: at most so many starts in a time.
        concurrency: at most so many at once.
        on_commit: send after the transaction's commit; the backend's option by default.
    """

    retry: RetryPolicy | int | None = None
    timeout: float | None = None
    isolated: bool = False
    unique: bool | Key = False
    idempotency_key: str | None = None
    idempotency_window: float | None = None
    rate_limit: RateLimit | None = None
    concurrency: ConcurrencyLimit | None = None
    on_commit: bool | None = None

    @property
    def fault(self) -> str | None:
        """What is wrong with this class's own attributes."""
        if self.timeout is not None and not _is_from(_SHORTEST, self.timeout):
            return f"timeout must be at least {_SHORTEST} s."
        if self.idempotency_window is not None and not _is_from(_SHORTEST, self.idempotency_window):
            return f"idempotency_window must be at least {_SHORTEST} s."
        if not (self.retry is None or isinstance(self.retry, RetryPolicy) or _is_count(self.retry)):
            return "retry must be a RetryPolicy, or a whole number that is not negative."
        if self.isolated and iscoroutinefunction(self.func):
            return "A coroutine cannot be isolated: its timeout cancels it where it is."
        return self._fault_of_kind

    @property
    def _fault_of_kind(self) -> str | None:
        for name, (kinds, wish) in _KINDS.items():
            value = getattr(self, name)
            if not (
                value is None or isinstance(value, kinds) or (name == "unique" and callable(value))
            ):
                return f"{name} must be {wish}, not {value!r}."
        return None if self.idempotency_key != "" else "idempotency_key must not be empty."

    def using(
        self,
        *,
        priority: int | None = None,
        queue_name: str | None = None,
        run_after: datetime | None = None,
        backend: str | None = None,
        **own: Any,
    ) -> Self:
        """Return the task with other settings; Django's four, and any attribute of this class."""
        django = {
            "priority": priority,
            "queue_name": queue_name,
            "run_after": run_after,
            "backend": backend,
        }
        changes: dict[str, Any] = {
            name: value for name, value in django.items() if value is not None
        }
        return replace(self, **changes, **own)


def _is_from(least: float, seconds: object) -> bool:
    return isinstance(seconds, (int, float)) and least <= seconds <= LONGEST_WAIT


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


@overload
def task(function: Callable[..., Any], /) -> LeasedTask: ...
@overload
def task(
    *,
    priority: int = 0,
    queue_name: str = ...,
    backend: str = ...,
    takes_context: bool = False,
    **own: Any,
) -> Callable[[Callable[..., Any]], LeasedTask]: ...
def task(
    function: Callable[..., Any] | None = None,
    /,
    *,
    priority: int = 0,
    queue_name: str = DEFAULT_TASK_QUEUE_NAME,
    backend: str = DEFAULT_TASK_BACKEND_ALIAS,
    takes_context: bool = False,
    **own: Any,
) -> Any:
    """Make a function a task: Django's decorator, with the attributes of `LeasedTask` beside.

    Django 6.1 hands such extras to the backend itself; this one reads the same on 6.0, and with
    backends that know nothing of them.
    """

    def wrapped(func: Callable[..., Any]) -> LeasedTask:
        return LeasedTask(
            func=func,
            priority=priority,
            queue_name=queue_name,
            backend=backend,
            takes_context=takes_context,
            run_after=None,
            **own,
        )

    return wrapped(function) if function else wrapped
