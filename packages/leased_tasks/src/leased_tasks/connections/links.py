"""Open connections for threads: few, kept, bounded in number and in time, renewed after a fork."""

import math
import os
import threading
import time
import weakref
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol, cast

from redis import exceptions
from redis.connection import Connection as Tcp
from redis.connection import SSLConnection, UnixDomainSocketConnection

from leased_tasks.connections.dial import arguments
from leased_tasks.connections.trouble import Deadline
from leased_tasks.options import Address, Options


class _Timed:
    """Bounds each step of a redis-py connection by the caller's deadline, the first ones too."""

    until = math.inf  # monotonic clock, s
    patience: float  # s for one step, whatever the deadline
    _sock: Any

    def connect(self) -> None:
        """Open the connection within what is left."""
        this: Any = self
        this.socket_connect_timeout = self._left()
        super().connect()  # type: ignore[misc]

    def send_packed_command(self, *args: Any, **kwargs: Any) -> None:
        """Send within what is left."""
        if self._sock is None:
            self.connect()
        self._fit()
        super().send_packed_command(*args, **kwargs)  # type: ignore[misc]

    def read_response(self, *args: Any, **kwargs: Any) -> Any:
        """Read within what is left."""
        self._fit()
        return super().read_response(*args, **kwargs)  # type: ignore[misc]

    def _fit(self) -> None:
        if self._sock is not None:
            self._sock.settimeout(self._left())

    def _left(self) -> float:
        return max(0.001, min(self.patience, self.until - time.monotonic()))


class _TcpLink(_Timed, Tcp):
    """Over TCP."""


class _TlsLink(_Timed, SSLConnection):
    """Over TCP with TLS."""


class _UnixLink(_Timed, UnixDomainSocketConnection):
    """Over a socket of this machine."""


class Link(Protocol):
    """What we use of a connection of redis-py (its own types say less)."""

    until: float
    patience: float

    def send_command(self, *words: Any) -> None:
        """Send one command."""

    def read_response(self) -> Any:
        """Read one answer; raises it if it is an error."""

    def disconnect(self) -> None:
        """Close it."""


class Links:
    """The connections of one process to all servers of one kind (Redis, or its sentinels).

    At most `max_connections` to each server; a thread that finds none free waits for one.
    """

    def __init__(self, options: Options, *, sentinel: bool = False) -> None:
        self._options = options
        self._arguments = arguments(options, sentinel=sentinel)
        self._path = None if sentinel else options.socket_path
        self.start_afresh()
        _all.add(self)

    def start_afresh(self) -> None:
        """Know no connection: at the start, and in a child, which must not use its parent's."""
        limit = self._options.max_connections
        self.learning = threading.Lock()  # whoever holds it asks where the servers are
        self._idle: defaultdict[Address, deque[Link]] = defaultdict(deque)
        self._free: defaultdict[Address, threading.BoundedSemaphore] = defaultdict(
            lambda: threading.BoundedSemaphore(limit)
        )

    @contextmanager
    def borrowed(self, address: Address, deadline: Deadline) -> Iterator[Link]:
        """Lend a connection; one that was left in the middle of an answer is closed."""
        free = self._free[address]
        if not free.acquire(timeout=min(max(deadline.left(), 0.001), threading.TIMEOUT_MAX)):
            raise exceptions.ConnectionError("All connections to the server are in use.")
        try:
            link = self._take(address)
            link.until = time.monotonic() + deadline.left()
            with self._returned(address, link):
                yield link
        finally:
            free.release()

    def drop(self, address: Address) -> None:
        """Close the idle connections to a server that failed."""
        idle = self._idle[address]
        while idle:
            idle.pop().disconnect()

    def close(self) -> None:
        """Close all idle connections."""
        for address in list(self._idle):
            self.drop(address)

    @contextmanager
    def _returned(self, address: Address, link: Link) -> Iterator[None]:
        try:
            yield
        except exceptions.ResponseError:
            self._idle[address].append(link)  # the answer was read to its end
            raise
        except BaseException:
            link.disconnect()
            raise
        self._idle[address].append(link)

    def _take(self, address: Address) -> Link:
        try:
            return self._idle[address].pop()
        except IndexError:
            link = self._make(address)
            link.patience = self._options.socket_timeout
            return link

    def _make(self, address: Address) -> Link:
        kinds: tuple[Any, ...] = (_TcpLink, _TlsLink, _UnixLink)
        tcp, tls, unix = kinds
        if self._path:
            return cast("Link", unix(path=self._path, **self._arguments))
        kind = tls if self._options.tls else tcp
        return cast("Link", kind(host=address[0], port=address[1], **self._arguments))


_all: "weakref.WeakSet[Links]" = weakref.WeakSet()


def _forget_parents_connections() -> None:
    for links in _all:
        links.start_afresh()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_parents_connections)
