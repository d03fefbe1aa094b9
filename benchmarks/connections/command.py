"""`./fashionistar bench connections`: 200 clients through PgBouncer, and what they leave behind."""

import argparse
import contextlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.common.bench import FACTS, PRODUCTS, QUICK_PRODUCTS, keep, load
from benchmarks.common.client import Told, ask_for, wire
from benchmarks.common.machine import machine, sentence
from benchmarks.common.shop import Shop, shop, web_part
from benchmarks.common.spread import Spread, percentile
from benchmarks.common.targets import Target
from benchmarks.connections import bouncer
from benchmarks.connections.watching import Watch
from devstack import ports
from devstack.paths import Home
from devstack.steps import step
from devstack.supervisor import Running

NAME, TITLE = "connections", "200 clients through PgBouncer, mixed reads of v2"
WEB_PROCESSES, CLIENTS, QUICK_CLIENTS = 2, 200, 20
MINUTES, QUICK_MINUTES, WARM_SECONDS = 5.0, 0.05, 10.0
TOKEN_SECONDS = 120.0
MIXED = (
    "/api/v2/products/?limit=20",
    "/api/v2/products/search/?q=agbada",
    "/api/v2/products/search/?q=ankra",
    "/api/v2/products/?ordering=price&in_stock=true",
)
DASHBOARD = "/api/v2/vendor/dashboard/"


@dataclass(frozen=True)
class Load:
    """What the minutes showed."""

    machine: Mapping[str, Any]
    told: Told
    sessions: list[int]
    memory: list[list[float]]

    def memory_at(self, part: float) -> Spread | None:
        """MB of the web processes at a part of the time."""
        last = len(self.memory) - 1
        return Spread.of(self.memory[round(last * part)]) if self.memory else None

    def growth(self) -> Spread | None:
        """MB that each process grew by in the second half."""
        if not self.memory:
            return None
        half, end = self.memory[len(self.memory) // 2], self.memory[-1]
        return Spread.of(after - before for before, after in zip(half, end, strict=True))

    def values(self) -> dict[str, tuple[Spread | None, str]]:
        """All rows with their units."""
        waits = self.told.waits or [0.0]
        rate = self.told.count / self.told.seconds
        return {
            "answers": (_one(self.told.count), "requests"),
            "errors": (_one(len(self.told.refused)), "requests"),
            "answers a second": (_one(rate), "requests/s"),
            "middle wait": (_one(percentile(waits, 50) * 1000), "ms"),
            "99 of 100 wait at most": (_one(percentile(waits, 99) * 1000), "ms"),
            "server sessions": (Spread.of(self.sessions), "sessions"),
            "memory at the start": (self.memory_at(0), "MB"),
            "memory in the middle": (self.memory_at(0.5), "MB"),
            "memory at the end": (self.memory_at(1), "MB"),
        }


def _one(number: float) -> Spread | None:
    return Spread.of([number])


TARGETS = [
    Target[Load]("errors", 0, True, "", lambda found: _one(len(found.told.refused))),
    Target[Load](
        "server sessions, most at once", 25, True, "", lambda found: _one(max(found.sessions))
    ),
    Target[Load](
        "memory of a web process at the end", 150, True, " MB", lambda found: found.memory_at(1)
    ),
    Target[Load](
        "growth in the second half", 3, True, " MB", lambda found: found.growth()
    ),
    Target[Load](
        "answers, so that memory means something", 10_000, False, "",
        lambda found: _one(found.told.count),
    ),
]  # fmt: skip


def run(home: Home, words: Sequence[str]) -> int:
    """Measure, print, keep the numbers; 0 also where a target is missed."""
    options = _parser().parse_args(words)
    bouncer.program()
    with shop(Home(home.root / f"bench-{NAME}"), f"bench {NAME}") as open_shop:
        load(open_shop, QUICK_PRODUCTS if options.quick else PRODUCTS)
        found = measure(open_shop, minutes=options.minutes, is_quick=options.quick)
    print(report(found))
    told = as_json(found)
    keep(home, NAME, told)
    if options.json:
        print(json.dumps(told))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"./fashionistar bench {NAME}", description=TITLE)
    parser.add_argument("--minutes", type=float, help=f"how long ({MINUTES:g})")
    parser.add_argument("--quick", action="store_true", help="some seconds of some clients")
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON, too")
    return parser


