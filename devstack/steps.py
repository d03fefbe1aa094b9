"""What the person at the terminal sees: one line for each step, with its time."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from devstack.errors import PartFailed

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


def run_shown(
    current: Step, argv: Sequence[str], *, env: Mapping[str, str], cwd: Path, log: Path
) -> None:
    """Run a program to its end; its last line is the step's progress, all of it goes to `log`.

    Raises:
        PartFailed: the program ended with an error; carries its last lines.
    """
    with log.open("w") as out:
        child = subprocess.Popen(
            argv, env=dict(env), cwd=cwd, text=True, errors="replace",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _relay_lines(child, out.write, current)
        except BaseException:
            child.kill()
            child.wait()
            raise
    if child.wait():
        lines = log.read_text(errors="replace").splitlines()
        raise PartFailed(current.title, f"failed with exit code {child.returncode}", lines[-20:])


def _relay_lines(
    child: "subprocess.Popen[str]", write: Callable[[str], object], current: Step
) -> None:
    assert child.stdout is not None  # noqa: S101  # asked for with PIPE
    shown = time.monotonic()
    for line in child.stdout:
        write(line)
        words = line.strip()
        if sys.stdout.isatty():
            current.note(words)
        elif words and time.monotonic() - shown > EVERY_SECONDS:
            shown = time.monotonic()
            print(f"    {current.title}: {words[:90]}", flush=True)
