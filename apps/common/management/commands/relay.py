"""The relay: takes events from the outbox to their handlers."""

import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections
from redis.exceptions import RedisError

from apps.common.observability.logs import logger
from apps.common.outbox.delivery import deliver_next
from apps.common.outbox.hand_over import AWAY, hand_over
from apps.common.outbox.lag import serve_lag
from apps.common.public_cache import renew_marked

log = logger(__name__)
_IDLE_SECONDS = 0.2
_AFTER_FAULT_SECONDS = 2.0
_LONGEST_ROUND_SECONDS = 0.5  # then queued ones are looked at again: a mail waits for no import


class Command(BaseCommand):
    """Runs until SIGTERM or SIGINT; the delivery in hand is finished first."""

    help = "Deliver events from the outbox. Any number may run side by side."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--health-port", type=int, default=0, help="serve /healthz and /metrics; 0: do not"
        )
        parser.add_argument("--health-host", default="127.0.0.1")

    def handle(self, *args: Any, **options: Any) -> None:
        """Loop."""
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        if options["health_port"]:
            serve_lag(options["health_host"], options["health_port"])
        log.info("relay.started")
        relay = Relay(stopping)
        while not stopping.is_set():
            stopping.wait(relay.round())
        log.info("relay.stopped")


class Relay:
    """The rounds, and who was away in the last one."""

    def __init__(self, stopping: threading.Event) -> None:
        self._stopping = stopping
        self._tasks = _Neighbour("relay.tasks-away", "relay.tasks-back")
        self._cache = _Neighbour("relay.cache-away", "relay.cache-back")
        self._renew_at = 0.0  # monotonic clock, s

    def round(self) -> float:
        """Hand over, then deliver what runs here; return the seconds until the next round."""
        try:
            self._renew()
            handed, began = self._hand_over(), time.monotonic()
            while time.monotonic() - began < _LONGEST_ROUND_SECONDS:
                if self._stopping.is_set() or not deliver_next():
                    return 0 if handed else _IDLE_SECONDS
        except (OperationalError, InterfaceError):
            log.exception("relay.database-away")
            close_old_connections()
            return _AFTER_FAULT_SECONDS
        return 0

    def _renew(self) -> None:
        """Give changed content new versions; while Redis is away nobody keeps answers either."""
        if time.monotonic() < self._renew_at:
            return
        try:
            renewed = renew_marked()
        except RedisError as error:
            self._renew_at = time.monotonic() + _AFTER_FAULT_SECONDS
            self._cache.is_gone(type(error).__name__)
        else:
            if renewed:  # without marks nobody was asked
                self._cache.is_here(renewed)

    def _hand_over(self) -> int:
        """Hand over. A Redis that is away or refuses is told once; what runs here goes on."""
        try:
            handed = hand_over()
        except AWAY as error:
            self._tasks.is_gone(str(error))
            return 0
        if handed:
            self._tasks.is_here(handed)
        return handed


class _Neighbour:
    """A Redis: that it went away is told once, and its return."""

    def __init__(self, away: str, back: str) -> None:
        self._away, self._back = away, back
        self._is_away = False

    def is_gone(self, error: str) -> None:
        if not self._is_away:
            log.warning(self._away, error=error)
        self._is_away = True

    def is_here(self, done: int) -> None:
        if self._is_away:
            log.info(self._back, done=done)
        self._is_away = False
