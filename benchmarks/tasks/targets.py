"""What the engine promised about its speed, held against what was measured."""

from benchmarks.common.spread import Spread
from benchmarks.common.targets import Target
from benchmarks.tasks.catalogue import OURS, SYSTEMS
from benchmarks.tasks.results import Results


def _wait_against_best(results: Results) -> Spread | None:
    """Our idle p50 as a part of the best peer's."""
    ratios = []
    for one in results.rounds:
        waits = {name: sorted(found)[len(found) // 2] for name, found in one.waits.items()}
        ours = waits.pop(OURS, None)
        if ours is not None and waits:
            ratios.append(ours / min(waits.values()))
    return Spread.of(ratios)


TARGETS: list[Target[Results]] = [
    Target("no-op, 1 process, against the best peer", 2, False, "x",
           lambda results: results.over_best_peer("noop", 1)),
    Target("no-op, 2 processes, against the best peer", 2, False, "x",
           lambda results: results.over_best_peer("noop", 2)),
    Target("no-op, 2 processes, as a part of EVALSHA", 0.30, False, "",
           lambda results: results.over_reference(OURS, "noop", 2)),
    Target("worker CPU of an async no-op", 200, True, " µs",
           lambda results: results.spread(OURS, "noop", 1, lambda run: run.worker_us)),
    Target("Redis CPU of a task", 40, True, " µs",
           lambda results: results.spread(OURS, "noop", 1, lambda run: run.store_us)),
    Target("enqueue, one process", 3000, False, "/s",
           lambda results: results.spread(OURS, "noop", 1, lambda run: run.enqueue)),
    Target("enqueue_many, one process", 20_000, False, "/s",
           lambda results: results.spread(OURS, "noop", 1, lambda run: run.enqueue_many)),
    Target("start at an idle worker, p50 against the best peer's", 1, True, "x",
           _wait_against_best),
    Target("start at an idle worker, p50", 2, True, " ms", lambda results: results.wait(OURS, 50)),
    Target("start at an idle worker, p99", 15, True, " ms", lambda results: results.wait(OURS, 99)),
]  # fmt: skip


def target_lines(results: Results) -> list[str]:
    """Each target with its number, and a warning where the best peer may be absent."""
    absent = [system.name for system in SYSTEMS if system.name not in results.systems()]
    warning = [f"  Not in this run, so the best peer may be another: {', '.join(absent)}."]
    return [*(warning if absent else []), *(target.line(results) for target in TARGETS)]
