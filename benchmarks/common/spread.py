"""What several rounds say of one number."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """A median with the least and the greatest."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread | None":
        """None where nothing was measured."""
        known = sorted(values)
        return cls(statistics.median(known), known[0], known[-1]) if known else None


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that at least `percent` of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def plain(number: float) -> str:
    """Three figures at least, and never an exponent."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"
