"""A lock across processes and machines, held as a lease in Redis, with a fencing token.

::

    with lock("payouts:lagos", ttl=30, wait=5) as held:
        pay_out(fence=held.token)

No lock with a lease can promise that two holders never meet: a process may be frozen for longer
than its lease (SIGSTOP, a paused machine), another takes the lock, and the first wakes in the
middle of its block. Redis may also lose its newest writes in a failover. So **the resource must
check the token**: it rises with every holder, and the resource refuses one lower than the highest
it has seen. In PostgreSQL that is a condition on the write itself::

    changed = Rate.objects.filter(pk="NGN", fence__lte=held.token).update(
        value=value, fence=held.token
    )
    if not changed:
        raise Superseded  # a later holder has been here

With the check, a lost lock costs work, never correctness. `Held.check` only finds out earlier.
"""

import logging
import math
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from secrets import token_hex

from django.core.exceptions import ImproperlyConfigured
from django.tasks import task_backends
from django.utils.asyncio import async_unsafe

from leased_tasks.connections import Connection
from leased_tasks.errors import LeasedTasksError, Unavailable
from leased_tasks.lock_calls import Claim, LockKeys
from leased_tasks.lock_renewer import Renewer
from leased_tasks.options import Options

logger = logging.getLogger("leased_tasks")

_SHORTEST_TTL = 0.1
_LONGEST_PAUSE = 2.0  # a marker can be lost with the connection that carries it


class LockNotAcquired(LeasedTasksError):
    """Somebody else held the lock for as long as the caller was ready to wait."""


class LockLost(LeasedTasksError):
    """The lease ended while the block ran; somebody else may hold the lock now."""


class _Room:
    """What a process needs for its locks on one Redis: three ways there, and the renewer.

    Waiting callers block a connection each; they must not stand in the way of a release or renewal.
    """

    def __init__(self, options: Options, alias: str) -> None:
        self.options = options
        self.connection = Connection(options, alias)
        self.renewals = Connection(options, alias)
        self.renewer = Renewer()
        self._waiting = Connection(replace(options, max_connections=2**20), alias)

    def wait(self, key: str, seconds: float) -> None:
        """Return when the lock is given back, or after a while."""
        pause = max(0.01, min(seconds, _LONGEST_PAUSE, self.options.socket_timeout / 2))
        try:
            self._waiting.command("BLPOP", key, f"{pause:.3f}", key=key, deadline=pause + 1)
        except Unavailable:
            return  # the next attempt at the lock tells what is wrong


class Held:
    """A lock that is held.

    Attributes:
        name: the lock's.
        token: the fencing token, higher than that of every earlier holder; below 2**53.
    """

    def __init__(self, room: _Room, claim: Claim, token: int, asked: float) -> None:
        self.name, self.token = claim.keys.name, token
        self._room, self._claim = room, claim
        self._process = os.getpid()
        self._gone = self._released = False
        self._leased_since(asked)

    @property
    def lost(self) -> bool:
        """Whether the lease is over, as far as this process can know without asking Redis."""
        return self._gone or time.monotonic() >= self._until

    def check(self) -> None:
        """Raise LockLost if the lease is over; call it before each step that is hard to undo."""
        if self.lost:
            raise LockLost(f"The lock {self.name!r} was lost (token {self.token}).")

    def renew(self) -> None:
        """Start a new lease of `ttl` seconds now.

        Raises:
            LockLost: the lock is not ours any more.
            Unavailable: Redis did not answer; the lease runs on as before.
        """
        self._renew(self._room.connection)
        self.check()

    def release(self) -> None:
        """Give the lock back before the block ends; a repeat does nothing.

        Never fails: what cannot be given back frees itself when the lease ends.
        """
        if self._released or os.getpid() != self._process:
            return  # a forked child leaves the block too, but its parent is still in it
        self._released = True
        self._room.renewer.remove(self)
        try:
            if not self._room.connection.run(self._claim.release()):
                self._log("lock.lost")
        except Unavailable:
            self._log("lock.not_released")

    def renew_in_background(self) -> bool:
        """Renew for the renewer's thread; false once there is nothing to renew."""
        self.next_renewal = time.monotonic() + self._claim.ttl / 10  # should this attempt fail
        self._renew(self._room.renewals)
        if self._gone and not self._released:
            self._log("lock.lost")
        return not self._gone

    def _renew(self, connection: Connection) -> None:
        asked = time.monotonic()
        if connection.run(self._claim.renew()):
            self._leased_since(asked)
        else:
            self._gone = True

    def _leased_since(self, asked: float) -> None:
        # Counted from before the question, so that we never believe in the lease longer than Redis.
        self._until = asked + self._claim.ttl
        self.next_renewal = asked + self._claim.ttl / 3

    def _log(self, event: str) -> None:
        logger.warning(event, extra={"lock": self.name, "token": self.token})


@contextmanager
def lock(
    name: str, *, ttl: float = 30, wait: float = 5, renew: bool = True, backend: str = "default"
) -> Iterator[Held]:
    """Hold the lock `name` while the block runs, or while a function runs that this decorates.

    A thread of the process, with a connection of its own, renews the lease every third of it until
    the block ends; when the process dies, the lock is free after `ttl`. Not reentrant. Waiting
    callers are woken one at a time, mostly in their order. For threads: a coroutine moves the whole
    block into `sync_to_async`.

    Args:
        name: any text; equal names on one Redis and prefix are one lock, whatever the alias.
        ttl: the lease, in seconds, at least 0.1.
        wait: how long to wait for the lock, in seconds; 0 tries once, `math.inf` is allowed.
        renew: false lets the lease end after `ttl` unless `Held.renew` is called.
        backend: the alias in TASKS whose Redis is used.

    Raises:
        LockNotAcquired: somebody else held it all the time.
        Unavailable: Redis did not answer in that time.
        ValueError: there is no name, or a time is out of range.
        ImproperlyConfigured: the backend has no Redis of ours.
    """
    if not name or not _SHORTEST_TTL <= ttl < math.inf or not wait >= 0:
        raise ValueError(f"lock({name!r}, {ttl=}, {wait=}): see its limits")
    room = _room(_options_of(backend), backend)
    held = _acquired(room, Claim(LockKeys(room.options.prefix, name), token_hex(16), ttl), wait)
    if renew:
        room.renewer.add(held)
    try:
        yield held
    finally:
        held.release()


@async_unsafe(
    "lock() would block the event loop. Move the block into a function and sync_to_async."
)
def _acquired(room: _Room, claim: Claim, wait: float) -> Held:
    end = time.monotonic() + wait
    while True:
        asked = time.monotonic()
        patience = max(room.options.producer_deadline, end - asked)
        answer = room.connection.run(claim.acquire(), deadline=patience)
        if answer.token:
            return Held(room, claim, answer.token, asked)
        left = end - time.monotonic()
        if left <= 0:
            raise LockNotAcquired(f"The lock {claim.keys.name!r} was held for {wait:g} s.")
        room.wait(claim.keys.freed, min(left, answer.held_for))


def _options_of(alias: str) -> Options:
    options = getattr(task_backends[alias], "settings", None)
    if not isinstance(options, Options):
        raise ImproperlyConfigured(f"lock() needs Redis; TASKS[{alias!r}] is no LeasedTasksBackend")
    return options


@cache
def _room(options: Options, alias: str) -> _Room:
    return _Room(options, alias)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_room.cache_clear)  # threads do not live on in a child
