"""A process that outlives its supervisor just long enough to end what is left.

Runs as a plain script with `-I -S`, so that it is there in 20 ms and needs nothing of ours.
It reads lines `+GROUP SIGNAL SECONDS` and `-GROUP` from standard input. When the other end
closes, however the supervisor died, every process group still listed is stopped, newest
first: its own signal, SECONDS of patience, then SIGKILL.
"""

import contextlib
import os
import signal
import sys
import time


def read_orders() -> dict[int, tuple[int, float]]:
    """Follow the supervisor until it is gone; the groups that it left running."""
    left: dict[int, tuple[int, float]] = {}
    for line in sys.stdin:
        words = line.split()
        group = int(words[0][1:])
        if line.startswith("+"):
            left[group] = (int(words[1]), float(words[2]))
        else:
            left.pop(group, None)
    return left


def is_alive(group: int) -> bool:
    """Whether the group has a process that is not yet dead (a zombie is)."""
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    try:
        with open(f"/proc/{group}/stat") as stat:  # noqa: PTH123  # pathlib is slow to import
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return True


def stop(group: int, number: int, patience: float) -> None:
    """End one group, politely first."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
    deadline = time.monotonic() + patience
    while is_alive(group) and time.monotonic() < deadline:
        time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def main() -> None:
    """Wait for the supervisor's end, then clean up behind it."""
    for deaf_to in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(deaf_to, signal.SIG_IGN)
    for group, (number, patience) in reversed(read_orders().items()):
        stop(group, number, patience)


if __name__ == "__main__":
    main()
