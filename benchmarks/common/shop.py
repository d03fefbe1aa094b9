"""The servers that one benchmark owns: PostgreSQL as in production, Redis, an own database."""

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

from devstack import ports, postgres, running
from devstack.commands.first_run import MANAGE, MIGRATE
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

COUNTER = "pg_stat_statements"
# Not ours to save: transaction control, PostgreSQL's own checks of foreign keys, our questions.
CONTROL = "^(begin|commit|rollback|savepoint|release|show|set |reset|deallocate|discard|"
CONTROL += "select \\S+ from only)|pg_stat_statements"
PRIVATE = "bench"


@dataclass(frozen=True)
class Statements:
    """What PostgreSQL ran until some moment: how many, and their milliseconds in the server."""

    calls: int
    ms: float
    by_text: dict[int, tuple[int, float]]

    def slowest_since(self, before: "Statements", least_calls: float) -> float | None:
        """The greatest mean among the statements that ran so often since then."""
        means = []
        for text, (calls, ms) in self.by_text.items():
            known_calls, known_ms = before.by_text.get(text, (0, 0.0))
            if calls - known_calls >= max(least_calls, 1):
                means.append((ms - known_ms) / (calls - known_calls))
        return max(means, default=None)


@dataclass(frozen=True)
class Shop:
    """Servers that are up, with a migrated database."""

    home: Home
    environment: dict[str, str]
    cluster: Cluster
    postgres_pid: int
    supervisor: Supervisor
    counts_statements: bool

    def inside(self, module: str, *words: str) -> dict[str, Any]:
        """Run a module in the shop's environment; the JSON of its last line.

        Raises:
            Refusal: it failed; carries its last lines.
        """
        argv = [sys.executable, "-m", module, *words]
        answer = subprocess.run(
            argv, cwd=PROJECT, env=self.environment, capture_output=True, text=True, check=False
        )
        if answer.returncode:
            raise Refusal("\n".join(answer.stderr.strip().splitlines()[-5:]))
        told: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
        return told

    def manage(self, title: str, *words: str) -> None:
        """Run a management command as a shown step."""
        lease = Lease(self.environment, self.supervisor)
        with step(title) as current:
            log = self.home.logs / f"{words[0]}.log"
            run_shown(current, self.supervisor, lease.part(words[0], [*MANAGE, *words], log))

    def statements(self) -> Statements | None:
        """What ran until now, without transaction control and checks of foreign keys."""
        if not self.counts_statements:
            return None
        wish = (
            "SELECT queryid, sum(calls)::bigint, sum(total_exec_time) "
            "FROM pg_stat_statements WHERE query !~* %s GROUP BY queryid"
        )
        with psycopg.connect(self.cluster.url) as connection:
            rows = connection.execute(wish, [CONTROL]).fetchall()
        by_text = {text: (int(calls), float(ms)) for text, calls, ms in rows}
        calls, ms = (sum(one[place] for one in by_text.values()) for place in (0, 1))
        return Statements(int(calls), ms, by_text)

    def analyse(self) -> None:
        """Let PostgreSQL look at what was loaded, so that it does not do so while we measure."""
        with psycopg.connect(self.cluster.url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")

    def program(self, name: str) -> str:
        """A program that came with this PostgreSQL.

        Raises:
            Missing: it did not.
        """
        path = self.cluster.binaries.folder / name
        if not path.exists():
            raise Missing(f"{name} is not installed: sudo apt-get install postgresql-contrib")
        return str(path)

    def start(self, part: Part) -> Running:
        """Start a part that lives as long as the shop."""
        return self.supervisor.start(part)


@contextlib.contextmanager
def shop(home: Home, command: str) -> Iterator[Shop]:
    """Everything started, and all of it stopped and removed at the end."""
    home.prepare()
    with running.hold(home, command), stop_signals():
        _sweep(home)  # what a killed run left
        try:
            with Supervisor() as supervisor:
                yield _started(home, supervisor)
        finally:
            _sweep(home)


def web_part(
    home: Home, name: str, app: str, environment: dict[str, str], port: int, *more: str
) -> Part:
    """One uvicorn process as `up` starts them."""
    words = [app, "--host", "127.0.0.1", "--port", str(port), *more]
    return Part(
        name=name,
        argv=[
            sys.executable, "-m", "uvicorn", *words, "--loop", "uvloop", "--http", "httptools",
            "--no-access-log", "--no-server-header", "--no-proxy-headers",
        ],
        env=environment,
        log=Path(home.logs / f"{name.replace(' ', '-')}.log"),
        cwd=PROJECT,
        ready=lambda: ports.answers(port),
        start_within=60,
    )  # fmt: skip


def _sweep(home: Home) -> None:
    shutil.rmtree(home.redis, ignore_errors=True)
    server_owner().remove(home.postgres / PRIVATE)


def _started(home: Home, supervisor: Supervisor) -> Shop:
    binaries = find_or_install()
    counts = (binaries.folder.parent / "lib" / f"{COUNTER}.so").exists()
    own = {"shared_preload_libraries": COUNTER} if counts else {}
    cluster = Cluster(
        binaries, home.postgres / PRIVATE, ports.any_free(), secrets.token_hex(16), server_owner(),
        {**postgres.DURABLE, **own},
    )  # fmt: skip
    redis = Redis(find_redis(), home.redis, ports.any_free(), secrets.token_hex(16))
    with step("start the servers"):
        cluster.create()
        server = supervisor.start(cluster.part(home.logs / "postgres.log"))
        supervisor.start(redis.part(home.logs / "redis.log"))
        cluster.create_database()
    environment = _environment(home, cluster.url, redis.url)
    with step("migrate") as current:
        part = Lease(environment, supervisor).part("migrate", MIGRATE, home.logs / "migrate.log")
        run_shown(current, supervisor, part)
    if counts:
        with psycopg.connect(cluster.url, autocommit=True) as connection:
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {COUNTER}")
    return Shop(home, environment, cluster, server.child.pid, supervisor, counts)


def _environment(home: Home, database_url: str, redis_url: str) -> dict[str, str]:
    addresses = {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SITE_URL": "http://127.0.0.1",
        "LOG_LEVEL": "INFO",
        "BENCH_FOLDER": str(home.root),
    }
    return shop_environment(home, addresses, "development") | addresses
