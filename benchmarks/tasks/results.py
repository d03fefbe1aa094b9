"""All measurements of a session, and the medians that the table shows."""

from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.common.spread import Spread, percentile
from benchmarks.tasks.catalogue import OURS, Kind
from benchmarks.tasks.measure import RateRun


@dataclass
class Round:
    """Everything measured in one pass over the systems: near in time, so ratios hold."""

    references: dict[str, float]
    runs: list[RateRun] = field(default_factory=list)
    waits: dict[str, list[float]] = field(default_factory=dict)

    def run(self, system: str, kind: Kind, processes: int) -> RateRun | None:
        """The run of these three, if it was made."""
        wanted = (system, kind, processes)
        found = (one for one in self.runs if (one.system, one.kind, one.processes) == wanted)
        return next(found, None)

    def best_peer(self, kind: Kind, processes: int) -> RateRun | None:
        """The fastest run that is not ours."""
        peers = [
            run
            for run in self.runs
            if run.system != OURS and (run.kind, run.processes) == (kind, processes)
        ]
        return max(peers, key=lambda run: run.rate, default=None)


@dataclass
class Results:
    """The rounds in order."""

    rounds: list[Round] = field(default_factory=list)

    def spread(
        self, system: str, kind: Kind, processes: int, value: Callable[[RateRun], float | None]
    ) -> Spread | None:
        """Over the rounds, of one value of a run."""
        runs = [one.run(system, kind, processes) for one in self.rounds]
        values = [value(run) for run in runs if run]
        return Spread.of(number for number in values if number is not None)

    def over_reference(self, system: str, kind: Kind, processes: int) -> Spread | None:
        """Rate as a part of the same round's EVALSHA."""
        pairs = [(one.run(system, kind, processes), one.references) for one in self.rounds]
        return Spread.of(run.rate / known["EVALSHA"] for run, known in pairs if run)

    def over_best_peer(self, kind: Kind, processes: int) -> Spread | None:
        """Our rate as a multiple of the same round's best peer."""
        pairs = [
            (one.run(OURS, kind, processes), one.best_peer(kind, processes)) for one in self.rounds
        ]
        return Spread.of(ours.rate / best.rate for ours, best in pairs if ours and best)

    def reference(self, name: str) -> Spread | None:
        """Calls a second of redis-benchmark."""
        return Spread.of(one.references[name] for one in self.rounds)

    def wait(self, system: str, percent: int) -> Spread | None:
        """A percentile of the idle waits in milliseconds, one for each round."""
        return Spread.of(
            percentile(one.waits[system], percent) for one in self.rounds if system in one.waits
        )

    def systems(self) -> list[str]:
        """All that were measured, in order."""
        names = [run.system for one in self.rounds for run in one.runs]
        names += [name for one in self.rounds for name in one.waits]
        return list(dict.fromkeys(names))
