"""The servers, folders and programs that one benchmark run owns."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis

from benchmarks.tasks import private_environment
from benchmarks.tasks.catalogue import INSIDE, System
from devstack import ports, postgres, running
from devstack.errors import Refusal
from devstack.owner import server_owner
from devstack.paths import PROJECT, Home
from devstack.postgres import Cluster
from devstack.postgres_search import find_or_install
from devstack.redis import Redis, find_redis
from devstack.steps import step
from devstack.supervisor import Part, Running, Supervisor, stop_signals

PRIVATE = "bench"


@dataclass(frozen=True)
class Laboratory:
    """Private servers and an environment with the peers. It never uses a Redis of yours."""

    home: Home
    programs: Path
    supervisor: Supervisor
    server: Redis
    store: redis.Redis
    postgres_pid: int | None
    database_url: str

    @property
    def probe_folder(self) -> Path:
        """Where the tasks of the present run say that they ran."""
        return self.home.root / "probe"

    def environment(self, system: System) -> dict[str, str]:
        """Of the worker and of the process that enqueues."""
        kept = {key: word for key, word in os.environ.items() if not key.startswith("PYTHON")}
        if system.uses_django:  # Celery would load the settings, too
            kept["DJANGO_SETTINGS_MODULE"] = f"{INSIDE}.settings"
        return kept | {
            "PATH": f"{self.programs}:{os.environ['PATH']}",
            "PYTHONPATH": str(PROJECT),
            "BENCH_SYSTEM": system.name,
            "PROBE_FOLDER": str(self.probe_folder),
            "REDIS_URL": self.server.url,
            "DATABASE_URL": self.database_url,
        }

    def clear(self, system: System) -> None:
        """Empty Redis, the probe's folder and the system's tables."""
        shutil.rmtree(self.probe_folder, ignore_errors=True)
        self.probe_folder.mkdir()
        self.store.flushall()
        self.produce(system, "prepare")

    def produce(self, system: System, *words: str) -> dict[str, Any]:
        """Run the enqueuing process to its end; what it saw.

        Raises:
            Refusal: it failed; carries its last line.
        """
        answer = subprocess.run(
            [self.programs / "python", "-m", f"{INSIDE}.produce", system.module, *words],
            env=self.environment(system), cwd=PROJECT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if answer.returncode:
            said = answer.stderr.strip().splitlines() or ["it failed"]
            raise Refusal(f"{system.name} cannot enqueue: {said[-1]}")
        told: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
        return told

    @contextlib.contextmanager
    def workers(self, system: System, commands: list[list[str]]) -> Iterator[list[int]]:
        """Worker processes for the length of the block; their process ids."""
        started: list[Running] = []
        try:
            for number, command in enumerate(commands):
                part = Part(
                    name=f"{system.name}-{number}",
                    argv=[str(self.programs / command[0]), *command[1:]],
                    env=self.environment(system),
                    log=self.home.logs / f"{system.name}-{number}.log",
                    cwd=PROJECT,
                    stop_signal=signal.SIGTERM,
                    patience=5,
                )
                started.append(self.supervisor.launch(part))
            yield [one.child.pid for one in started]
        finally:
            for one in started:
                self.supervisor.stop(one)


@contextlib.contextmanager
def laboratory(home: Home, *, with_postgres: bool) -> Iterator[Laboratory]:
    """Everything started, and all of it stopped at the end."""
    home.prepare()
    programs = private_environment.programs(home.root / "venv")
    with running.hold(home, "bench tasks"), stop_signals():
        _sweep(home)  # what a killed run left: Redis would load its log
        try:
            with Supervisor() as supervisor:
                yield _started(home, programs, supervisor, with_postgres=with_postgres)
        finally:
            _sweep(home)


def _sweep(home: Home) -> None:
    shutil.rmtree(home.redis, ignore_errors=True)
    server_owner().remove(home.postgres / PRIVATE)


def _started(
    home: Home, programs: Path, supervisor: Supervisor, *, with_postgres: bool
) -> Laboratory:
    server = Redis(find_redis(), home.redis, ports.any_free(), secrets.token_hex(16))
    cluster = _cluster(home) if with_postgres else None
    with step("start the servers"):
        supervisor.start(server.part(home.logs / "redis.log"))
        postgres_pid = _start(supervisor, cluster, home) if cluster else None
    return Laboratory(
        home, programs, supervisor, server, redis.Redis.from_url(server.url), postgres_pid,
        cluster.url if cluster else "",
    )  # fmt: skip


def _cluster(home: Home) -> Cluster:
    return Cluster(
        find_or_install(),
        home.postgres / PRIVATE,
        ports.any_free(),
        secrets.token_hex(16),
        server_owner(),
        postgres.DURABLE,
    )


def _start(supervisor: Supervisor, cluster: Cluster, home: Home) -> int:
    cluster.create()
    started = supervisor.start(cluster.part(home.logs / "postgres.log"))
    cluster.create_database()
    return started.child.pid
