"""What the engine promised about its speed, held against what was measured."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.tasks.catalogue import OURS, SYSTEMS
from benchmarks.tasks.results import Results, Spread


@dataclass(frozen=True)
class Target:
    """One promise: a limit and the way to read the measured number."""

    text: str
    limit: float
    at_most: bool
    unit: str
    measured: Callable[[Results], Spread | None]

    def line(self, results: Results) -> str:
        """One sentence: met, MISSED, or not measured."""
        found = self.measured(results)
        if found is None:
            return f"  not measured  {self.text}"
        is_met = found.middle <= self.limit if self.at_most else found.middle >= self.limit
        verdict = "met" if is_met else "MISSED"
        sign = "≤" if self.at_most else "≥"
        return (
            f"  {verdict:<14}{self.text}: {plain(found.middle)}{self.unit} "
            f"({plain(found.low)} to {plain(found.high)}); wanted {sign} {self.limit:,g}{self.unit}"
        )


def plain(number: float) -> str:
    """Three figures at least, and never an exponent."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def _wait_against_best(results: Results) -> Spread | None:
    """Our idle p50 as a part of the best peer's."""
    ratios = []
    for one in results.rounds:
        waits = {name: sorted(found)[len(found) // 2] for name, found in one.waits.items()}
        ours = waits.pop(OURS, None)
        if ours is not None and waits:
            ratios.append(ours / min(waits.values()))
    return Spread.of(ratios)


TARGETS = [
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
