"""When a task that raised is run again."""

import random
from dataclasses import dataclass, replace
from typing import Self

from django.core.exceptions import ImproperlyConfigured

from leased_tasks.errors import LONGEST_WAIT, PermanentError, Retry
from leased_tasks.shapes import dict_of

_NAMES = {
    "default_retry_count": "retries",
    "default_retry_delay_seconds": "delay",
    "backoff_multiplier": "multiplier",
    "max_retry_delay_seconds": "longest",
    "jitter": "jitter",
}
# Attribute -> its largest value; beyond some 30 years Redis' scores of due times lose milliseconds.
_MOST = {"delay": LONGEST_WAIT, "multiplier": 1e6, "longest": LONGEST_WAIT, "jitter": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How often and after what wait a failed task runs again.

    Attributes:
        retries: runs after the first one; 0 means never again.
        delay: seconds before the first retry.
        multiplier: each further wait is so many times longer: 60, 120, 240 s …
        longest: no wait is longer than so many seconds.
        jitter: a random share of the wait, so that many failures do not come back at one moment.
        never: errors that no retry can cure, with their subclasses.

    Raises:
        ValueError: a number that means nothing; found now, not when the first task fails.
    """

    retries: int = 3
    delay: float = 60
    multiplier: float = 2
    longest: float = 3600
    jitter: float = 0.1
    never: tuple[type[BaseException], ...] = ()

    def __post_init__(self) -> None:
        """Refuse what could not be reckoned with."""
        for name in ("retries", *_MOST):
            if fault := _fault(name, getattr(self, name)):
                raise ValueError(f"RetryPolicy: {name} {fault}.")

    @classmethod
    def from_settings(cls) -> Self:
        """Read `TASKS_RETRY_POLICY`.

        Raises:
            ImproperlyConfigured: it has a name that we do not know, or a number that means nothing.
        """
        given = dict_of("TASKS_RETRY_POLICY")
        if unknown := set(given) - set(_NAMES):
            raise ImproperlyConfigured(
                f"TASKS_RETRY_POLICY: unknown {', '.join(sorted(unknown))}; "
                f"known: {', '.join(_NAMES)}."
            )
        for name, value in given.items():
            if fault := _fault(_NAMES[name], value):
                raise ImproperlyConfigured(f"TASKS_RETRY_POLICY[{name!r}] {fault}.")
        return cls(**{_NAMES[name]: value for name, value in given.items()})

    @classmethod
    def of(cls, wish: "RetryPolicy | int | None") -> "RetryPolicy":
        """Return a task's policy: its own, the settings' with its own count, or the settings'."""
        if isinstance(wish, RetryPolicy):
            return wish
        policy = cls.from_settings()
        return policy if wish is None else replace(policy, retries=int(wish))

    def wait(self, error: BaseException, failures: int) -> float | None:
        """Return the seconds until the next run; None if there shall be none.

        Args:
            error: what the task raised.
            failures: how often it has failed by now, this time included.
        """
        if isinstance(error, (PermanentError, *self.never)) or failures > self.retries:
            return None
        if isinstance(error, Retry) and error.after is not None:
            return max(error.after, 0.0)
        return self.backoff(failures)

    def backoff(self, failures: int) -> float:
        """Return the wait after so many failures, in seconds: exponential, capped, jittered."""
        try:
            wait = min(self.delay * self.multiplier ** (failures - 1), self.longest)
        except OverflowError:
            wait = self.longest
        spread = random.uniform(1 - self.jitter, 1 + self.jitter)  # noqa: S311 -- no secret
        return wait * spread


def _fault(name: str, value: object) -> str:
    if name == "retries":
        fits = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        return "" if fits else f"must be a whole number of at least 0, not {value!r}"
    fits = isinstance(value, (int, float)) and 0 <= value <= _MOST[name]
    return "" if fits else f"must be a number from 0 to {_MOST[name]:g}, not {value!r}"
