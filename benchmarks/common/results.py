"""All measurements of a run, round by round."""

from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.common.spread import Spread


@dataclass(frozen=True)
class Reading:
    """One row in one round. Times are milliseconds a request, the memory MB, the body bytes."""

    cpu: float
    postgres: float
    rate: float
    p50: float
    p95: float | None = None
    statements: float | None = None
    sql: float | None = None
    slowest: float | None = None
    memory: float | None = None
    body: int | None = None


type Of = Callable[[Reading], float | None]


def cpu(reading: Reading) -> float:
    """The figure to trust."""
    return reading.cpu


@dataclass
class Results:
    """The rounds in order; within one, everything is near in time, so ratios hold."""

    machine: dict[str, object]
    rounds: list[dict[str, Reading]] = field(default_factory=list)

    def names(self) -> list[str]:
        """All rows that were measured."""
        return list(dict.fromkeys(name for one in self.rounds for name in one))

    def spread(self, name: str, of: Of = cpu) -> Spread | None:
        """Over the rounds, of one value of a row."""
        found = [of(one[name]) for one in self.rounds if name in one]
        return Spread.of(number for number in found if number is not None)

    def middle(self, name: str, of: Of) -> float | None:
        """The median alone."""
        found = self.spread(name, of)
        return found.middle if found else None

    def ratio(self, name: str, reference: str, of: Of = cpu) -> Spread | None:
        """A row's value over another's of the same round."""
        pairs = [
            (of(one[name]), of(one[reference]))
            for one in self.rounds
            if name in one and reference in one
        ]
        return Spread.of(ours / theirs for ours, theirs in pairs if ours and theirs)
