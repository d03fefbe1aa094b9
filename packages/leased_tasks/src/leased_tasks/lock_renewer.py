"""The thread that renews what this process holds, so that a lease may be short and a block long."""

import logging
import threading
import time
from typing import Protocol

from leased_tasks.errors import Unavailable

logger = logging.getLogger("leased_tasks")

_LONGEST_SLEEP = 3600.0


class Renewable(Protocol):
    """Something held that has to be renewed from time to time."""

    next_renewal: float  # monotonic clock, s

    def renew_in_background(self) -> bool:
        """Renew; false once there is nothing left to renew."""


class Renewer:
    """One daemon thread for everything held over one connection; starts with the first."""

    def __init__(self) -> None:
        self._held: set[Renewable] = set()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def add(self, held: Renewable) -> None:
        """Renew this from now on."""
        with self._changed:
            self._held.add(held)
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="leased-tasks-locks", daemon=True
                )
                self._thread.start()
            self._changed.notify()

    def remove(self, held: Renewable) -> None:
        """Leave this alone from now on."""
        with self._changed:
            self._held.discard(held)

    def _run(self) -> None:
        while True:
            for held in self._due():
                try:
                    still = held.renew_in_background()
                except Unavailable:
                    continue  # tried again soon; once the lease is over the holder sees it as lost
                except Exception:
                    logger.exception("lock.renewal_failed")
                    still = False
                if not still:
                    self.remove(held)

    def _due(self) -> list[Renewable]:
        with self._changed:
            first = min((held.next_renewal for held in self._held), default=float("inf"))
            self._changed.wait(min(max(0, first - time.monotonic()), _LONGEST_SLEEP))
            now = time.monotonic()
            return [held for held in self._held if held.next_renewal <= now]
