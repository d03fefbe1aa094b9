"""`./fashionistar bench tasks`: the task engine beside its peers, in one run on one machine."""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from benchmarks.tasks import reference
from benchmarks.tasks.catalogue import KINDS, OURS, SYSTEMS, Kind, System
from benchmarks.tasks.laboratory import Laboratory, laboratory
from benchmarks.tasks.measure import measure_idle, measure_rate
from benchmarks.tasks.million import million
from benchmarks.tasks.results import Results, Round
from benchmarks.tasks.table import report
from devstack.errors import Refusal
from devstack.paths import Home

SECONDS, QUICK_SECONDS = 4.0, 1.0
REFERENCE_CALLS, QUICK_REFERENCE_CALLS = 100_000, 20_000
LEAST_TASKS = 50


@dataclass(frozen=True)
class Wishes:
    """What the command line asks for."""

    systems: list[System]
    runs: int
    seconds: float
    reference_calls: int


def run(home: Home, words: Sequence[str]) -> int:
    """Measure, print, keep the numbers; 0 also where a target is missed.

    Raises:
        Missing: a program is not installed.
        Refusal: an unknown system, or one that does not run here.
    """
    options = _parser().parse_args(words)
    bench_home = Home(home.root / "bench-tasks")
    reference.check_installed()
    if options.million:
        with laboratory(bench_home, with_postgres=False) as lab:
            print(million(lab, options.count))
        return 0
    wishes = _wishes(options)
    results = Results()
    with_postgres = any(system.needs_postgres for system in wishes.systems)
    with laboratory(bench_home, with_postgres=with_postgres) as lab:
        for number in range(1, wishes.runs + 1):
            print(f"\nround {number} of {wishes.runs}", flush=True)
            results.rounds.append(_round(lab, wishes))
            _keep(bench_home, results)
    print(report(results))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./fashionistar bench tasks", description=__doc__)
    names = ", ".join(system.name for system in SYSTEMS)
    parser.add_argument("--only", metavar="NAME,…", help=f"only these: {names}")
    parser.add_argument("--runs", type=int, default=3, help="rounds over all systems (3)")
    parser.add_argument("--quick", action="store_true", help="one round of short runs")
    parser.add_argument("--million", action="store_true", help="a long queue of ours instead")
    parser.add_argument("--count", type=int, default=1_000_000, help="tasks of --million")
    return parser


def _wishes(options: argparse.Namespace) -> Wishes:
    wanted = options.only.split(",") if options.only else [system.name for system in SYSTEMS]
    if unknown := set(wanted) - {system.name for system in SYSTEMS}:
        raise Refusal(f"There is no system {', '.join(sorted(unknown))} to measure.")
    chosen = [system for system in SYSTEMS if system.name in wanted]
    if options.quick:
        return Wishes(chosen, 1, QUICK_SECONDS, QUICK_REFERENCE_CALLS)
    return Wishes(chosen, max(1, options.runs), SECONDS, REFERENCE_CALLS)


def _round(lab: Laboratory, wishes: Wishes) -> Round:
    found = Round(reference.references(lab, wishes.reference_calls))
    kinds: list[Kind] = list(KINDS)
    for kind in kinds:
        for processes in (1, 2):
            for system in wishes.systems:
                tasks = int(system.rates[kind] * wishes.seconds * processes**0.7)
                found.runs.append(
                    measure_rate(lab, system, kind, processes, max(tasks, LEAST_TASKS))
                )
    for system in wishes.systems:
        found.waits[system.name] = measure_idle(lab, system)
    return found


def _keep(home: Home, results: Results) -> None:
    folder = home.root / "results"
    folder.mkdir(exist_ok=True)
    stamp = time.strftime("%Y-%m-%dT%H%MZ", time.gmtime())
    text = json.dumps({"ours": OURS, **asdict(results)}, indent=1)
    (folder / f"{stamp}.json").write_text(text)
    (folder / "latest.json").write_text(text)
