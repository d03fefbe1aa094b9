"""`test`: pytest on a private PostgreSQL and Redis, and a word about what was left out."""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from devstack.commands.first_run import MIGRATE, migrations_digest
from devstack.commands.suites import Suite, chosen_suites, worst
from devstack.errors import Missing
from devstack.paths import PROJECT, Home
from devstack.stack import Lease, for_tests
from devstack.steps import run_shown, step
from devstack.template_databases import keep_only_template, template_exists, url_of
from devstack.uv import uv_program


@dataclass(frozen=True)
class Demanding:
    """A folder of tests that needs a program which PyPI cannot give."""

    folder: str
    programs: Sequence[str]
    package: str

    def can_run(self) -> bool:
        """Whether one of its programs is on the machine, or the tests are not there at all."""
        there = (PROJECT / self.folder).exists()
        return not there or any(shutil.which(program) for program in self.programs)

    def sentence(self) -> str:
        """What is missing and how to get it."""
        return f"{self.folder} needs {self.package}: sudo apt-get install {self.package}"


BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DEMANDING = (Demanding("tests/browser", BROWSERS, "chromium"),)


def test(home: Home, words: list[str], *, everything: bool, faults: str | None) -> int:
    """Run pytest for the shop, for the task engine, or for both; the worse exit code.

    Raises:
        Missing: everything was asked for and some tests cannot run here.
    """
    left_out = [tests for tests in DEMANDING if not tests.can_run()]
    if everything and left_out:
        raise Missing("; ".join(tests.sentence() for tests in left_out))
    suites = chosen_suites(words, everything=everything, faults=faults)
    with for_tests(home, "test") as lease:
        if faults:
            lease.environment["FASHIONISTAR_FAULTS"] = "long"
        code = worst([_run(home, lease, suite, left_out) for suite in suites])
    for tests in left_out:
        print(f"left out: {tests.sentence()}")
    return code


def _run(home: Home, lease: Lease, suite: Suite, left_out: Sequence[Demanding]) -> int:
    arguments, environment = suite.arguments, suite.environment
    if suite.folder == PROJECT:
        environment = prepare_template(home, lease)
        arguments = [*arguments, *(f"--ignore={tests.folder}" for tests in left_out)]
    else:
        environment = environment | {"UV": uv_program()}
    inside = replace(lease, environment=lease.environment | environment)
    return inside.run([sys.executable, "-m", "pytest", *arguments], suite.folder)


def prepare_template(home: Home, lease: Lease) -> dict[str, str]:
    """Migrate one database; each test process copies it instead of migrating its own.

    Returns:
        The variables that tell the test processes so.
    """
    server = lease.environment["DATABASE_URL"]
    name = f"template_{migrations_digest()[:16]}"
    if not template_exists(server, name):
        with step("migrate the template") as current:
            keep_only_template(server, f"{name}_draft")
            target = {
                "DATABASE_URL": url_of(server, f"{name}_draft"),
                "DJANGO_SETTINGS_MODULE": "backend.settings.test",
            }
            draft = replace(lease, environment=lease.environment | target)
            part = draft.part("migrate", MIGRATE, home.tests.logs / "migrate.log")
            run_shown(current, lease.supervisor, part)
            keep_only_template(server, name, renamed_from=f"{name}_draft")
            current.note(name)
    return {
        "TEST_DATABASE_TEMPLATE": name,
        "PYTEST_PLUGINS": "devstack.tests.copied_databases",
    }
