"""What this Redis can do at most, by its own `redis-benchmark`, in the same minute."""

import csv
import shutil
import subprocess

from benchmarks.tasks.laboratory import Laboratory
from devstack.errors import Missing

PROGRAM = "redis-benchmark"


def check_installed() -> None:
    """Refuse before anything long starts.

    Raises:
        Missing: redis-benchmark is not on this machine.
    """
    if not shutil.which(PROGRAM):
        raise Missing("redis-benchmark is not installed: sudo apt-get install redis-tools")


def references(lab: Laboratory, calls: int) -> dict[str, float]:
    """EVALSHA of `return 1` and LPUSH a second: 50 clients, one call on the way each."""
    lab.store.flushall()
    digest = lab.store.script_load("return 1")
    found = {
        "EVALSHA": _rate(lab, calls, "EVALSHA", str(digest), "0"),
        "LPUSH": _rate(lab, calls, "LPUSH", "bench:list", "a value of 20 bytes!"),
    }
    lab.store.flushall()
    return found


def _rate(lab: Laboratory, calls: int, *command: str) -> float:
    words = ["-h", "127.0.0.1", "-p", str(lab.server.port), "-a", lab.server.password]
    answer = subprocess.run(
        [PROGRAM, *words, "-c", "50", "-P", "1", "-n", str(calls), "--csv", *command],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    row = list(csv.reader(answer.stdout.splitlines()))[-1]
    return float(row[1])
