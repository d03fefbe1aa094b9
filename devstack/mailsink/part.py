"""The mail sink as a part of the stack."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from devstack import ports
from devstack.paths import PROJECT
from devstack.supervisor import Part


@dataclass(frozen=True)
class MailSink:
    """One sink: its folder and two loopback ports."""

    folder: Path
    smtp_port: int
    http_port: int

    @property
    def email_url(self) -> str:
        """Where the shop sends mail."""
        return f"smtp://127.0.0.1:{self.smtp_port}"

    @property
    def viewer_url(self) -> str:
        """Where people read it."""
        return f"http://127.0.0.1:{self.http_port}/"

    def part(self, log: Path) -> Part:
        """The sink's process."""
        words = [str(self.folder), str(self.smtp_port), str(self.http_port)]
        return Part(
            name="mail",
            argv=[sys.executable, "-m", "devstack.mailsink", *words],
            env=dict(os.environ),
            log=log,
            cwd=PROJECT,
            address=self.viewer_url,
            ready=lambda: ports.answers(self.smtp_port) and ports.answers(self.http_port),
        )
