"""The shop that one run of `bench orders` owns: two web processes, and pgbench's tables."""

import contextlib
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks.common.cpu import seconds_of
from benchmarks.common.shop import Shop, shop, web_part
from devstack import ports
from devstack.errors import Missing
from devstack.paths import Home
from devstack.postgres_search import find_or_install
from devstack.steps import step
from devstack.supervisor import Running

WEB_PROCESSES = 2
WEB = "backend.asgi:application"
SCALE = 10  # of pgbench: a million accounts


@dataclass(frozen=True)
class Laboratory:
    """A shop that is up, and what to look at."""

    shop: Shop
    web: list[Running]
    web_ports: list[int]

    def inside(self, *words: str) -> dict[str, Any]:
        """Run `inside/prepare.py` in the shop's environment; what it printed.

        Raises:
            Refusal: it failed; carries its last lines.
        """
        return self.shop.inside("benchmarks.orders.inside.prepare", *words)

    def cpu(self) -> tuple[float, float]:
        """Seconds of processor time until now: of the web processes, and of PostgreSQL."""
        web = seconds_of(one.child.pid for one in self.web)
        return web, seconds_of([self.shop.postgres_pid])

    def statements(self) -> int | None:
        """How many ran until now, without transaction control and checks of foreign keys."""
        found = self.shop.statements()
        return found.calls if found else None

    def pgbench(self, clients: int, seconds: float) -> float:
        """Transactions a second of its simple-update in this very server."""
        words = ["-n", "-N", "-c", clients, "-j", min(clients, 2), "-T", max(1, int(seconds))]
        answer = subprocess.run(
            [self.shop.program("pgbench"), *map(str, words), self.shop.cluster.url],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        line = next(one for one in answer.stdout.splitlines() if one.startswith("tps"))
        return float(line.split()[2])


@contextlib.contextmanager
def laboratory(home: Home) -> Iterator[Laboratory]:
    """Everything started, and all of it stopped and removed at the end.

    Raises:
        Missing: PostgreSQL came without pgbench.
    """
    if not (find_or_install().folder / "pgbench").exists():
        raise Missing("pgbench is not installed: sudo apt-get install postgresql-contrib")
    with shop(home, "bench orders") as open_shop:
        with step("fill pgbench's tables"):
            words = ["-i", "-q", "-s", str(SCALE), open_shop.cluster.url]
            program = open_shop.program("pgbench")
            subprocess.run([program, *words], capture_output=True, check=True)
        web_ports = [ports.any_free() for _ in range(WEB_PROCESSES)]
        with step("start the shop"):
            web = [
                open_shop.start(web_part(home, f"web {port}", WEB, open_shop.environment, port))
                for port in web_ports
            ]
        yield Laboratory(open_shop, web, web_ports)
