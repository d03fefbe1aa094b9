"""What stands behind PgBouncer: two web processes, the worker and the relay."""

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.common.shop import Shop, web_part
from benchmarks.connections import bouncer
from devstack import ports
from devstack.paths import PROJECT
from devstack.steps import step
from devstack.supervisor import Part, Running

WEB_PROCESSES = 2
CREW = {"worker": "tasks_worker", "relay": "relay"}


@dataclass(frozen=True)
class Servers:
    """The web's ports, and all process ids by name."""

    ports: list[int]
    pids: dict[str, int]


@contextlib.contextmanager
def servers(open_shop: Shop) -> Iterator[Servers]:
    """All of them started, through the bouncer, and stopped at the end."""
    started: list[Running] = []
    try:
        with step("start PgBouncer and the shop"):
            url, running = bouncer.start(open_shop)
            started.append(running)
            own = {**open_shop.environment, "DATABASE_URL": url, "DATABASE_PREPARE": "false"}
            web_ports = [ports.any_free() for _ in range(WEB_PROCESSES)]
            parts = [
                web_part(open_shop.home, f"web {number}", "backend.asgi:application", own, port)
                for number, port in enumerate(web_ports, start=1)
            ]
            parts += [_crew(open_shop, own, name, command) for name, command in CREW.items()]
            started += [open_shop.start(part) for part in parts]
        yield Servers(web_ports, {one.part.name: one.child.pid for one in started[1:]})
    finally:
        for one in reversed(started):
            open_shop.supervisor.stop(one)


def _crew(open_shop: Shop, environment: dict[str, str], name: str, command: str) -> Part:
    port = ports.any_free()
    return Part(
        name=name,
        argv=[sys.executable, "manage.py", command, "--health-port", str(port)],
        env=environment,
        log=open_shop.home.logs / f"{name}.log",
        cwd=PROJECT,
        ready=lambda: ports.answers(port),
        start_within=60,
    )
