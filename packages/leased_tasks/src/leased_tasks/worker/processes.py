"""Several worker processes under one parent, which starts them again when they end."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import FrameType

CHILD = "LEASED_TASKS_CHILD"
PARENT = "LEASED_TASKS_PARENT"
_LONGEST_PAUSE = 30.0
_LOOK = 0.1


def is_child() -> bool:
    """Whether this process was started by `Processes`."""
    return CHILD in os.environ


def is_orphan() -> bool:
    """Whether the parent that started this process is gone: nobody would stop it any more."""
    return is_child() and os.getppid() != int(os.environ[PARENT])


def child_number() -> int:
    """Return this process's number among its siblings, from 0."""
    return int(os.environ.get(CHILD, "0"))


@dataclass
class Processes:
    """Runs this same command line `count` times, until told to stop.

    A process that ends by itself is started again: at once after `--max-tasks` (exit code 0),
    after a pause that doubles up to 30 s when it failed. Where the parent is killed, they drain
    and end.
    """

    count: int
    _running: dict[int, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    _due: dict[int, float] = field(default_factory=dict)
    _failures: dict[int, int] = field(default_factory=dict)
    _stopping: bool = False

    def run(self) -> None:
        """Keep them running until SIGTERM or SIGINT, then wait for all of them."""
        for wish in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wish, self._stop)
        while not self._stopping or self._running:
            for number in range(self.count):
                self._look_after(number)
            time.sleep(_LOOK)

    def _look_after(self, number: int) -> None:
        process = self._running.get(number)
        if process is None:
            if not self._stopping and time.monotonic() >= self._due.get(number, 0):
                self._running[number] = self._start(number)
                self._pass_on()
        elif process.poll() is not None:
            del self._running[number]
            self._due[number] = time.monotonic() + self._pause(number, process.returncode)

    def _pause(self, number: int, code: int) -> float:
        if code == 0:
            self._failures[number] = 0
            return 0.0
        self._failures[number] = self._failures.get(number, 0) + 1
        return min(0.5 * 2.0 ** self._failures[number], _LONGEST_PAUSE)

    def _start(self, number: int) -> "subprocess.Popen[bytes]":
        words = [sys.executable, *sys.orig_argv[1:]]
        ours = {CHILD: str(number), PARENT: str(os.getpid())}
        return subprocess.Popen(words, env={**os.environ, **ours})

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True
        self._pass_on()

    def _pass_on(self) -> None:
        if not self._stopping:
            return  # asked after each start: the signal may come in the middle of one
        for process in self._running.values():
            process.send_signal(signal.SIGTERM)
