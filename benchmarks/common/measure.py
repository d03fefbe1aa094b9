"""One row in one round."""

import contextlib
import re
import resource
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.common.client import ask_for, ask_once, wire
from benchmarks.common.cpu import resident_mb, seconds_of
from benchmarks.common.results import Reading
from benchmarks.common.shop import Shop, web_part
from benchmarks.common.spread import percentile
from benchmarks.common.subjects import Asked, Statement, Subject, System
from devstack import ports
from devstack.errors import Refusal
from devstack.steps import step
from devstack.supervisor import Running


@dataclass(frozen=True)
class Server:
    """A system that is up."""

    port: int
    pid: int


@dataclass(frozen=True)
class Field:
    """Everything that a round needs; `facts` are refreshed between rounds."""

    shop: Shop
    servers: Mapping[System, Server]
    facts: Mapping[str, Any]

    def wires(self, asked: Asked) -> list[bytes]:
        """What the clients send."""
        token = self.facts["token"] if asked.signed_in else ""
        return [wire(path, token) for path in asked.addresses(self.facts)]

    def measure(self, subject: Subject, seconds: float, clients: int) -> Reading:
        """Ask for so long; what it cost."""
        if isinstance(subject, Statement):
            return _by_pgbench(self.shop, subject, seconds, clients)
        return _by_http(self, subject, seconds, clients)


@contextlib.contextmanager
def started(shop: Shop, systems: Sequence[System]) -> Iterator[dict[System, Server]]:
    """Each system as one process, for the length of the block."""
    launched: dict[System, Running] = {}
    found = {}
    try:
        with step("start the systems") as current:
            for system in systems:
                port = ports.any_free()
                environment = {**shop.environment, **system.environment}
                part = web_part(shop.home, system.name, system.app, environment, port)
                launched[system] = shop.supervisor.launch(part)
                found[system] = Server(port, launched[system].child.pid)
            for running in launched.values():
                shop.supervisor.await_ready(running)
            current.note(", ".join(system.name for system in systems))
        yield found
    finally:
        for running in launched.values():
            if running in shop.supervisor.parts:
                shop.supervisor.stop(running)


def _by_http(around: Field, asked: Asked, seconds: float, clients: int) -> Reading:
    server, shop = around.servers[asked.system], around.shop
    wires = around.wires(asked)
    body = len(ask_once(server.port, wires[0]).body)
    counted = shop.statements()
    web, postgres = seconds_of([server.pid]), seconds_of([shop.postgres_pid])
    told = ask_for(seconds, [server.port], wires, clients)
    web, postgres = seconds_of([server.pid]) - web, seconds_of([shop.postgres_pid]) - postgres
    ended = shop.statements()
    if told.refused or not told.waits:
        raise Refusal(f"{asked.name}: {len(told.refused)} refused: {told.refused[:1]}")
    count = len(told.waits)
    return Reading(
        cpu=web / count * 1000,
        postgres=postgres / count * 1000,
        rate=count / told.seconds,
        p50=percentile(told.waits, 50) * 1000,
        p95=percentile(told.waits, 95) * 1000,
        statements=(ended.calls - counted.calls) / count if ended and counted else None,
        sql=(ended.ms - counted.ms) / count if ended and counted else None,
        slowest=ended.slowest_since(counted, count / 2) if ended and counted else None,
        memory=resident_mb([server.pid]),
        body=body,
    )


def _by_pgbench(shop: Shop, statement: Statement, seconds: float, clients: int) -> Reading:
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(statement.sql)
        script.flush()
        words = ["-n", "-M", "prepared", "-c", clients, "-j", 1, "-T", max(1, round(seconds))]
        argv = [shop.program("pgbench"), *map(str, words), "-f", script.name, shop.cluster.url]
        counted = shop.statements()
        own, postgres = _children(), seconds_of([shop.postgres_pid])
        answer = subprocess.run(argv, capture_output=True, text=True, check=False)
        own, postgres = _children() - own, seconds_of([shop.postgres_pid]) - postgres
        ended = shop.statements()
    if answer.returncode:
        raise Refusal(f"{statement.name}: pgbench failed: {answer.stderr.strip()[-300:]}")
    count = int(_said(r"transactions actually processed: (\d+)", answer.stdout))
    return Reading(
        cpu=own / count * 1000,
        postgres=postgres / count * 1000,
        rate=_said(r"tps = ([\d.]+)", answer.stdout),
        p50=_said(r"latency average = ([\d.]+)", answer.stdout),
        statements=(ended.calls - counted.calls) / count if ended and counted else None,
        sql=(ended.ms - counted.ms) / count if ended and counted else None,
    )


def _said(pattern: str, text: str) -> float:
    found = re.search(pattern, text)
    if found is None:
        raise Refusal(f"pgbench said: {text.strip()[-300:]}")
    return float(found[1])


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
