"""Worker processes that are killed and started again, and what they did to the database."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

PACKAGE = Path(__file__).resolve().parents[2]
_chance = random.SystemRandom()


@dataclass
class Effects:
    """The table `effects` in a database of this test's own."""

    url: str

    def rows(self, sql: str) -> list[Any]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(sql.encode()).fetchall()

    def count(self, kind: str = "effect") -> tuple[int, int]:
        """Rows, and different numbers among them: equal where nothing is doubled."""
        (row,) = self.rows(
            f"SELECT count(*), count(DISTINCT number) FROM effects WHERE kind = '{kind}'"  # noqa: S608
        )
        return int(row[0]), int(row[1])

    def missing(self, total: int) -> list[int]:
        sql = (
            f"SELECT n FROM generate_series(0, {total - 1}) AS n "  # noqa: S608 -- our number
            "WHERE NOT EXISTS (SELECT 1 FROM effects WHERE number = n)"
        )
        return [int(row[0]) for row in self.rows(sql)]


@dataclass
class Fleet:
    """Workers of the faulty project. Only `tend` starts again what died."""

    options: Mapping[str, Any]
    database: str
    folder: Path
    words: tuple[str, ...] = ("--concurrency", "20", "--threads", "8")
    environment: dict[str, str] = field(default_factory=dict)
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    deaths: int = 0

    def start(self, count: int = 1, **environment: str) -> "subprocess.Popen[bytes]":
        """Start so many; the last of them."""
        for _ in range(count):
            with (self.folder / "workers.log").open("ab") as log:
                command = [sys.executable, "-m", "django", "tasks_worker", *self.words]
                environ = {**os.environ, **self._environment(), **environment}
                self.processes.append(
                    subprocess.Popen(command, env=environ, cwd=PACKAGE, stdout=log, stderr=log)
                )
        return self.processes[-1]

    def _environment(self) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "tests.faults.project.settings",
            "FAULTS_DATABASE": self.database,
            "FAULTS_OPTIONS": json.dumps(self.options),
            "PYTHONPATH": str(PACKAGE),
            **self.environment,
        }

    def tend(self) -> None:
        """Start a new one for each that is dead."""
        for process in list(self.processes):
            if process.poll() is not None:
                self.processes.remove(process)
                self.deaths += process.returncode == -signal.SIGKILL
                self.start()

    def kill_one(self) -> None:
        """kill -9 to any of them."""
        _chance.choice(self.processes).kill()

    def until(self, condition: Callable[[], Any], seconds: float, every: float = 0.1) -> None:
        """Tend the workers until something holds.

        Raises:
            AssertionError: it does not in so many seconds; with the end of the workers' log.
        """
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError((self.folder / "workers.log").read_text()[-3000:])
            self.tend()
            time.sleep(every)

    def stop(self) -> None:
        """End all, also the frozen ones."""
        for process in self.processes:
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()
