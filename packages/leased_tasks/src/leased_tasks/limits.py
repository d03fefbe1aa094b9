"""Rate and concurrency limits of tasks, counted per key and enforced where tasks are fetched."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Key = str | Callable[..., str]
_RATE = re.compile(r"([1-9]\d*)/([1-9]\d*|)([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most so many starts in a time, by a token bucket.

    Attributes:
        rate: "10/s", "100/m", "3/15m", "1000/d".
        key: what shares the bucket: a text, or a function of the task's arguments.
        burst: so many may start at once after a quiet time; the rate's own number by default.
    """

    rate: str
    key: Key = "all"
    burst: int | None = None

    def __post_init__(self) -> None:
        """Refuse a rate that cannot be read.

        Raises:
            ValueError: not of the form "10/s", or nobody could ever start.
        """
        if self.burst is not None and self.burst < 1:
            raise ValueError("burst must be at least 1.")
        if not _RATE.fullmatch(self.rate):
            raise ValueError(f"{self.rate!r} is no rate; write for example 10/s or 3/15m.")

    @property
    def count(self) -> int:
        """The number before the slash."""
        return int(self.rate.split("/")[0])

    @property
    def per_second(self) -> float:
        """Tokens that come back each second."""
        found = _RATE.fullmatch(self.rate)
        assert found is not None  # noqa: S101 -- __post_init__ has seen to it
        return self.count / (int(found[2] or 1) * _SECONDS[found[3]])


@dataclass(frozen=True, slots=True)
class ConcurrencyLimit:
    """At most so many running at once, over all workers.

    Attributes:
        limit: how many.
        key: what shares the limit: a text, or a function of the task's arguments.
    """

    limit: int
    key: Key = "all"

    def __post_init__(self) -> None:
        """Refuse a limit under which nobody could ever start.

        Raises:
            ValueError: less than 1.
        """
        if self.limit < 1:
            raise ValueError("limit must be at least 1.")


def key_of(key: Key, name: str, args: list[Any], kwargs: dict[str, Any]) -> str:
    """Return the key for one call; a task's own unless the key says otherwise."""
    text = f"{name}:{key(*args, **kwargs) if callable(key) else key}"
    return text.encode("utf-8", "backslashreplace").decode()  # Redis knows no lone surrogates