def measure(open_shop: Shop, *, minutes: float | None, is_quick: bool) -> Load:
    """All clients at once for so long, through the bouncer; what it started is stopped again."""
    seconds = 60 * (minutes or (QUICK_MINUTES if is_quick else MINUTES))
    clients = QUICK_CLIENTS if is_quick else CLIENTS
    found = machine()
    with _web(open_shop) as (web_ports, pids):
        with step("warm up"):
            ask_for(min(WARM_SECONDS, seconds), web_ports, _wires(open_shop), clients)
        with (
            step(f"{clients} clients") as current,
            Watch(open_shop.cluster.url, pids) as watch,
        ):
            told = _ask_on(open_shop, seconds, web_ports, clients)
            current.note(f"{told.count:,} answers, {len(told.refused)} errors")
    looks = watch.looks
    return Load(found, told, [one.sessions for one in looks], [one.memory for one in looks])


@contextlib.contextmanager
def _web(open_shop: Shop) -> Iterator[tuple[list[int], list[int]]]:
    """PgBouncer and the shop behind it; ports and process ids of the shop."""
    started: list[Running] = []
    try:
        with step("start PgBouncer and the shop"):
            url, running = bouncer.start(open_shop)
            started.append(running)
            own = {**open_shop.environment, "DATABASE_URL": url, "DATABASE_PREPARE": "false"}
            web_ports = [ports.any_free() for _ in range(WEB_PROCESSES)]
            for port in web_ports:
                part = web_part(
                    open_shop.home, f"web {port}", "backend.asgi:application", own, port
                )
                started.append(open_shop.start(part))
        yield web_ports, [one.child.pid for one in started[1:]]
    finally:
        for one in reversed(started):
            open_shop.supervisor.stop(one)


def _ask_on(open_shop: Shop, seconds: float, web_ports: Sequence[int], clients: int) -> Told:
    """Ask with a new token every two minutes: one lives for five."""
    told = Told()
    while (rest := seconds - told.seconds) > 0:
        part = ask_for(min(rest, TOKEN_SECONDS), web_ports, _wires(open_shop), clients)
        told.seconds += part.seconds
        told.waits += part.waits
        told.refused += part.refused
    return told


def _wires(open_shop: Shop) -> list[bytes]:
    facts = open_shop.inside(FACTS)
    pages = [wire(f"/api/v2/products/{slug}/") for slug in facts["slugs"][:4]]
    return [*map(wire, MIXED), *pages, wire(DASHBOARD, facts["token"])]


def report(found: Load) -> str:
    """The table, the errors and the targets."""
    lines = ["", TITLE]
    for name, (spread, unit) in found.values().items():
        if spread:
            middle, low, high = (f"{one:,.1f}" for one in (spread.middle, spread.low, spread.high))
            between = "" if low == high else f"  ({low} to {high})"
            lines.append(f"  {name:<26}{middle:>12} {unit}{between}")
    common = Counter(one[:100] for one in found.told.refused).most_common(3)
    lines += [f"  {count} times: {words}" for words, count in common]
    lines += ["", f"  {sentence(found.machine)}", ""]
    return "\n".join([*lines, *(target.line(found) for target in TARGETS)])


def as_json(found: Load) -> dict[str, Any]:
    """One object for machines."""
    return {
        "bench": NAME,
        "title": TITLE,
        "machine": dict(found.machine),
        "rows": [
            {
                "name": name, "value": spread.middle, "unit": unit, "reference": None,
                "ratio": None, "rounds": 1, "spread": [spread.low, spread.high],
            }
            for name, (spread, unit) in found.values().items()
            if spread
        ],
        "targets": [target.as_json(found) for target in TARGETS],
        "conclusion": "",
    }  # fmt: skip
