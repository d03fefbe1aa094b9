"""The servers below the shop: PostgreSQL and Redis, ours or those that the person names."""

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from devstack import keys, notes, ports, postgres, running
from devstack.environment import shop_environment
from devstack.errors import Refusal
from devstack.owner import server_owner
from devstack.paths import PROJECT, Home
from devstack.postgres import Cluster
from devstack.postgres_search import find_or_install
from devstack.redis import Redis, find_redis
from devstack.steps import step
from devstack.supervisor import Part, Supervisor, stop_signals


@dataclass(frozen=True)
class Servers:
    """Addresses of the two servers."""

    database_url: str
    redis_url: str

    @property
    def addresses(self) -> dict[str, str]:
        """As environment variables."""
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


def start_servers(home: Home, supervisor: Supervisor, *, durable: bool) -> Servers:
    """Start what the person has not named by DATABASE_URL and REDIS_URL."""
    cluster = None if _named("DATABASE_URL") else _prepare_cluster(home, durable=durable)
    redis = None if _named("REDIS_URL") else _prepare_redis(home, durable=durable)
    with step("start the servers") as current:
        wanted = [
            cluster.part(home.logs / "postgres.log") if cluster else None,
            redis.part(home.logs / "redis.log") if redis else None,
        ]
        # Launched together, awaited together: their start-ups overlap.
        launched = [supervisor.launch(part) for part in wanted if part]
        for one in launched:
            supervisor.await_ready(one)
        has_trigrams = cluster.create_database() if cluster else True
        ours = [f"{one.part.name} {one.part.address}" for one in launched]
        yours = [name for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)]
        current.note(", ".join([*ours, *yours]))
    if not has_trigrams:
        print("    This PostgreSQL has no pg_trgm: searches will not forgive typos.")
    return Servers(
        cluster.url if cluster else os.environ["DATABASE_URL"],
        redis.url if redis else os.environ["REDIS_URL"],
    )


def _named(variable: str) -> bool:
    url = os.environ.get(variable)
    if not url:
        return False
    address = urlsplit(url)
    port = address.port or (5432 if variable == "DATABASE_URL" else 6379)
    if address.hostname and not ports.answers(port, address.hostname):
        raise Refusal(f"{variable} names {address.hostname}:{port}, and nothing answers there.")
    return True


def _prepare_cluster(home: Home, *, durable: bool) -> Cluster:
    with step("find PostgreSQL") as current:
        binaries = find_or_install()
        folder = binaries.folder
        inside = folder.is_relative_to(PROJECT)
        current.note(f"{binaries.version} {'from its wheel' if inside else f'in {folder}'}")
    cluster = Cluster(
        binaries,
        home.postgres / str(binaries.major),
        ports.remembered(home.notes, "postgres"),
        keys.load_or_make(home.keys)["POSTGRES_PASSWORD"],
        server_owner(),
        postgres.DURABLE if durable else postgres.FORGETFUL,
    )
    if not cluster.exists():
        with step("create the database"):
            cluster.create()
            notes.remember(home.notes, migrated={}, demo={})  # true of an earlier one, if at all
    return cluster


def _prepare_redis(home: Home, *, durable: bool) -> Redis:
    return Redis(
        find_redis(),
        home.redis,
        ports.remembered(home.notes, "redis"),
        keys.load_or_make(home.keys)["REDIS_PASSWORD"],
        durable=durable,
    )


@dataclass(frozen=True)
class Lease:
    """A shop's environment, and who runs programs in it."""

    environment: dict[str, str]
    supervisor: Supervisor

    def part(self, name: str, argv: list[str], log: Path) -> Part:
        """A program in the environment as a part of the stack."""
        return Part(name=name, argv=argv, env=self.environment, log=log, cwd=PROJECT)

    def run(self, argv: list[str], cwd: Path = PROJECT) -> int:
        """Run a program in the environment to its end; its exit code."""
        return self.supervisor.run(argv, env=self.environment, cwd=cwd)


@contextlib.contextmanager
def borrowed(home: Home, command: str) -> Iterator[Lease]:
    """The servers of the running `up`, else some that live for this block."""
    if (note := running.read(home)) and note.addresses:
        with Supervisor() as supervisor:
            yield Lease(shop_environment(home, note.addresses, "development"), supervisor)
        return
    home.prepare()
    with running.hold(home, command), stop_signals(), Supervisor() as supervisor:
        # The program's own output must stay clean for pipes: ours goes to standard error.
        with contextlib.redirect_stdout(sys.stderr):
            servers = start_servers(home, supervisor, durable=True)
        running.write(home, supervisor_note(supervisor, command, servers.addresses))
        yield Lease(shop_environment(home, servers.addresses, "development"), supervisor)


@contextlib.contextmanager
def for_tests(home: Home, command: str) -> Iterator[Lease]:
    """Servers of the tests: their own cluster without disk flushes, stopped at the end."""
    home = home.tests
    home.prepare()
    with running.hold(home, command), stop_signals(), Supervisor() as supervisor:
        servers = start_servers(home, supervisor, durable=False)
        running.write(home, supervisor_note(supervisor, command, servers.addresses))
        yield Lease(shop_environment(home, servers.addresses, "test"), supervisor)


def supervisor_note(
    supervisor: Supervisor, command: str, addresses: dict[str, str], site_url: str = ""
) -> running.StackNote:
    """What `status` and a second command read about this process."""
    parts = [running.describe(part) for part in supervisor.parts]
    pid = os.getpid()
    return running.StackNote(pid, running.birth(pid), command, site_url, addresses, parts)
