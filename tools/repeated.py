"""A pytest plugin for `mutate`: run each test many times on a database without some guards.

Wants REPEAT (a number), BROKEN_SQL (statements, a line each) and REPEAT_REPORT (a file to write).
"""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

_outcomes: dict[str, Counter[str]] = {}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Number the runs of each test."""
    metafunc.fixturenames.append("repetition")
    metafunc.parametrize("repetition", range(int(os.environ["REPEAT"])))


@pytest.fixture(autouse=True, scope="session")
def broken_database(django_db_setup: None, django_db_blocker: "pytest.FixtureRequest") -> None:
    """Take constraints and indexes away."""
    from django.db import connection  # noqa: PLC0415 -- settings are not ready at import

    statements = os.environ.get("BROKEN_SQL", "").splitlines()
    with django_db_blocker.unblock(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        for statement in statements:
            cursor.execute(statement)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count how each test itself ended; what fails around it is an error."""
    counts = _outcomes.setdefault(report.nodeid.partition("[")[0], Counter())
    if report.when == "call":
        counts[report.outcome] += 1
    elif report.failed:
        counts["error"] += 1


def pytest_sessionfinish() -> None:
    """Leave the counts for `mutate`."""
    Path(os.environ["REPEAT_REPORT"]).write_text(json.dumps(_outcomes))
