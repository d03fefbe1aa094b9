"""`check`: the one definition of green. Quick when it can be, complete always."""

import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from backend.domains import DOMAINS
from devstack import keys
from devstack.commands.first_run import MANAGE
from devstack.commands.suites import PACKAGE_ENVIRONMENT
from devstack.errors import Refusal
from devstack.paths import PACKAGE, PROJECT, Home
from devstack.stack import Lease, for_tests
from devstack.supervisor import Part, Running

AT_ONCE = 2
CODE = ("apps", "backend", "benchmarks", "devstack", "tests", "tools", "conftest.py", "manage.py")
PACKAGE_CODE = ("src", "tests")  # relative to the package, which is typed under its own settings
# Import-linter has no module to run, and its script fails in a moved .venv.
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
# No release ever ran with the tables and columns that these drop, the columns that they widen, or
# rows in what they make unique.
UNRELEASED = [
    "0002_no_periodic_runs",
    "0002_split_money_and_aftersale",
    "0004_after_the_sale",
    "0003_reviews",
    "0012_one_collection_of_a_title",
]
LINT_MIGRATIONS = [
    "lintmigrations", "--no-cache", "--ignore-name", *UNRELEASED,
    "--include-apps", *DOMAINS, PACKAGE.name,
]  # fmt: skip
QUIET_PYTEST = ["pytest", "-q", "-p", "no:cacheprovider"]
TEST_SETTINGS = {"DJANGO_SETTINGS_MODULE": "backend.settings.test"}


@dataclass(frozen=True)
class Gate:
    """One program that must end with 0."""

    name: str
    argv: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    cwd: Path = PROJECT


def check(home: Home, only: list[str]) -> int:
    """Run every gate, or only those named, two at a time; 0 if all passed.

    Raises:
        Refusal: there is no gate of that name.
    """
    began = time.monotonic()
    failed: list[Running] = []
    waiting = _chosen(only)
    total = len(waiting)
    with for_tests(home, "check") as lease:
        runs: list[Running] = []
        while waiting or runs:
            while waiting and len(runs) < AT_ONCE:
                runs.append(lease.supervisor.launch(_part(waiting.pop(0), home, lease)))
            for run in list(runs):
                if (code := lease.supervisor.reap(run)) is not None:
                    runs.remove(run)
                    _show(run, code)
                    failed += [run] if code else []
            time.sleep(0.05)
    for run in failed:
        print(f"\n── {run.part.name} ── {' '.join(run.part.argv)}\n{run.part.log.read_text()}")
    seconds = time.monotonic() - began
    print(f"\ncheck: {total - len(failed)} passed, {len(failed)} failed in {seconds:.0f} s")
    return 1 if failed else 0


def _chosen(only: list[str]) -> list[Gate]:
    known = gates()
    if unknown := set(only) - {gate.name for gate in known}:
        names = ", ".join(gate.name for gate in known)
        raise Refusal(f"There is no gate {', '.join(sorted(unknown))}; known: {names}.")
    return [gate for gate in known if not only or gate.name in only]


def _part(gate: Gate, home: Home, lease: Lease) -> Part:
    tasks = {"TASKS_REDIS_URL": lease.environment["REDIS_URL"]}  # `check --deploy` looks at it
    environment = {**lease.environment, **tasks, "NO_COLOR": "1", **gate.environment}
    log = home.tests.logs / f"check-{gate.name}.log"
    part = replace(lease, environment=environment).part(gate.name, gate.argv, log)
    return replace(part, cwd=gate.cwd)


def _show(run: Running, code: int) -> None:
    mark = "✗ FAILED" if code else "✓ OK    "
    print(f"  {mark} {run.part.name:<22} {time.time() - run.since:6.1f} s", flush=True)


def gates() -> list[Gate]:
    """All gates, the slowest first."""
    python = [sys.executable, "-m"]
    manage = [sys.executable, "-W", "error::RuntimeWarning", *MANAGE[1:]]
    present = [path for path in CODE if (PROJECT / path).exists()]
    return [
        Gate("types", [*python, "mypy", *present], TEST_SETTINGS),
        *package_gates(python),
        Gate("style", [*python, "ruff", "check", "."]),
        Gate("format", [*python, "ruff", "format", "--check", "."]),
        Gate("imports", [sys.executable, "-c", LINT_IMPORTS]),
        Gate("architecture", [*python, *QUIET_PYTEST, "tests/architecture"]),
        Gate("dependencies", [*python, "deptry", "--no-ansi", "."]),
        Gate("migrations-present", [*manage, "makemigrations", "--check"], TEST_SETTINGS),
        Gate("migrations-ordered", [*manage, "check", "--fail-level", "WARNING"], TEST_SETTINGS),
        Gate("migrations-safe", [*manage, *LINT_MIGRATIONS], TEST_SETTINGS),
        Gate("templates", [*python, "djlint", "templates", "--lint", "--quiet"]),
        Gate(
            "production",
            [*manage, "check", "--deploy", "--fail-level", "WARNING"],
            production_environment(),
        ),
    ]  # fmt: skip


def package_gates(python: list[str]) -> list[Gate]:
    """Gates of the task engine, which stands on its own: its settings, its dependencies."""
    makemigrations = [*python, "django", "makemigrations", "--check"]
    return [
        Gate("package-types", [*python, "mypy", *PACKAGE_CODE], PACKAGE_ENVIRONMENT, PACKAGE),
        Gate("package-dependencies", [*python, "deptry", "--no-ansi", "src"], cwd=PACKAGE),
        Gate("package-migrations", makemigrations, PACKAGE_ENVIRONMENT, PACKAGE),
    ]


def production_environment() -> dict[str, str]:
    """Made-up values of the kind that production needs; only the tasks' Redis is reached."""
    return {
        "DJANGO_SETTINGS_MODULE": "backend.settings.main",
        "FASHIONISTAR_ENV": "production",
        "DEBUG": "false",
        **keys.fresh(),
        "SITE_URL": "https://shop.example",
        "ALLOWED_HOSTS": "shop.example",
        "REDIS_URL": "redis://cache.shop.example:6379/0",
        "EMAIL_URL": "smtps://mail.shop.example:465",
        "PAYMENT_GATEWAYS": "",
        "AUDIT_ANCHOR": "/var/lib/fashionistar/audit-anchors.jsonl",
    }
