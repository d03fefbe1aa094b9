"""Promises about speed, held against what was measured."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.common.spread import Spread, plain

MET, MISSED, UNKNOWN = "met", "MISSED", "not measured"


@dataclass(frozen=True)
class Target[Found]:
    """One promise: a limit and the way to read the measured number."""

    text: str
    limit: float
    at_most: bool
    unit: str
    measured: Callable[[Found], Spread | None]

    def verdict(self, results: Found) -> str:
        """`met`, `MISSED`, or `not measured`."""
        found = self.measured(results)
        if found is None:
            return UNKNOWN
        is_met = found.middle <= self.limit if self.at_most else found.middle >= self.limit
        return MET if is_met else MISSED

    def wish(self) -> str:
        """The limit in words."""
        return f"{'≤' if self.at_most else '≥'} {self.limit:,g}{self.unit}"

    def found(self, results: Found) -> str:
        """The measured number with its spread, empty where there is none."""
        found = self.measured(results)
        if found is None:
            return ""
        numbers = f"{plain(found.low)} to {plain(found.high)}"
        return f"{plain(found.middle)}{self.unit} ({numbers})"

    def line(self, results: Found) -> str:
        """One sentence."""
        verdict = self.verdict(results)
        if verdict == UNKNOWN:
            return f"  {UNKNOWN}  {self.text}"
        return f"  {verdict:<14}{self.text}: {self.found(results)}; wanted {self.wish()}"

    def as_json(self, results: Found) -> dict[str, Any]:
        """For machines."""
        found = self.measured(results)
        return {
            "name": self.text,
            "verdict": self.verdict(results),
            "value": found.middle if found else None,
            "limit": self.limit,
            "at_most": self.at_most,
            "unit": self.unit.strip(),
            "spread": [found.low, found.high] if found else None,
        }
