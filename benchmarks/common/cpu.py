"""What processes used: processor time and memory of whole trees."""

from collections.abc import Iterable, Iterator

import psutil


def seconds_of(pids: Iterable[int]) -> float:
    """User and system time of processes with their children, also of children that ended."""
    total = 0.0
    for process in _with_children(pids):
        try:
            total += sum(process.cpu_times()[:4])  # own and awaited children's, user and system
        except psutil.NoSuchProcess:
            continue
    return total


def resident_mb(pids: Iterable[int]) -> float:
    """Resident memory of processes with their children, in MB of a million bytes."""
    total = 0
    for process in _with_children(pids):
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 1e6


def _with_children(pids: Iterable[int]) -> Iterator[psutil.Process]:
    for pid in pids:
        root = psutil.Process(pid)
        yield from [root, *root.children(recursive=True)]
