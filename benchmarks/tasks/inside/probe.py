"""What every measured task calls: when it ran, told through memory and not through a queue.

A call costs about a microsecond, the same for each system. The folder that PROBE_FOLDER names
holds one file of slots for each worker process, and `starts` with one number for each stamp.
"""

import mmap
import os
import threading
import time
from pathlib import Path

SLOTS = 256  # threads or greenlets of one worker process
NUMBERS = 2  # of a slot: tasks that ended here, and when the last one did (CLOCK_MONOTONIC, ns)
STAMPS = 4096
GATE_CHECK_SECONDS = 0.001


def numbers_in(path: Path, count: int) -> "memoryview[int]":
    """A file as unsigned 64 bit numbers in shared memory; made if it is not there."""
    with path.open("ab") as file:
        if file.tell() == 0:
            file.truncate(count * 8)
    with path.open("r+b") as file:
        return memoryview(mmap.mmap(file.fileno(), 0)).cast("Q")


class Probe:
    """This worker process's own slots."""

    def __init__(self, folder: Path) -> None:
        self.gate = folder / "gate"
        self.slots = numbers_in(folder / f"{os.getpid()}.slots", SLOTS * NUMBERS)
        self.starts = numbers_in(folder / "starts", STAMPS)
        self.is_open = False
        self._lock = threading.Lock()
        self._taken = 0
        self._mine = threading.local()

    def begin(self) -> None:
        """Wait at the first task until the harness has seen all worker processes arrive."""
        while not self.is_open:
            self.is_open = self.gate.exists()
            if not self.is_open:
                time.sleep(GATE_CHECK_SECONDS)

    def end(self) -> None:
        """Count one task."""
        try:
            slot: int = self._mine.slot
        except AttributeError:
            slot = self._mine.slot = self._next_slot()
        self.slots[slot] += 1
        self.slots[slot + 1] = time.monotonic_ns()

    def _next_slot(self) -> int:
        with self._lock:
            slot = self._taken * NUMBERS
            self._taken += 1
        return slot


_probe: Probe | None = None
_making = threading.Lock()


def probe() -> Probe:
    """The probe of this process, made at its first task: forks before that share nothing."""
    global _probe  # noqa: PLW0603  # one for the process
    if _probe is None:
        with _making:
            _probe = _made()
    return _probe


def _made() -> Probe:
    return _probe or Probe(Path(os.environ["PROBE_FOLDER"]))


def begin() -> None:
    """First line of a measured task."""
    probe().begin()


def end() -> None:
    """Last line of a measured task."""
    probe().end()


def stamp(number: int) -> None:
    """Only line of the task that measures how long a task waits for an idle worker."""
    now = time.monotonic_ns()
    probe().starts[number] = now
