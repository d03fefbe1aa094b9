"""Answers that this process keeps."""

import hashlib
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

_AROUND = 500  # bytes that Python needs to keep one answer by its name


@dataclass(frozen=True, slots=True)
class Kept:
    """The bytes of an answer, and their name."""

    content_type: str
    body: bytes
    etag: str


def kept(content_type: str, body: bytes) -> Kept:
    """Name the bytes by what they are: the same in every process."""
    return Kept(content_type, body, f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"')


class Shelf:
    """The answers asked for last, up to so many bytes and seconds. Safe between threads."""

    def __init__(self, most_bytes: int, seconds: float) -> None:
        self._most = most_bytes
        self._seconds = seconds
        self._bytes = 0
        self._kept: OrderedDict[str, tuple[float, Kept]] = OrderedDict()  # since when, and what
        self._lock = threading.Lock()

    def get(self, name: str) -> Kept | None:
        """Return what is kept under a name, which holds its version."""
        with self._lock:
            since, found = self._kept.get(name, (0.0, None))
            if found is None or time.monotonic() - since > self._seconds:
                return None
            self._kept.move_to_end(name)
            return found

    def put(self, name: str, answer: Kept) -> None:
        """Keep an answer; those asked for longest ago make room."""
        with self._lock:
            self._drop(name)
            self._kept[name] = (time.monotonic(), answer)
            self._bytes += len(answer.body) + _AROUND
            while self._bytes > self._most:
                self._drop(next(iter(self._kept)))

    def _drop(self, name: str) -> None:
        _, gone = self._kept.pop(name, (0.0, None))
        self._bytes -= len(gone.body) + _AROUND if gone else 0
