"""What can go wrong, and what a task may raise on purpose."""

import math
from datetime import timedelta

LONGEST_WAIT = 1e9  # seconds


class LeasedTasksError(Exception):
    """The root of this package's errors."""


class Unavailable(LeasedTasksError):
    """Redis could not be reached in the time given; nothing was enqueued that we know of."""


class StoreFull(Unavailable):
    """Redis refused a write because its memory is full."""


class PayloadTooLarge(LeasedTasksError, ValueError):
    """A task's arguments are larger than the backend's `max_payload`."""


class UnknownTask(LeasedTasksError):
    """A stored task names code that is not here."""


class Cancelled(LeasedTasksError):
    """Somebody cancelled the task before it had finished."""


class WorkerLost(LeasedTasksError):
    """The worker that ran the task never came back; its lease ended."""


class TaskTimeout(LeasedTasksError):
    """The task ran longer than its timeout allows."""


class PermanentError(LeasedTasksError):
    """Raised by a task whose failure no retry can cure: it fails at once."""


class UnstorableResult(PermanentError, TypeError):
    """JSON cannot hold what the task returned, or it is larger than `max_payload`.

    The task has done its work, so it is not run again: it fails at once.
    """


class Retry(LeasedTasksError):
    """Raised by a task that wants to be run again later, at a time of its own choosing.

    It counts as an attempt, not as a failure of the code: nothing is logged as an error until
    the attempts are used up.

    Args:
        message: why, kept with the task's errors.
        after: the wait, in seconds or as a timedelta; without it the policy's own delay.

    Raises:
        ValueError: `after` is no number of seconds up to 1e9. Less than 0 is at once.
    """

    def __init__(self, message: str = "", *, after: float | timedelta | None = None) -> None:
        super().__init__(message)
        seconds = after.total_seconds() if isinstance(after, timedelta) else after
        if seconds is not None and not _is_wait(seconds):
            raise ValueError(f"Retry: after must be a number of seconds, not {after!r}.")
        self.after = seconds


def _is_wait(seconds: object) -> bool:
    return isinstance(seconds, (int, float)) and -math.inf < seconds <= LONGEST_WAIT


def path_of_class(error_class: type[BaseException]) -> str:
    """Return the path by which an error is kept."""
    return f"{error_class.__module__}.{error_class.__qualname__}"
