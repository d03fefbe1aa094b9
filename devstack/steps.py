"""What the person at the terminal sees: one line for each step, with its time."""

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from devstack.errors import PartFailed
from devstack.supervisor import Part, Supervisor, last_lines

WIDTH = 22
EVERY_SECONDS = 10.0  # how often a long step shows a sign of life where lines cannot be rewritten


class Step:
    """One running step; `note` says what it found or does at the moment."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.detail = ""
        self.started = time.monotonic()

    def note(self, detail: str) -> None:
        """Show a word about the step beside its title."""
        self.detail = detail
        if sys.stdout.isatty():
            self._rewrite("…")

    def close(self, mark: str) -> None:
        """Print the final line."""
        seconds = time.monotonic() - self.started
        line = f"  {mark} {self.title:<{WIDTH}} {self.detail:<44} {seconds:5.1f} s"
        if sys.stdout.isatty():
            self._rewrite("")
            sys.stdout.write("\r")
        print(line, flush=True)

    def _rewrite(self, mark: str) -> None:
        room = shutil.get_terminal_size().columns - WIDTH - 6
        text = f"  {mark} {self.title:<{WIDTH}} {self.detail[:room]}" if mark else ""
        sys.stdout.write(f"\r\x1b[2K{text}")
        sys.stdout.flush()


@contextmanager
def step(title: str) -> Iterator[Step]:
    """Time a step and print it, also when it fails."""
    current = Step(title)
    if sys.stdout.isatty():
        current.note("")
    try:
        yield current
    except BaseException:
        current.close("✗")
        raise
    current.close("✓")


def run_shown(current: Step, supervisor: Supervisor, part: Part) -> None:
    """Run a part that is meant to end; the last line of its log is the step's progress.

    Raises:
        PartFailed: it ended with an error; carries its last lines.
    """
    running = supervisor.launch(part)
    shown = time.monotonic()
    while (code := supervisor.reap(running)) is None:
        time.sleep(0.05)
        words = " ".join(last_lines(part.log, 1)).strip()
        if sys.stdout.isatty():
            current.note(words)
        elif words and time.monotonic() - shown > EVERY_SECONDS:
            shown = time.monotonic()
            print(f"    {current.title}: {words[:90]}", flush=True)
    current.note("")
    if code:
        raise PartFailed(part.name, f"failed with exit code {code}", last_lines(part.log))
