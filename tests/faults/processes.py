"""Real processes of the shop over the test database, to be killed."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[2]


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
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    kills: int = 0

    def start(self, name: str, *words: str) -> None:
        """Start `manage.py …` under a name."""
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": test_database_url(),
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
