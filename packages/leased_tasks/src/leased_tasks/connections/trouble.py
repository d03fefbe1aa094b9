"""What an answer of Redis that is no result means, and how long to go on trying."""

import logging
import math
import random
import time
from collections import Counter
from collections.abc import Iterator

from redis import exceptions

from leased_tasks.errors import StoreFull, Unavailable

logger = logging.getLogger("leased_tasks")

_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 2.0

PASSING = (
    exceptions.ConnectionError,
    exceptions.TimeoutError,
    exceptions.ClusterDownError,  # MASTERDOWN too
    exceptions.ReadOnlyError,
    exceptions.TryAgainError,
    exceptions.AskError,  # MOVED too: a redirection that led nowhere yet
    exceptions.NoScriptError,
    exceptions.InvalidResponse,
    OSError,
)
# Redis 6.2 wraps the error of a call inside a script in a sentence of its own.
_PASSING_WORDS = ("READONLY ", "NOREPLICAS ", "MISCONF ", "MASTERDOWN ", "UNBLOCKED ", "LOADING ")
_STALE = (
    exceptions.ConnectionError,
    exceptions.TimeoutError,
    exceptions.ReadOnlyError,
    exceptions.MasterDownError,
    exceptions.ClusterDownError,
    exceptions.InvalidResponse,
    OSError,
)
# NOREPLICAS: an old primary that the others have left behind.
_STALE_WORDS = ("READONLY ", "MASTERDOWN ", "UNBLOCKED ", "NOREPLICAS ")


def is_full(error: Exception) -> bool:
    """Whether Redis refused a write because its memory is full."""
    return isinstance(error, exceptions.OutOfMemoryError) or "-OOM " in str(error)


def passes(error: Exception) -> bool:
    """Whether the same call may succeed later, or on another server."""
    if isinstance(error, exceptions.ResponseError) and _speaks_of(error, _PASSING_WORDS):
        return True
    return isinstance(error, PASSING) and not isinstance(error, exceptions.MaxConnectionsError)


def is_stale(error: Exception) -> bool:
    """Whether what we believe about the servers may be out of date."""
    if isinstance(error, exceptions.ResponseError) and _speaks_of(error, _STALE_WORDS):
        return True
    return isinstance(error, _STALE)


def is_refusal(error: Exception) -> bool:
    """Whether the server turned our name or password down: no producer waits for that to pass."""
    return isinstance(error, exceptions.AuthenticationError | exceptions.AuthorizationError)


def _speaks_of(error: Exception, words: tuple[str, ...]) -> bool:
    return any(word in str(error) for word in words)


class Deadline:
    """The time left for one call with all its attempts, in seconds of the monotonic clock."""

    __slots__ = ("_end", "total")

    def __init__(self, seconds: float | None) -> None:
        self.total = math.inf if seconds is None else seconds
        self._end = time.monotonic() + self.total

    def left(self) -> float:
        """Seconds left; zero or less once it is over."""
        return self._end - time.monotonic()


def pauses(first: float = _FIRST_PAUSE, longest: float = _LONGEST_PAUSE) -> Iterator[float]:
    """Seconds to wait before each next attempt: they double, and vary so that crowds spread."""
    pause = first
    while True:
        yield pause * random.uniform(0.5, 1.5)  # noqa: S311
        pause = min(pause * 2, longest / 1.5)


def give_up(error: Exception, deadline: Deadline) -> Unavailable | None:
    """Return what to raise if trying on is useless or too late, else nothing."""
    if is_refusal(error) and deadline.total < math.inf:
        return Unavailable(f"Redis refused the name or password: {name_of(error)}.")
    if deadline.left() <= 0:
        return Unavailable(f"Redis did not answer within {deadline.total:g} s: {name_of(error)}.")
    return None


def store_full() -> StoreFull:
    """Say that Redis has no room."""
    return StoreFull("Redis refused the write: its memory is full (maxmemory, noeviction).")


def name_of(error: Exception) -> str:
    """Name an error for people; redis-py's texts hold addresses, no passwords."""
    return f"{type(error).__name__}: {error}".rstrip(".: ")


# Since this process began, by backend alias; for the metrics.
FAILED_ATTEMPTS: Counter[str] = Counter()


class Reporter:
    """Logs once when trouble begins and once when it ends, however many calls meet it."""

    def __init__(self, alias: str) -> None:
        self._alias = alias
        self._since: float | None = None

    def trouble(self, error: Exception) -> None:
        """Note a failed attempt."""
        FAILED_ATTEMPTS[self._alias] += 1
        if self._since is None:
            self._since = time.monotonic()
            logger.warning(
                "Redis of task backend %r fails; trying on: %s", self._alias, name_of(error)
            )

    def fine(self) -> None:
        """Note a success."""
        if self._since is not None:
            seconds, self._since = time.monotonic() - self._since, None
            logger.info("Redis of task backend %r is back after %.1f s", self._alias, seconds)
