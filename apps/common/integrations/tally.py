"""Counting what happens often and matters little, without a database.

A count waits in the process for some seconds, then in Redis for whoever takes it. It may vanish on
the way, with the process or with Redis; what was taken is taken once.
"""

import atexit
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from apps.common.ids import new_id
from apps.common.observability.logs import logger

log = logger(__name__)
_MOST_KEYS = 100_000  # while Redis is away: further new keys are not counted
_ID = "batch"  # a field of the hash that no key can be: they hold a bar
# A batch that was not dropped is given out again before a new one is cut off.
_TAKE = """
if redis.call('EXISTS', KEYS[2]) == 0 then
  if redis.call('EXISTS', KEYS[1]) == 0 then return {} end
  redis.call('RENAME', KEYS[1], KEYS[2])
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
end
return redis.call('HGETALL', KEYS[2])
"""
_DROP = """
if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then redis.call('DEL', KEYS[1]) end
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """Counts that were cut off together. The id stays the same until they are dropped."""

    id: str
    counts: dict[tuple[str, str], int]


class Tally:
    """Counts by two words, neither of them holding a bar: `add("2026-11-23", "red-gown")`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._writer: threading.Thread | None = None

    def add(self, one: str, two: str) -> None:
        """Count one; microseconds, asks nobody."""
        key = f"{one}|{two}"
        with self._lock:
            if key in self._counts or len(self._counts) < _MOST_KEYS:
                self._counts[key] += 1
            is_first = self._writer is None and settings.TALLY["seconds"] is not None
            if is_first:
                self._writer = threading.Thread(target=self._write, name="tally", daemon=True)
        if is_first and self._writer:
            atexit.register(self.pour)
            self._writer.start()

    def pour(self) -> None:
        """Move the counts to Redis; where nobody answers they wait for the next time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            with _redis() as redis, redis.pipeline(transaction=True) as pipe:
                for key, count in counts.items():
                    pipe.hincrby(self._key, key, count)
                pipe.execute()
        except RedisError as error:
            log.warning("tally.not-poured", tally=self._name, error=type(error).__name__)
            with self._lock:
                self._counts.update(counts)

    def counts(self) -> dict[tuple[str, str], int]:
        """Return what reached Redis and was not taken; for a tally that nobody takes from.

        Raises:
            RedisError: nobody answers.
        """
        with _redis() as redis:
            found = redis.hgetall(self._key)
        return {_words(str(key)): int(count) for key, count in found.items()}

    def take(self) -> Batch | None:
        """Cut off what was counted so far; None if that is nothing.

        Raises:
            RedisError: nobody answers.
        """
        with _redis() as redis:
            flat = redis.eval(_TAKE, 2, self._key, self._taken, _ID, new_id().hex)
        found = dict(zip(flat[::2], flat[1::2], strict=True))
        batch_id = found.pop(_ID, None)
        if batch_id is None:
            return None
        return Batch(batch_id, {_words(key): int(count) for key, count in found.items()})

    def drop(self, batch: Batch) -> None:
        """Forget a batch that is written down.

        Raises:
            RedisError: nobody answers; the batch will be given out again.
        """
        with _redis() as redis:
            redis.eval(_DROP, 1, self._taken, _ID, batch.id)

    @property
    def _key(self) -> str:
        return f"{settings.TALLY['prefix']}:{{{self._name}}}"

    @property
    def _taken(self) -> str:
        return f"{self._key}:taken"

    def _write(self) -> None:
        while True:
            time.sleep(settings.TALLY["seconds"])
            self.pour()


def _words(key: str) -> tuple[str, str]:
    one, _, two = key.partition("|")
    return one, two


@contextmanager
def _redis() -> Iterator[Redis]:
    client = Redis.from_url(
        settings.TALLY["url"], decode_responses=True, socket_timeout=2, socket_connect_timeout=2
    )
    try:
        yield client
    finally:
        client.close()
