"""Codes are stable words that mean one thing, and the page that lists them is current."""

import re
from itertools import groupby
from operator import attrgetter

import pytest

from apps.common.errors import DomainError
from tools import problem_codes

OURS = {"database-busy", "reads-busy", "read-too-slow", "busy", "not-now", "tasks-unavailable"}
OURS |= {"unexpected"}
KEBAB = re.compile(r"[a-z]+(-[a-z0-9]+)*")


@pytest.fixture(scope="module")
def problems():
    problem_codes.load_apps()
    return problem_codes.problems()


def test_the_page_is_current(problems):
    assert problems
    assert problem_codes.PAGE.read_text() == problem_codes.page(), (
        "run: uv run python -m tools.problem_codes"
    )


def test_a_new_error_shows_on_the_page(problems):
    kind = type(
        "Vanished", (DomainError,), {"code": "vanished", "__module__": "apps.orders.errors"}
    )
    assert "`vanished`" in problem_codes.page()
    kind.__module__ = "tests.architecture"
    assert "`vanished`" not in problem_codes.page()


def test_a_code_means_one_thing(problems):
    by_code = groupby(sorted(problems, key=attrgetter("code")), key=attrgetter("code"))
    meanings = {code: {(p.status, p.title) for p in group} for code, group in by_code}
    assert {code: found for code, found in meanings.items() if len(found) > 1} == {}


def test_codes_are_kebab_case_and_few_are_our_fault(problems):
    assert [p.code for p in problems if not KEBAB.fullmatch(p.code)] == []
    assert {p.code for p in problems if not 400 <= p.status < 500} == OURS
    assert [p.code for p in problems if not p.title or not p.when] == []
