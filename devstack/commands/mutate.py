"""`mutate locks`: take each guard away in a copy of the tree; its race must notice."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Queue

from devstack.commands.test import prepare_template
from devstack.errors import Refusal
from devstack.paths import PROJECT, Home
from devstack.stack import Lease, for_tests
from devstack.template_databases import url_of
from tools.lock_mutations import Mutation, apply, faults, mutations

RED_SHARE = 0.95  # 19 of 20
PATIENCE_SECONDS = 600


@dataclass(frozen=True)
class Found:
    """How often the test of one mutation was red."""

    mutation: Mutation
    red: int
    runs: int
    error: str = ""

    @property
    def is_as_expected(self) -> bool:
        """Red nearly always, or never where another guard holds."""
        if self.error:
            return False
        if self.mutation.expected == "green":
            return self.red == 0
        return self.red >= RED_SHARE * self.runs

    def line(self) -> str:
        """One row of the table."""
        verdict = "as expected" if self.is_as_expected else f"NOT {self.mutation.expected}"
        count = self.error or f"{self.red:>2} of {self.runs}"
        why = f"  ({self.mutation.because})" if self.mutation.because else ""
        return f"  {self.mutation.name:<62} {count:>9}  {verdict}{why}"


@dataclass(frozen=True)
class Lane:
    """A copy of the tree and a database that one group of mutations has for itself."""

    tree: Path
    lease: Lease


def mutate(home: Home, words: Sequence[str], *, runs: int, only: str, jobs: int) -> int:
    """Run every mutation of the list, or those whose name holds `only`; 0 if all are as expected.

    Raises:
        Refusal: another list was asked for, or the list does not fit the code.
    """
    if list(words) != ["locks"]:
        raise Refusal("What shall be mutated? Known: locks.")
    if wrong := list(faults(PROJECT)):
        raise Refusal("; ".join(wrong))
    chosen = [one for one in mutations() if only in one.name]
    began = time.monotonic()
    with for_tests(home, "mutate") as lease:
        inside = replace(lease, environment=lease.environment | prepare_template(home, lease))
        found = _try_all(_grouped(chosen), _lanes(home, inside, jobs), runs)
    print(f"\nRed of {runs} runs, each guard taken away in turn:\n")
    print("\n".join(one.line() for one in found))
    wrong_ones = [one for one in found if not one.is_as_expected]
    told = f"{len(found) - len(wrong_ones)} as expected, {len(wrong_ones)} not"
    print(f"\nmutate locks: {told}, in {time.monotonic() - began:.0f} s")
    return 1 if wrong_ones else 0


def _lanes(home: Home, lease: Lease, jobs: int) -> list[Lane]:
    lanes = []
    for number in range(jobs):
        tree = home.tests.root / "mutants" / str(number)
        _copy(tree)
        own = {"DATABASE_URL": url_of(lease.environment["DATABASE_URL"], f"mutant_{number}")}
        lanes.append(Lane(tree, replace(lease, environment=lease.environment | own)))
    return lanes


def _try_all(groups: Sequence[Sequence[Mutation]], lanes: Sequence[Lane], runs: int) -> list[Found]:
    free: Queue[Lane] = Queue()
    for lane in lanes:
        free.put(lane)

    def try_one(alike: Sequence[Mutation]) -> list[Found]:
        lane = free.get()
        try:
            found = _try(alike, lane.tree, lane.lease, runs)
        finally:
            free.put(lane)
        print("\n".join(one.line() for one in found), flush=True)
        return found

    with ThreadPoolExecutor(len(lanes)) as pool:
        return [one for found in pool.map(try_one, groups) for one in found]


def _copy(tree: Path) -> None:
    """A fresh copy of what git knows or would take up."""
    shutil.rmtree(tree, ignore_errors=True)
    words = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    names = subprocess.run(words, cwd=PROJECT, capture_output=True, check=True).stdout
    for name in names.decode().split("\0"):
        source = PROJECT / name
        if name and source.is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, tree / name)


def _grouped(chosen: Sequence[Mutation]) -> list[list[Mutation]]:
    """Those that take the same away share one start of pytest."""
    groups: dict[object, list[Mutation]] = {}
    for one in chosen:
        groups.setdefault((one.edits, one.sql), []).append(one)
    return list(groups.values())


def _try(alike: Sequence[Mutation], tree: Path, lease: Lease, runs: int) -> list[Found]:
    report = tree / "mutant.json"
    report.unlink(missing_ok=True)
    environment = lease.environment | {
        "REPEAT": str(runs),
        "REPEAT_REPORT": str(report),
        "BROKEN_SQL": "\n".join(alike[0].sql),
        "PYTHONPATH": str(tree),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    options = ["-q", "-n0", "-p", "tools.repeated", "-p", "no:cacheprovider", "--show-capture=no"]
    tests = [one.test for one in alike]
    argv = [sys.executable, "-m", "pytest", *options, "--tb=line", *tests]
    before = apply(alike[0], tree)
    try:
        ended = subprocess.run(
            argv, cwd=tree, env=environment, timeout=PATIENCE_SECONDS, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        (tree / "mutant.log").write_text(ended.stdout + ended.stderr)
    except subprocess.TimeoutExpired:
        return [Found(one, 0, runs, "hung") for one in alike]
    finally:
        for path, text in before.items():
            path.write_text(text)
    counts = json.loads(report.read_text()) if report.exists() else {}
    return [_read(one, counts.get(one.test, {}), runs) for one in alike]


def _read(mutation: Mutation, counts: dict[str, int], runs: int) -> Found:
    red = counts.get("failed", 0)
    ran = red + counts.get("passed", 0)
    return Found(mutation, red, ran, "" if ran >= runs else "did not run")
