"""The benchmark's arithmetic and its report; the measuring itself is done by `bench tasks`."""

import subprocess
import sys

import pytest

from benchmarks.common.spread import percentile
from benchmarks.tasks.catalogue import SYSTEMS
from benchmarks.tasks.inside import probe
from benchmarks.tasks.measure import RateRun
from benchmarks.tasks.results import Results, Round
from benchmarks.tasks.table import report
from benchmarks.tasks.targets import target_lines
from devstack.paths import PROJECT


def run(system, rate, *, kind="noop", processes=1, worker_us=50.0):
    return RateRun(system, kind, processes, 100, rate, worker_us, 20.0, 4000.0, None)


def measured(*rounds):
    found = Results()
    for runs in rounds:
        waits = {"leased_tasks": [1.0] * 100, "huey": [2.0] * 100}
        found.rounds.append(Round({"EVALSHA": 10_000.0, "LPUSH": 12_000.0}, list(runs), waits))
    return found


def verdict(results, text):
    return next(line for line in target_lines(results) if text in line).split()[0]


def test_ratios_are_made_within_a_round():
    # The machine slowed down between the rounds: over all, we look worse than in either.
    results = measured(
        [run("leased_tasks", 3000), run("huey", 1000)], [run("leased_tasks", 300), run("huey", 100)]
    )
    ratio = results.over_best_peer("noop", 1)
    assert (ratio.middle, ratio.low, ratio.high) == (3, 3, 3)


def test_the_best_peer_is_the_fastest_that_is_not_ours():
    results = measured([run("leased_tasks", 3000), run("huey", 1000), run("dramatiq", 2000)])
    assert results.over_best_peer("noop", 1).middle == 1.5


@pytest.mark.parametrize(("rate", "expected"), [(2000, "met"), (1999, "MISSED")])
def test_a_target_is_met_at_its_limit_and_missed_below(rate, expected):
    results = measured([run("leased_tasks", rate), run("huey", 1000)])
    assert verdict(results, "1 process, against the best peer") == expected


@pytest.mark.parametrize(("cost", "expected"), [(200.0, "met"), (200.1, "MISSED")])
def test_a_cost_is_met_up_to_its_limit(cost, expected):
    results = measured([run("leased_tasks", 1, worker_us=cost)])
    assert verdict(results, "worker CPU") == expected


def test_what_was_not_measured_is_not_called_met():
    assert verdict(measured([run("huey", 1)]), "worker CPU") == "not"


def test_a_run_without_some_peers_says_that_the_best_may_be_missing():
    first = target_lines(measured([run("leased_tasks", 3000), run("huey", 1000)]))[0]
    assert "dramatiq" in first
    assert "huey" not in first


def test_percentiles_are_values_that_were_seen():
    assert percentile([float(number) for number in range(1, 201)], 99) == 198
    assert percentile([5.0], 99) == 5
    assert percentile([1.0, 9.0], 50) == 1


def test_the_report_names_systems_commands_and_targets():
    text = report(measured([run("leased_tasks", 3000), run("huey", 1000)]))
    assert "0.300" in text  # of EVALSHA
    assert "tasks_worker --queues default --concurrency 100 --processes P" in text
    assert "P times: huey_consumer" in text
    assert "against the best peer of each round: 3.00x" in text


def test_a_command_that_does_not_fork_runs_once_for_each_process():
    by_name = {system.name: system for system in SYSTEMS}
    assert len(by_name["huey"].commands("noop", 2)) == 2
    assert len(by_name["leased_tasks"].commands("noop", 2)) == 1


def test_the_probe_counts_tasks_once_the_gate_is_open(tmp_path):
    one = probe.Probe(tmp_path)
    one.gate.touch()
    for _ in range(3):
        one.begin()
        one.end()
    path = next(tmp_path.glob("*.slots"))
    assert sum(probe.numbers_in(path, 0)[:: probe.NUMBERS]) == 3


def test_an_unknown_benchmark_is_refused_in_one_sentence():
    ran = subprocess.run(
        [sys.executable, "-m", "devstack", "bench", "nothing"],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 1
    said = ran.stderr.strip()
    assert said.startswith("fashionistar: Which benchmark? Known: ")
    assert {"catalogue", "orders", "tasks"} <= set(said.rstrip(".").split(": ")[-1].split(", "))
