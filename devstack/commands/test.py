"""`test`: pytest on a private PostgreSQL and Redis, and a word about what was left out."""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from devstack.commands.first_run import MIGRATE, migrations_digest
from devstack.errors import Missing
from devstack.paths import PROJECT, Home
from devstack.stack import Lease, for_tests
from devstack.steps import run_shown, step
from devstack.template_databases import keep_only_template, template_exists, url_of

WORKERS = "2"
OWN_WORKERS = ("-n", "--numprocesses", "--pdb", "--trace", "-p", "--collect-only", "--co")


@dataclass(frozen=True)
class Suite:
    """A folder of tests that needs a program which PyPI cannot give."""

    folder: str
    programs: Sequence[str]
    package: str

    def can_run(self) -> bool:
        """Whether one of its programs is on the machine, or the suite is not there at all."""
        there = (PROJECT / self.folder).exists()
        return not there or any(shutil.which(program) for program in self.programs)

    def sentence(self) -> str:
        """What is missing and how to get it."""
        return f"{self.folder} needs {self.package}: sudo apt-get install {self.package}"


DEMANDING = (Suite("tests/browser", ("chromium", "chromium-browser", "google-chrome"), "chromium"),)


def test(home: Home, words: list[str], *, everything: bool, faults: str | None) -> int:
    """Run pytest; its exit code.

    Raises:
        Missing: everything was asked for and a suite cannot run here.
    """
    left_out = [suite for suite in DEMANDING if not suite.can_run()]
    if everything and left_out:
        raise Missing("; ".join(suite.sentence() for suite in left_out))
    arguments = [*words, *(f"--ignore={suite.folder}" for suite in left_out)]
    if not any(word.split("=")[0] in OWN_WORKERS or word.startswith("-n") for word in words):
        arguments = ["-n", WORKERS, *arguments]
    if faults:
        arguments += ["-m", "faults", "-k", faults]
    with for_tests(home, "test") as lease:
        if faults:
            lease.environment["FASHIONISTAR_FAULTS"] = "long"
        _prepare_template(home, lease)
        code = lease.run([sys.executable, "-m", "pytest", *arguments])
    for suite in left_out:
        print(f"left out: {suite.sentence()}")
    return code


def _prepare_template(home: Home, lease: Lease) -> None:
    """Migrate one database; each test process copies it instead of migrating its own."""
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
    lease.environment["TEST_DATABASE_TEMPLATE"] = name
    lease.environment["PYTEST_PLUGINS"] = "devstack.tests.copied_databases"
