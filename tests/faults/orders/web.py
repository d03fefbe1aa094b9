"""Two web processes, started as `up` starts them, over the database of the test."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.conf import settings

from devstack import ports
from tests.faults.processes import ROOT, test_database_url, wait_for


@dataclass
class Web:
    """Processes of one shop, each on a port of its own."""

    logs: Path
    environment: dict[str, str] = field(default_factory=dict)
    running: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def urls(self) -> list[str]:
        """Where each of them answers."""
        return [f"http://127.0.0.1:{port}" for port in self.running]

    def start(self, count: int = 2, *, failpoint: str = "") -> None:
        """Start so many and wait until they answer."""
        begun = [ports.any_free() for _ in range(count)]
        for port in begun:
            self.running[port] = self._launch(port, failpoint)
        for port in begun:
            wait_for(partial(ports.answers, port), f"web {port}")

    def _launch(self, port: int, failpoint: str) -> subprocess.Popen[bytes]:
        words = ["backend.asgi:application", "--host", "127.0.0.1", "--port", str(port)]
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": test_database_url(),
            "SITE_URL": f"http://127.0.0.1:{port}",
            "SANDBOX_SECRET": settings.SANDBOX_SECRET or "",
            "LOG_LEVEL": "WARNING",
            "PYTHONPATH": str(ROOT),
            **self.environment,
        }
        if failpoint:
            environment["FAILPOINT"] = failpoint
        with (self.logs / f"web-{port}.log").open("ab") as log:
            return subprocess.Popen(
                [
                    sys.executable, "-m", "uvicorn", *words, "--loop", "uvloop", "--http",
                    "httptools", "--no-access-log", "--no-server-header", "--no-proxy-headers",
                ],
                cwd=ROOT, env=environment, stdout=log, stderr=log,
            )  # fmt: skip

    def died(self) -> bool:
        """Whether one of them was killed from inside, and reap it."""
        gone = [port for port, process in self.running.items() if process.poll() is not None]
        for port in gone:
            assert self.running.pop(port).returncode == -signal.SIGKILL
        return bool(gone)

    def stop(self) -> None:
        """End all of them."""
        for process in self.running.values():
            process.kill()
        for process in self.running.values():
            process.wait()
        self.running.clear()

    def said(self) -> str:
        """All that they logged."""
        return "".join(path.read_text() for path in self.logs.glob("web-*.log"))
