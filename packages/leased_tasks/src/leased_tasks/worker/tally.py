"""What one worker process has done, counted in memory for its `/metrics`."""

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from time import monotonic

from leased_tasks.operations import Ending, Lease
from leased_tasks.worker.attempts import Attempt

# Seconds; the last bucket of each histogram is for everything longer.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600)


@dataclass
class Histogram:
    """How many took how long."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    total: float = 0.0

    def observe(self, seconds: float) -> None:
        """Count one."""
        self.counts[bisect_left(BUCKETS, seconds)] += 1
        self.total += seconds


class Tally:
    """Counters and histograms, by the queue's label and the task's path."""

    def __init__(self) -> None:
        self.starts: Counter[tuple[str, str]] = Counter()
        self.ends: Counter[tuple[str, str, str]] = Counter()
        self.durations: defaultdict[tuple[str, str], Histogram] = defaultdict(Histogram)
        self.waits: defaultdict[str, Histogram] = defaultdict(Histogram)
        self.late: Counter[str] = Counter()

    def started(self, queue: str, path: str, lease: Lease) -> None:
        """Count a start, and the time since it could have been started, by Redis' clock."""
        self.starts[queue, path] += 1
        self.waits[queue].observe(max(lease.waited / 1000, 0.0))

    def ran(self, attempt: Attempt) -> None:
        """Count how long a run took; 0 for one that never had its thread."""
        seconds = max(monotonic() - attempt.began, 0.0)
        self.durations[attempt.source.label, attempt.path].observe(seconds)

    def settled(self, queue: str, ending: Ending, *, accepted: bool) -> None:
        """Count an ending as Redis took it: too late ones are no endings."""
        if accepted:
            self.ends[queue, ending.path, ending.verdict] += 1
        else:
            self.late[queue] += 1
