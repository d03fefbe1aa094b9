"""What the minutes showed, and what was promised."""

import statistics
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.common.client import Told
from benchmarks.common.machine import sentence
from benchmarks.common.spread import Spread, percentile
from benchmarks.common.targets import Target
from benchmarks.connections.watching import Look

TITLE = "200 clients through PgBouncer, a day's mix of reads"
ALL, WEB = "", "web"
_MINUTE = 60.0


@dataclass(frozen=True)
class Load:
    """Answers, and a look at the servers for each second."""

    machine: Mapping[str, Any]
    told: Told
    looks: list[Look]

    def sessions(self) -> Spread | None:
        """Server sessions of PostgreSQL, of all processes."""
        return Spread.of(look.sessions for look in self.looks)

    def memory(self, name: str) -> list[tuple[float, float]]:
        """Minutes since the start, and MB of the processes whose name begins so."""
        began = self.looks[0].at if self.looks else 0.0
        return [((look.at - began) / _MINUTE, look.of(name)) for look in self.looks]

    def first_minute(self, name: str) -> Spread | None:
        """MB in the first minute, or in the first half of less than two."""
        return Spread.of(mb for at, mb in self.memory(name) if at <= self._window)

    def last_minute(self, name: str) -> Spread | None:
        """MB in the last minute, or in the last half of less than two."""
        rows = self.memory(name)
        return Spread.of(mb for at, mb in rows if at >= rows[-1][0] - self._window)

    def growth(self) -> Spread | None:
        """MB that all grew by, from the first minute's median to the last's."""
        first, last = self.first_minute(ALL), self.last_minute(ALL)
        return one(last.middle - first.middle) if first and last else None

    def slope(self) -> Spread | None:
        """MB a minute of all after the first minute: the line of least squares."""
        rows = [(at, mb) for at, mb in self.memory(ALL) if at > self._window]
        return (
            one(statistics.linear_regression(*zip(*rows, strict=True)).slope)
            if len(rows) > 1
            else None
        )

    @property
    def _window(self) -> float:
        rows = self.memory(ALL)
        return min(1.0, rows[-1][0] / 2) if rows else 0.0

    def rows(self) -> Iterator[tuple[str, Spread | None, str]]:
        """Each with its unit."""
        waits = self.told.waits or [0.0]
        yield "answers", one(self.told.count), "requests"
        yield "errors", one(len(self.told.refused)), "requests"
        yield "answers a second", one(self.told.count / self.told.seconds), "requests/s"
        for percent in (50, 95, 99, 100):
            yield f"{percent} of 100 wait at most", one(percentile(waits, percent) * 1000), "ms"
        yield "server sessions", self.sessions(), "sessions"
        for name in [*(self.looks[0].memory if self.looks else []), ALL]:
            yield f"{name or 'all'}, first minute", self.first_minute(name), "MB"
            yield f"{name or 'all'}, last minute", self.last_minute(name), "MB"
        yield "slope of all after that", self.slope(), "MB/minute"


def one(number: float) -> Spread | None:
    """A number that was measured once."""
    return Spread.of([number])


def _most(found: Spread | None) -> Spread | None:
    return one(found.high) if found else None


def _longest_but_one_of_100(found: Load) -> Spread | None:
    return one(percentile(found.told.waits, 99) * 1000) if found.told.waits else None


def _largest_web(found: Load) -> Spread | None:
    names = [name for name in (found.looks[0].memory if found.looks else []) if name[:3] == WEB]
    known = [spread for name in names if (spread := found.last_minute(name))]
    return max(known, key=lambda spread: spread.middle, default=None)


TARGETS = [
    Target[Load]("errors", 0, True, "", lambda found: one(len(found.told.refused))),
    Target[Load](  # not of performance.md: our own, ADR 26 says why
        "99 of 100 wait at most (our own limit)", 10_000, True, " ms", _longest_but_one_of_100
    ),
    Target[Load](
        "server sessions, most at once", 25, True, "", lambda found: _most(found.sessions())
    ),
    Target[Load]("memory of the larger web process, last minute", 150, True, " MB", _largest_web),
    Target[Load]("growth of all, first to last minute", 10, True, " MB", Load.growth),
    Target[Load]("slope of all after the first minute", 1, True, " MB a minute", Load.slope),
    Target[Load](
        "answers, so that memory means something", 10_000, False, "",
        lambda found: one(found.told.count),
    ),
]  # fmt: skip


def report(found: Load) -> str:
    """The table, the errors and the targets."""
    lines = ["", TITLE]
    for name, spread, unit in found.rows():
        if spread:
            middle, low, high = (f"{it:,.1f}" for it in (spread.middle, spread.low, spread.high))
            between = "" if low == high else f"  ({low} to {high})"
            lines.append(f"  {name:<26}{middle:>12} {unit}{between}")
    common = Counter(words[:100] for words in found.told.refused).most_common(3)
    lines += [f"  {count} times: {words}" for words, count in common]
    lines += ["", f"  {sentence(found.machine)}", ""]
    return "\n".join([*lines, *(target.line(found) for target in TARGETS)])


def as_json(found: Load) -> dict[str, Any]:
    """One object for machines."""
    return {
        "bench": "connections",
        "title": TITLE,
        "machine": dict(found.machine),
        "rows": [
            {
                "name": name, "value": spread.middle, "unit": unit, "reference": None,
                "ratio": None, "rounds": 1, "spread": [spread.low, spread.high],
            }
            for name, spread, unit in found.rows()
            if spread
        ],
        "targets": [target.as_json(found) for target in TARGETS],
        "conclusion": "",
    }  # fmt: skip
