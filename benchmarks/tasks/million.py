"""A long queue: what a waiting task costs in memory, and whether fetching stays as fast."""

from benchmarks.common.spread import percentile
from benchmarks.tasks.catalogue import OURS, SYSTEMS
from benchmarks.tasks.laboratory import Laboratory
from devstack.steps import step

STEPS = (1_000, 10_000, 100_000, 1_000_000)
BATCH = 25


def million(lab: Laboratory, count: int) -> str:
    """Fill up to `count` tasks; one line at each power of ten."""
    ours = next(system for system in SYSTEMS if system.name == OURS)
    lab.clear(ours)
    empty = _memory(lab)
    heads = ("queued", "bytes/task", "fetch p50 ms", "fetch p99 ms", "enqueue_many/s")
    lines = ["\n" + "".join(f"{head:>16}" for head in heads)]
    queued = 0
    for goal in [number for number in STEPS if number < count] + [count]:
        with step(f"{goal:,} queued") as current:
            filled = lab.produce(ours, "fill_many", str(goal - queued))
            queued = goal
            used = (_memory(lab) - empty) / queued
            waits = lab.produce(ours, "fetch", str(BATCH))["fetch_ms"]
            current.note(f"{used:,.0f} bytes a task")
        p50, p99 = percentile(waits, 50), percentile(waits, 99)
        cells = (
            f"{goal:,}",
            f"{used:,.0f}",
            f"{p50:.2f}",
            f"{p99:.2f}",
            f"{filled['enqueue_many']:,.0f}",
        )
        lines.append("".join(f"{cell:>16}" for cell in cells))
    return "\n".join([*lines, f"  fetch: the time of one script call for {BATCH} tasks"])


def _memory(lab: Laboratory) -> int:
    return int(lab.store.info("memory")["used_memory"])
