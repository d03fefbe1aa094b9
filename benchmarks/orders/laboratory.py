"""The shop that one run of `bench orders` owns: PostgreSQL as in production, Redis, web."""

import contextlib
import json
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.tasks.cpu import seconds_of
from devstack import ports, postgres, running
from devstack.commands.first_run import MIGRATE
from devstack.environment import shop_environment
from devstack.errors import Missing, Refusal
from devstack.owner import server_owner
from devstack.paths import PROJECT, Home
from devstack.postgres import Cluster
from devstack.postgres_search import find_or_install
from devstack.redis import Redis, find_redis
from devstack.stack import Lease
from devstack.steps import run_shown, step
from devstack.supervisor import Part, Running, Supervisor, stop_signals

WEB_PROCESSES = 2
COUNTER = "pg_stat_statements"
# Not ours to save: transaction control, and what PostgreSQL itself asks for foreign keys.
CONTROL = "^(begin|commit|rollback|savepoint|release|show|deallocate|select \\S+ from only)"
SCALE = 10  # of pgbench: a million accounts


@dataclass(frozen=True)
class Laboratory:
    """A shop that is up, and what to look at."""

    environment: dict[str, str]
    cluster: Cluster
    postgres_pid: int
    web: list[Running]
    web_ports: list[int]
    counts_statements: bool

    def inside(self, *words: str) -> dict[str, Any]:
        """Run `inside/prepare.py` in the shop's environment; what it printed.

        Raises:
            Refusal: it failed; carries its last lines.
        """
        argv = [sys.executable, "-m", "benchmarks.orders.inside.prepare", *words]
        answer = subprocess.run(
            argv, cwd=PROJECT, env=self.environment, capture_output=True, text=True, check=False
        )
        if answer.returncode:
            raise Refusal("\n".join(answer.stderr.strip().splitlines()[-5:]))
        told: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
        return told

    def cpu(self) -> tuple[float, float]:
        """Seconds of processor time until now: of the web processes, and of PostgreSQL."""
        return seconds_of(one.child.pid for one in self.web), seconds_of([self.postgres_pid])

    def statements(self) -> int | None:
        """How many ran until now, without transaction control and checks of foreign keys."""
        if not self.counts_statements:
            return None
        wish = "SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements WHERE query !~* %s"
        with psycopg.connect(self.cluster.url) as connection:
            row = connection.execute(wish, [CONTROL]).fetchone()
        return int(row[0]) if row else None

    def pgbench(self, clients: int, seconds: float) -> float:
        """Transactions a second of its simple-update in this very server."""
        program = self.cluster.binaries.folder / "pgbench"
        words = ["-n", "-N", "-c", clients, "-j", min(clients, 2), "-T", max(1, int(seconds))]
        answer = subprocess.run(
            [str(program), *map(str, words), self.cluster.url],
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
    home.prepare()
    binaries = find_or_install()
    if not (binaries.folder / "pgbench").exists():
        raise Missing("pgbench is not installed: sudo apt-get install postgresql-contrib")
    with running.hold(home, "bench orders"), stop_signals():
        _sweep(home)
        try:
            with Supervisor() as supervisor:
                yield _started(home, supervisor)
        finally:
            _sweep(home)


def _sweep(home: Home) -> None:
    shutil.rmtree(home.redis, ignore_errors=True)
    server_owner().remove(home.postgres / "bench")


def _started(home: Home, supervisor: Supervisor) -> Laboratory:
    binaries = find_or_install()
    counts = (binaries.folder.parent / "lib" / f"{COUNTER}.so").exists()
    own = {"shared_preload_libraries": COUNTER} if counts else {}
    cluster = Cluster(
        binaries, home.postgres / "bench", ports.any_free(), secrets.token_hex(16), server_owner(),
        {**postgres.DURABLE, **own},
    )  # fmt: skip
    redis = Redis(find_redis(), home.redis, ports.any_free(), secrets.token_hex(16))
    with step("start the servers"):
        cluster.create()
        server = supervisor.start(cluster.part(home.logs / "postgres.log"))
        supervisor.start(redis.part(home.logs / "redis.log"))
        cluster.create_database()
    web_ports = [ports.any_free() for _ in range(WEB_PROCESSES)]
    addresses = {
        "DATABASE_URL": cluster.url,
        "REDIS_URL": redis.url,
        "SITE_URL": f"http://127.0.0.1:{web_ports[0]}",
        "LOG_LEVEL": "INFO",
    }
    environment = shop_environment(home, addresses, "development") | addresses
    lease = Lease(environment, supervisor)
    with step("migrate") as current:
        part = lease.part("migrate", MIGRATE, home.logs / "migrate.log")
        run_shown(current, supervisor, part)
    _fill(cluster, counts=counts)
    with step("start the shop"):
        web = [supervisor.start(_web(home, environment, port)) for port in web_ports]
    return Laboratory(environment, cluster, server.child.pid, web, web_ports, counts)


def _fill(cluster: Cluster, *, counts: bool) -> None:
    with step("fill pgbench's tables"):
        program = str(cluster.binaries.folder / "pgbench")
        subprocess.run(
            [program, "-i", "-q", "-s", str(SCALE), cluster.url], capture_output=True, check=True
        )
    if counts:
        with psycopg.connect(cluster.url, autocommit=True) as connection:
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {COUNTER}")


def _web(home: Home, environment: dict[str, str], port: int) -> Part:
    words = ["backend.asgi:application", "--host", "127.0.0.1", "--port", str(port)]
    return Part(
        name=f"web {port}",
        argv=[
            sys.executable, "-m", "uvicorn", *words, "--loop", "uvloop", "--http", "httptools",
            "--no-access-log", "--no-server-header", "--no-proxy-headers",
        ],
        env=environment,
        log=Path(home.logs / f"web-{port}.log"),
        cwd=PROJECT,
        ready=lambda: ports.answers(port),
        patience=60,
    )  # fmt: skip
