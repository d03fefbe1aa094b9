"""The arithmetic of the read benchmarks, and one quick run of all; speed itself is never judged."""

import json
import shutil
import subprocess
import sys

import pytest

from benchmarks.all.command import page
from benchmarks.common.alike import differences
from benchmarks.common.bench import Bench
from benchmarks.common.client import Told, wire
from benchmarks.common.report import as_json, report
from benchmarks.common.results import Reading, Results
from benchmarks.common.shop import Statements
from benchmarks.common.subjects import LEAN, Asked
from benchmarks.common.targets import Target
from benchmarks.connections.results import Load
from benchmarks.connections.results import as_json as load_as_json
from benchmarks.drf_vs_ninja.command import conclusion
from benchmarks.search.command import over_its_sql
from devstack.paths import PROJECT
from devstack.tests.conftest import clean_environment

MACHINE = {
    "cores": 2, "cpu": "a processor", "memory": 8.0, "load": [0.1, 0.2, 0.3], "python": "3.12.1",
    "system": "Linux 6",
}  # fmt: skip
OURS, THEIRS = Asked("ours", LEAN, ["/"], "theirs"), Asked("theirs", LEAN, ["/"])
ROW = {"name", "value", "unit", "reference", "ratio", "rounds", "spread"}


def reading(cost, **more):
    return Reading(cpu=cost, postgres=0.1, rate=100.0, p50=1.0, **more)


def results(*rounds):
    return Results(MACHINE, [{name: reading(cost) for name, cost in one.items()} for one in rounds])


def bench(limit=1.0):
    wish = Target[Results](
        "ours of theirs", limit, True, "x", lambda found: found.ratio("ours", "theirs")
    )
    return Bench("one", "A title", [OURS, THEIRS], [wish])


def test_ratios_are_made_within_a_round():
    # The machine slowed down between the rounds: over all, we look worse than in either.
    found = results({"ours": 1, "theirs": 2}, {"ours": 10, "theirs": 20})
    ratio = found.ratio("ours", "theirs")
    assert (ratio.middle, ratio.low, ratio.high) == (0.5, 0.5, 0.5)


def test_the_object_for_machines_has_the_agreed_shape():
    found = as_json(bench(), results({"ours": 1, "theirs": 2}, {"ours": 3, "theirs": 4}))
    ours, theirs = found["rows"]
    assert found["machine"].keys() >= {"cores", "cpu", "memory", "load"}
    assert ours.keys() >= ROW
    assert (ours["value"], ours["spread"], ours["rounds"]) == (2, [1, 3], 2)
    assert (ours["reference"], ours["ratio"]) == ("theirs", 0.625)
    assert (theirs["reference"], theirs["ratio"]) == (None, None)


@pytest.mark.parametrize(("limit", "expected"), [(0.5, "met"), (0.49, "MISSED")])
def test_a_target_is_held_against_its_limit(limit, expected):
    found = results({"ours": 1, "theirs": 2})
    assert as_json(bench(limit), found)["targets"][0]["verdict"] == expected
    assert f"  {expected}" in report(bench(limit), found)


def test_what_was_not_measured_is_neither_met_nor_missed():
    assert as_json(bench(), results({"ours": 1}))["targets"][0]["verdict"] == "not measured"


@pytest.mark.parametrize(("wait", "expected"), [(10.0, "met"), (10.1, "MISSED")])
def test_long_waits_of_many_clients_miss_a_limit(wait, expected):
    told = Told(60.0, waits=[0.1] * 98 + [wait] * 2)
    (found,) = (
        one for one in load_as_json(Load(MACHINE, told, []))["targets"] if one["unit"] == "ms"
    )
    assert (found["verdict"], found["value"]) == (expected, 1000 * wait)


def test_a_difference_names_its_place():
    ours = {"results": [{"price": {"amount": "1.00"}}], "next": "http://a"}
    theirs = {"results": [{"price": {"amount": "1.0"}}], "next": "http://b"}
    assert list(differences(ours, ours)) == []
    assert list(differences(ours, theirs)) == ["$.results[0].price.amount: '1.00' and '1.0'"]
    assert list(differences(ours, theirs | {"results": []}))
    assert list(differences(ours, ours | {"next": None}))
    assert list(differences(ours, {"results": ours["results"]})) == ["$.next is only in one"]


def test_addresses_are_filled_in_with_the_slugs_of_the_catalogue():
    asked = Asked("one", LEAN, ["/a/", "/b/{slug}/"])
    assert asked.addresses({"slugs": ["x", "y"]}) == ["/a/", "/b/x/", "/b/y/"]


def test_a_token_is_sent_only_where_there_is_one():
    assert b"Authorization: Bearer word\r\n" in wire("/", "word")
    assert b"Authorization" not in wire("/")


def test_the_slowest_statement_is_one_that_ran_each_time():
    before = Statements(1, 5.0, {1: (1, 5.0)})
    after = Statements(24, 0.0, {1: (11, 25.0), 2: (10, 30.0), 3: (1, 900.0)})
    assert after.slowest_since(before, least_calls=5) == 3.0


def test_search_is_judged_by_its_slow_answers_over_its_statements():
    assert over_its_sql(reading(1, p95=6.0, sql=2.0)) == 3.0
    assert over_its_sql(reading(1, p95=6.0)) is None


@pytest.mark.parametrize(
    ("ninja", "drf", "expected"),
    [(2, 4, "Ninja needs 2.0 times less"), (4, 2, "DRF needs 2.0 times less")],
)
def test_the_faster_one_is_named(ninja, drf, expected):
    assert expected in conclusion(results({"v2 list": ninja, "v1 list": drf}))


def test_rounds_that_contradict_each_other_name_nobody():
    found = results({"v2 list": 1, "v1 list": 2}, {"v2 list": 2, "v1 list": 1})
    assert "neither is faster" in conclusion(found)


def test_the_page_names_the_machine_and_what_was_missed():
    text = page(MACHINE, [as_json(bench(0.1), results({"ours": 1, "theirs": 2}))])
    assert "2 cores, a processor, 8.0 GB" in text
    assert "| ours | **1.000** | 1.000 to 1.000 | 0.50 | theirs |" in text
    assert "| ours of theirs | ≤ 0.1 x | 0.5 x | MISSED |" in text


@pytest.mark.slow
def test_a_quick_run_of_all_measures_every_row(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "devstack", "bench", "all", "--quick", "--seconds", "0.1", "--json"],
        cwd=PROJECT, capture_output=True, text=True, check=False, timeout=900,
        env=clean_environment() | {"FASHIONISTAR_HOME": str(tmp_path)},  # as a person has it
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]
    told = json.loads(ran.stdout.splitlines()[-1])
    names = {part["bench"]: {row["name"] for row in part["rows"]} for part in told["parts"]}
    assert names.keys() == {"catalogue", "connections", "dashboard", "drf-vs-ninja", "search"}
    assert {"raw ASGI hello", "FastAPI + asyncpg + pydantic", "v2 list"} <= names["catalogue"]
    for part in told["parts"]:
        assert all(row.keys() >= ROW for row in part["rows"])
        assert part["targets"]
        assert part["machine"].keys() >= {"cores", "cpu", "memory", "load"}
    shutil.rmtree(tmp_path, ignore_errors=True)
