"""One script call to Redis, described but not yet made: the same for threads and for coroutines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Call[T]:
    """What a connection sends, and how its answer reads.

    An operation returns a call; `Connection.run` or `AsyncConnection.run` makes it. So each
    operation stands once, whoever waits for it.

    Attributes:
        script: the file in `lua/`, without its ending.
        keys: all in one slot. The fixed keys of a queue are all named, though most scripts build
            further ones: while a cluster moves the slot, Redis then answers TRYAGAIN instead of
            running the script on one half of the queue.
        arguments: strings, bytes and numbers.
        parse: turns Redis' answer (bytes, integers, lists) into the result.
    """

    script: str
    keys: Sequence[str]
    arguments: Sequence[str | bytes | int | float]
    parse: Callable[[Any], T]
