"""`./fashionistar bench connections`: 200 clients through PgBouncer, and what they leave behind."""

import argparse
import contextlib
import json
import threading
from collections.abc import Iterator, Sequence

from benchmarks.common.bench import PRODUCTS, QUICK_PRODUCTS, keep, load
from benchmarks.common.client import crowd
from benchmarks.common.machine import machine
from benchmarks.common.shop import Shop, shop
from benchmarks.connections import bouncer
from benchmarks.connections.mix import wires_of
from benchmarks.connections.results import TITLE, Load, as_json, report
from benchmarks.connections.servers import servers
from benchmarks.connections.watching import Watch
from devstack.paths import Home
from devstack.steps import step

NAME = "connections"
CLIENTS, QUICK_CLIENTS = 200, 20
MINUTES, QUICK_MINUTES, WARM_SECONDS = 5.0, 0.05, 10.0
TOKEN_SECONDS = 120.0  # a token lives for five minutes
PEOPLE = "benchmarks.connections.inside.people"


def run(home: Home, words: Sequence[str]) -> int:
    """Measure, print, keep the numbers; 0 also where a target is missed."""
    options = _parser().parse_args(words)
    bouncer.program()
    with shop(Home(home.root / f"bench-{NAME}"), f"bench {NAME}") as open_shop:
        load(open_shop, QUICK_PRODUCTS if options.quick else PRODUCTS)
        found = measure(
            open_shop, minutes=options.minutes, clients=options.clients, is_quick=options.quick
        )
    print(report(found))
    told = as_json(found)
    keep(home, NAME, told)
    if options.json:
        print(json.dumps(told))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"./fashionistar bench {NAME}", description=TITLE)
    parser.add_argument("--minutes", type=float, help=f"how long ({MINUTES:g})")
    parser.add_argument("--clients", type=int, help=f"how many at once ({CLIENTS})")
    parser.add_argument("--quick", action="store_true", help="some seconds of some clients")
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON, too")
    return parser


def measure(
    open_shop: Shop, *, minutes: float | None, is_quick: bool, clients: int | None = None
) -> Load:
    """All clients at once for so long, through the bouncer; what it started is stopped again."""
    seconds = 60 * (minutes or (QUICK_MINUTES if is_quick else MINUTES))
    clients = clients or (QUICK_CLIENTS if is_quick else CLIENTS)
    with step("let people come") as current:
        came = open_shop.inside(PEOPLE, "make")
        current.note(f"{came['buyers']} buyers, {came['rows']:,} rows of sales")
    open_shop.analyse()
    found = machine()
    with servers(open_shop) as up, _people(open_shop, clients) as each:
        with step("warm up"):
            crowd(min(WARM_SECONDS, seconds), up.ports, each)
        with (
            step(f"{clients} clients") as current,
            Watch(open_shop.cluster.url, up.pids) as watch,
        ):
            told = crowd(seconds, up.ports, each)
            current.note(f"{told.count:,} answers, {len(told.refused)} errors")
    return Load(found, told, watch.looks)


@contextlib.contextmanager
def _people(open_shop: Shop, clients: int) -> Iterator[list[list[bytes]]]:
    """What each client asks for; meanwhile their tokens are renewed before they run out."""
    each = wires_of(open_shop.inside(PEOPLE, "tokens"), clients)
    is_over = threading.Event()

    def renew() -> None:
        while not is_over.wait(TOKEN_SECONDS):
            fresh = wires_of(open_shop.inside(PEOPLE, "tokens"), clients)
            for wires, anew in zip(each, fresh, strict=True):
                wires[:] = anew

    thread = threading.Thread(target=renew)
    thread.start()
    try:
        yield each
    finally:
        is_over.set()
        thread.join()
