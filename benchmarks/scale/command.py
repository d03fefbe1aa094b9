"""`./fashionistar bench scale`: the same reads with 100,000 and with 1,000,000 products."""

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.common.bench import keep, load
from benchmarks.common.machine import machine
from benchmarks.common.measure import Field, started
from benchmarks.common.results import Reading, Results
from benchmarks.common.shop import Shop, shop
from benchmarks.common.subjects import LEAN, Asked, Statement
from benchmarks.scale.plans_page import PAGE, plans_page
from benchmarks.scale.table import Measured, as_json, report
from devstack.paths import PROJECT, Home
from devstack.steps import step

SIZES, QUICK_SIZES = (100_000, 1_000_000), (10_000, 50_000)
ROUNDS, SECONDS, QUICK_SECONDS, WARM_SECONDS = 3, 2.0, 0.3, 0.3
STATEMENTS, EXPLAIN = "benchmarks.scale.inside.statements", "benchmarks.scale.inside.explain"
CLIENTS = 1  # a wait is the work itself


def run(home: Home, words: Sequence[str]) -> int:
    """Measure, print, keep the numbers; 0 also where a target is missed."""
    options = _parser().parse_args(words)
    sizes = options.sizes or (QUICK_SIZES if options.quick else SIZES)
    found = Measured(machine(), {}, {})
    plans: Mapping[str, Any] = {}
    with shop(Home(home.root / "bench-scale"), "bench scale") as open_shop:
        for size in sorted(sizes):
            began = time.monotonic()
            load(open_shop, size)
            found.loaded[size] = time.monotonic() - began
            found.results[size] = _measured(open_shop, options)
        if options.plans:
            with step("explain every read"):
                plans = open_shop.inside(EXPLAIN)
    print(report(found))
    told = as_json(found)
    keep(home, "scale", told)
    if options.plans:
        PAGE.write_text(plans_page(plans, products=max(sizes), measured=found))
        print(f"\nwritten: {PAGE.relative_to(PROJECT)}")
    if options.json:
        print(json.dumps(told))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./fashionistar bench scale", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, help="products, with commas (100000,1000000)")
    parser.add_argument("--rounds", type=int, help=f"over all rows ({ROUNDS})")
    parser.add_argument("--seconds", type=float, help=f"for each row in each round ({SECONDS:g})")
    parser.add_argument("--quick", action="store_true", help="10,000 and 50,000, one short round")
    parser.add_argument("--plans", action="store_true", help="write docs/reference/plans.md")
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON, too")
    return parser


def _sizes(words: str) -> tuple[int, ...]:
    return tuple(int(word) for word in words.split(","))


def _measured(open_shop: Shop, options: argparse.Namespace) -> Results:
    """All rounds at one size: each read over HTTP, and right after it as SQL alone."""
    rounds = options.rounds or (1 if options.quick else ROUNDS)
    seconds = options.seconds or (QUICK_SECONDS if options.quick else SECONDS)
    asked = open_shop.inside(STATEMENTS)
    results = Results(machine())
    with started(open_shop, [LEAN]) as servers:
        around = Field(open_shop, servers, {"slugs": [], "token": ""})
        for name, one in asked.items():
            with step(f"warm up: {name}"):
                around.measure(Asked(name, LEAN, [one["path"]]), WARM_SECONDS, CLIENTS)
        for number in range(rounds):
            results.rounds.append(_round(around, asked, seconds, backwards=number % 2 == 1))
    return results


def _round(
    around: Field, asked: Mapping[str, Any], seconds: float, *, backwards: bool
) -> dict[str, Reading]:
    found = {}
    for name in list(asked)[:: -1 if backwards else 1]:
        one = asked[name]
        with step(name) as current:
            found[name] = around.measure(Asked(name, LEAN, [one["path"]]), seconds, CLIENTS)
            note = f"{found[name].p50:.1f} ms"
            if one["sql"]:
                plain = around.measure(Statement(name, one["sql"] + ";"), seconds, CLIENTS)
                found[f"{name}: SQL"] = plain
                note += f", its SQL alone {plain.p50:.1f} ms"
            current.note(note)
    return found
