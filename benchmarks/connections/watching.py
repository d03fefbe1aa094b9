"""What is looked at once a second while the clients ask."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import psycopg

from benchmarks.common.cpu import resident_mb

EVERY_SECONDS = 1.0
SESSIONS = """
SELECT count(*) FROM pg_stat_activity
WHERE backend_type = 'client backend' AND datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True)
class Look:
    """One moment: sessions of the database, and MB of each server by its name."""

    at: float
    sessions: int
    memory: Mapping[str, float]

    def of(self, name: str) -> float:
        """MB of the servers whose name begins so."""
        return sum(mb for known, mb in self.memory.items() if known.startswith(name))


@dataclass
class Watch:
    """Looks as long as its block lasts, in a thread of its own."""

    database_url: str
    pids: Mapping[str, int]
    looks: list[Look] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end.set()
        self._thread.join()

    def _run(self) -> None:
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            while not self._end.wait(EVERY_SECONDS):
                row = connection.execute(SESSIONS).fetchone()
                memory = {name: resident_mb([pid]) for name, pid in self.pids.items()}
                self.looks.append(Look(time.monotonic(), int(row[0]) if row else 0, memory))
