"""Words after `./fashionistar test` reach the run that they are meant for."""

from pathlib import Path

import pytest

from devstack.commands.suites import Suite, chosen_suites, worst
from devstack.paths import PACKAGE, PROJECT

IN_PACKAGE = "packages/leased_tasks/tests/test_package.py"
TWO = "-n 2 --dist worksteal"


def chosen(*words: str, everything: bool = False, faults: str | None = None) -> dict[Path, str]:
    suites: list[Suite] = chosen_suites(words, everything=everything, faults=faults)
    return {suite.folder: " ".join(suite.arguments) for suite in suites}


def test_without_a_path_both_run():
    assert chosen("-x") == {PROJECT: f"{TWO} -x", PACKAGE: f"{TWO} -m not versions -x"}


def test_all_adds_the_other_versions():
    assert chosen(everything=True) == {PROJECT: TWO, PACKAGE: TWO}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["apps", "-n0"], {PROJECT: "-n0 apps"}),
        ([f"{IN_PACKAGE}::test_a", "-n0"], {PACKAGE: "-n0 tests/test_package.py::test_a"}),
        (["packages/leased_tasks", "-n0"], {PACKAGE: "-n0 ."}),
        (["-n0", "-k", "tests", "apps"], {PROJECT: "-n0 -k tests apps"}),
        (
            ["-n0", "tests", IN_PACKAGE],
            {PROJECT: "-n0 tests", PACKAGE: "-n0 tests/test_package.py"},
        ),
    ],
)
def test_a_path_runs_where_it_lies(words, expected):
    assert chosen(*words) == expected


def test_a_value_that_is_also_a_path_stays_a_value():
    both = {PROJECT: "-n0 -k tests", PACKAGE: "-m not versions -n0 -k tests"}
    assert chosen("-n0", "-k", "tests") == both


def test_faults_of_the_task_engine_are_all_of_the_package():
    runs = chosen(faults="tasks")
    assert runs[PROJECT].endswith("-m faults -k tasks")
    assert runs[PACKAGE].endswith("-m faults")
    assert chosen(faults="mails")[PACKAGE].endswith("-m faults -k mails")


@pytest.mark.parametrize(
    ("codes", "expected"), [((0, 5), 0), ((5, 5), 5), ((1, 0), 1), ((0, 2), 2), ((5, 1), 1)]
)
def test_the_worse_exit_code_counts(codes, expected):
    assert worst(codes) == expected
