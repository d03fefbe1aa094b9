"""Real processes of the shop over the test database, to be killed."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection

from devstack import ports
from devstack.redis import Redis, find_redis

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 180


def wait_for(is_true: Callable[[], bool], what: str) -> None:
    """Look until it is true; fail with its name when patience ends."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_true():
        assert time.monotonic() < deadline, f"{what} did not come in {PATIENCE_SECONDS} s"
        time.sleep(0.1)


def test_database_url() -> str:
    """Return the address of the database this test runs on."""
    facts = connection.settings_dict
    password = f":{facts['PASSWORD']}" if facts["PASSWORD"] else ""
    return f"postgresql://{facts['USER']}{password}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


@dataclass
class Crew:
    """Processes by name; each can be started, killed without notice, and started again."""

    logs: Path
    smtp_port: int
    redis_url: str
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    kills: int = 0

    def start(self, name: str, *words: str) -> None:
        """Start `manage.py …` under a name."""
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": test_database_url(),
            "TASKS_REDIS_URL": self.redis_url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "SANDBOX_SECRET": settings.SANDBOX_SECRET or "",
            "PYTHONPATH": str(ROOT),
        }
        with (self.logs / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "manage.py", *words], cwd=ROOT, env=environment,
                stdout=log, stderr=log,
            )  # fmt: skip

    def kill(self, name: str) -> None:
        """Send SIGKILL and reap."""
        process = self.running.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.kills += 1

    def stop(self) -> None:
        """End all of them."""
        for process in self.running.values():
            process.kill()
        for process in self.running.values():
            process.wait()
        self.running.clear()


class RedisServer:
    """A Redis of the test's own, which may be killed, emptied and started again."""

    def __init__(self, folder: Path) -> None:
        server = Redis(find_redis(), folder, ports.any_free(), secrets.token_hex(8))
        self.url, self._part = server.url, server.part(folder / "redis.log")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self._part.log.open("ab") as log:
            self._process = subprocess.Popen(self._part.argv, stdout=log, stderr=log)
        wait_for(self._part.ready, "Redis")

    def kill(self) -> None:
        """Send SIGKILL and reap."""
        if self._process:
            self._process.kill()
            self._process.wait()
