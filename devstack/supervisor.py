"""Starts the parts of a stack, watches them, and leaves no process behind."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self

from devstack import guard
from devstack.errors import PartFailed

LOG_LINES = 20


@dataclass(frozen=True)
class Part:
    """One long-running program of the stack."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    log: Path
    cwd: Path
    address: str = ""
    ready: Callable[[], bool] = lambda: True
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    start_within: float = 60.0
    identity: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Running:
    """A started part."""

    part: Part
    child: "subprocess.Popen[bytes]"
    since: float = field(default_factory=time.time)


class Interrupted(BaseException):
    """Ctrl-C, a SIGTERM or a closed terminal: stop in order."""


class Supervisor:
    """Owns its parts: a context that always ends with all of them stopped.

    A guard process does the same when the supervisor itself is killed.
    """

    def __init__(self) -> None:
        self.parts: list[Running] = []
        self._guard: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._guard = subprocess.Popen(
            [sys.executable, "-I", "-S", guard.__file__],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.stop_all()
        with _deaf():
            if self._guard and self._guard.stdin:
                self._guard.stdin.close()
                self._guard.wait()

    def start(self, part: Part) -> Running:
        """Start a part and wait until it is ready.

        Raises:
            PartFailed: it ended, or was not ready in time.
        """
        running = self.launch(part)
        self.await_ready(running)
        return running

    def launch(self, part: Part) -> Running:
        """Start a part without waiting for it."""
        if part.log.exists():
            part.log.replace(part.log.with_suffix(".log.1"))
        with _held_back(), part.log.open("wb") as log:
            child = subprocess.Popen(
                part.argv, env=dict(part.env), cwd=part.cwd, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, **part.identity,
            )  # fmt: skip
            self._tell_guard(f"+{child.pid} {int(part.stop_signal)} {part.patience}")
            running = Running(part, child)
            self.parts.append(running)
        return running

    def await_ready(self, running: Running) -> None:
        """Wait until a launched part is ready, see `start`."""
        deadline = time.monotonic() + running.part.start_within
        while not running.part.ready():
            self.check()
            if time.monotonic() > deadline:
                raise self._failure(running, f"was not ready in {running.part.start_within:.0f} s")
            time.sleep(0.02)
        self.check()

    def check(self) -> None:
        """Raise PartFailed if any part has ended."""
        for running in self.parts:
            if _has_ended(running.child):
                code = running.child.wait()
                raise self._failure(running, f"ended by itself ({_in_words(code)})")

    def watch(self) -> None:
        """Stay until a part ends (PartFailed) or a signal asks to stop (Interrupted)."""
        while True:
            self.check()
            time.sleep(0.2)

    def stop_all(self, told: Callable[[str], None] = lambda _name: None) -> None:
        """Stop every part, the last started first; a second Ctrl-C changes nothing."""
        with _deaf():
            while self.parts:
                running = self.parts[-1]
                self.stop(running)
                told(running.part.name)

    def stop(self, running: Running) -> None:
        """Stop one part: its signal, patience, then SIGKILL for its whole group."""
        with _held_back():
            _signal_group(running.child.pid, running.part.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.child.wait(running.part.patience)
            _signal_group(running.child.pid, signal.SIGKILL)
            running.child.wait()
            self.parts.remove(running)
            self._tell_guard(f"-{running.child.pid}")

    def reap(self, running: Running) -> int | None:
        """The exit code of a part that was meant to end, None while it runs."""
        if not _has_ended(running.child):
            return None
        self.stop(running)  # whatever it left in its group
        return running.child.wait()

    def run(self, argv: Sequence[str], *, env: Mapping[str, str], cwd: Path) -> int:
        """Run a program on this terminal to its end; its exit code.

        It has a group of its own, so that the guard can end it; a Ctrl-C is passed on and
        left to the program to answer.
        """
        with _held_back():
            child = subprocess.Popen(argv, env=dict(env), cwd=cwd, start_new_session=True)
            self._tell_guard(f"+{child.pid} {int(signal.SIGTERM)} 5")

        def pass_on(number: int, frame: FrameType | None) -> None:
            _signal_group(child.pid, signal.Signals(number))

        try:
            with _on_stop_signals(pass_on):
                code = child.wait()
        finally:
            _signal_group(child.pid, signal.SIGKILL)
            child.wait()
            self._tell_guard(f"-{child.pid}")
        return code if code >= 0 else 128 - code

    def _tell_guard(self, line: str) -> None:
        if self._guard and self._guard.stdin:
            with contextlib.suppress(BrokenPipeError):
                self._guard.stdin.write(f"{line}\n".encode())
                self._guard.stdin.flush()

    def _failure(self, running: Running, what: str) -> PartFailed:
        return PartFailed(running.part.name, what, last_lines(running.part.log))


def last_lines(log: Path, count: int = LOG_LINES) -> list[str]:
    """The end of a log file; reads at most its last 64 KiB."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - 65536))
            return file.read().decode(errors="replace").splitlines()[-count:]
    except OSError:
        return []


def stop_signals() -> contextlib.AbstractContextManager[None]:
    """Turn SIGINT, SIGTERM and SIGHUP into `Interrupted` in the main thread."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise Interrupted(signal.Signals(number).name)

    return _on_stop_signals(interrupt)


def _deaf() -> contextlib.AbstractContextManager[None]:
    # The stop is under way and bounded; a second Ctrl-C must not leave half of it undone.
    return _on_stop_signals(signal.SIG_IGN)


@contextlib.contextmanager
def _held_back() -> Iterator[None]:
    """Answer a stop signal after the block instead of in the middle of it."""
    held: list[int] = []
    with _on_stop_signals(lambda number, _: held.append(number)):
        yield
    for number in held:
        signal.raise_signal(number)


@contextlib.contextmanager
def _on_stop_signals(
    handler: Callable[[int, FrameType | None], None] | signal.Handlers,
) -> Iterator[None]:
    numbers: tuple[signal.Signals, ...] = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        numbers = numbers[:2]  # started under nohup: the terminal may go, the work stays
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


def _has_ended(child: "subprocess.Popen[bytes]") -> bool:
    # Not `poll`: an `Interrupted` inside leaves Popen's lock taken, and `wait` waits for ever.
    if child.returncode is not None:
        return True
    options = os.WEXITED | os.WNOHANG | os.WNOWAIT
    return os.waitid(os.P_PID, child.pid, options) is not None


def _signal_group(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def _in_words(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"
