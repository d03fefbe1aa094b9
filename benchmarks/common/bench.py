"""The frame of a benchmark: its rows, its rounds, its promises."""

import argparse
import importlib.util
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.common.alike import check_alike, check_headers
from benchmarks.common.machine import machine
from benchmarks.common.measure import Field, started
from benchmarks.common.report import as_json, report
from benchmarks.common.results import Reading, Results
from benchmarks.common.shop import Shop, shop
from benchmarks.common.subjects import Asked, Subject
from benchmarks.common.targets import Target
from devstack.errors import Refusal
from devstack.paths import PROJECT, Home
from devstack.steps import step
from devstack.uv import sync_group

FACTS = "benchmarks.common.inside.facts"
PROFILE = "benchmarks.common.inside.profile"
PROFILED = 2000  # requests
CLIENTS = 8
PRODUCTS, QUICK_PRODUCTS = 2000, 200
STORES = ("--vendors", "40")  # the largest of them is large enough for a dashboard
SECONDS, QUICK_SECONDS, WARM_SECONDS = 3.0, 0.3, 0.5


@dataclass(frozen=True)
class Bench:
    """One benchmark.

    Args:
        name: as the command line calls it.
        title: what the table is about.
        subjects: the rows in order.
        targets: its promises.
        remarks: lines below the table.
        equal_headers: names of the rows that must send all headers of ours.
        clients: at once, for each row.
        conclusion: a sentence drawn from the numbers.
        prepare: fills what the demo catalogue lacks.
        products: in the catalogue, unless the command line says another number.
    """

    name: str
    title: str
    subjects: Sequence[Subject]
    targets: Sequence[Target[Results]]
    remarks: Sequence[str] = ()
    equal_headers: Sequence[str] = ()
    clients: int = CLIENTS
    conclusion: Callable[[Results], str] = lambda _: ""
    prepare: Callable[[Shop], None] = lambda _: None
    products: int = PRODUCTS

    @property
    def asked(self) -> list[Asked]:
        """The rows that a web server answers."""
        return [one for one in self.subjects if isinstance(one, Asked)]


@dataclass(frozen=True)
class Wishes:
    """What the command line asks for."""

    rounds: int
    seconds: float
    products: int
    json: bool
    profile: str = ""


def main(home: Home, words: Sequence[str], bench: Bench) -> int:
    """Measure, print, keep the numbers; 0 also where a target is missed."""
    wishes = wishes_of(bench, words)
    if wishes.profile:
        return profile(home, bench, wishes)
    results = run(home, bench, wishes)
    print(report(bench, results))
    found = as_json(bench, results)
    keep(home, bench.name, found)
    if wishes.json:
        print(json.dumps(found))
    return 0


def run(home: Home, bench: Bench, wishes: Wishes) -> Results:
    """All rounds, in a shop of their own; see `run_in`."""
    install_twins()
    with shop(Home(home.root / f"bench-{bench.name}"), f"bench {bench.name}") as open_shop:
        load(open_shop, wishes.products)
        return run_in(open_shop, bench, wishes)


def profile(home: Home, bench: Bench, wishes: Wishes) -> int:
    """Run one row's application under cProfile and show where its time goes.

    Raises:
        Refusal: there is no such row.
    """
    asked = next((one for one in bench.asked if one.name == wishes.profile), None)
    if asked is None:
        raise Refusal(f"Which row? Known: {', '.join(one.name for one in bench.asked)}.")
    install_twins()
    with shop(Home(home.root / f"bench-{bench.name}"), f"bench {bench.name}") as open_shop:
        load(open_shop, wishes.products)
        bench.prepare(open_shop)
        facts = facts_of(open_shop)
        words = [asked.system.app, asked.addresses(facts)[0], str(PROFILED), facts["token"]]
        environment = {**open_shop.environment, **asked.system.environment}
        return open_shop.supervisor.run(
            [sys.executable, "-m", PROFILE, *words[: 4 if asked.signed_in else 3]],
            env=environment, cwd=PROJECT,
        )  # fmt: skip


def run_in(open_shop: Shop, bench: Bench, wishes: Wishes) -> Results:
    """All rounds, in a shop with full shelves; its systems are stopped at the end.

    Raises:
        Refusal: what is compared is not alike, or somebody does not answer.
    """
    results = Results(machine())
    bench.prepare(open_shop)
    with started(open_shop, list(dict.fromkeys(one.system for one in bench.asked))) as servers:
        around = Field(open_shop, servers, facts_of(open_shop))
        check_alike(around, bench.asked)
        check_headers(around, [one for one in bench.asked if one.name in bench.equal_headers])
        with step("warm up"):
            for subject in bench.asked:
                around.measure(subject, min(WARM_SECONDS, wishes.seconds), bench.clients)
        for number in range(1, wishes.rounds + 1):
            print(f"\nround {number} of {wishes.rounds}", flush=True)
            around = Field(open_shop, servers, facts_of(open_shop))  # tokens live for minutes
            results.rounds.append(_round(around, bench, wishes.seconds, number))
    return results


def _round(around: Field, bench: Bench, seconds: float, number: int) -> dict[str, Reading]:
    """Every row once: A B C, and C B A in the next round."""
    found: dict[str, Reading] = {}
    for subject in list(bench.subjects)[:: 1 if number % 2 else -1]:
        with step(subject.name) as current:
            found[subject.name] = around.measure(subject, seconds, bench.clients)
            current.note(f"{found[subject.name].cpu:.2f} ms, {found[subject.name].rate:,.0f}/s")
    return {one.name: found[one.name] for one in bench.subjects}


def wishes_of(bench: Bench, words: Sequence[str]) -> Wishes:
    """Read the command line."""
    options = parser_of(bench.name, bench.products).parse_args(words)
    quick = options.quick
    return Wishes(
        rounds=options.rounds or (1 if quick else 5),
        seconds=options.seconds or (QUICK_SECONDS if quick else SECONDS),
        products=options.products or (QUICK_PRODUCTS if quick else bench.products),
        json=options.json,
        profile=options.profile or "",
    )


def parser_of(name: str, products: int = PRODUCTS) -> argparse.ArgumentParser:
    """What all benchmarks understand."""
    parser = argparse.ArgumentParser(prog=f"./fashionistar bench {name}")
    parser.add_argument("--rounds", type=int, help="over all rows, in alternating order (5)")
    parser.add_argument("--seconds", type=float, help=f"for each row in each round ({SECONDS:g})")
    parser.add_argument("--products", type=int, help=f"in the catalogue ({products:,})")
    parser.add_argument("--profile", metavar="ROW", help="profile one row instead of measuring")
    parser.add_argument("--quick", action="store_true", help="one round of very short runs")
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON, too")
    return parser


def install_twins() -> None:
    """Bring what the twins are made of, unless it is here."""
    if any(importlib.util.find_spec(name) is None for name in ("asyncpg", "fastapi")):
        with step("install the twins"):
            sync_group("bench")


def load(open_shop: Shop, products: int) -> None:
    """Fill the shelves, and let PostgreSQL look at them."""
    open_shop.manage("load the catalogue", "load_catalogue", "--products", str(products), *STORES)
    open_shop.analyse()


def facts_of(open_shop: Shop) -> Mapping[str, Any]:
    """Slugs, and a vendor's fresh token."""
    return open_shop.inside(FACTS)


def keep(home: Home, name: str, found: Mapping[str, Any]) -> None:
    """Write the numbers where later commands look for them."""
    folder = home.root / f"bench-{name}" / "results"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "latest.json").write_text(json.dumps(found, indent=1))
