"""`./fashionistar bench all`: every read benchmark in one shop; `--write` keeps it in the docs."""

import argparse
import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks.catalogue.command import BENCH as CATALOGUE
from benchmarks.common.bench import (
    PRODUCTS,
    QUICK_PRODUCTS,
    QUICK_SECONDS,
    SECONDS,
    Bench,
    Wishes,
    install_twins,
    keep,
    load,
    run_in,
)
from benchmarks.common.machine import machine, sentence
from benchmarks.common.report import MEANING, as_json, markdown, report
from benchmarks.common.shop import Shop, shop
from benchmarks.connections import bouncer
from benchmarks.connections import command as connections
from benchmarks.connections import results as results_of_load
from benchmarks.dashboard.command import BENCH as DASHBOARD
from benchmarks.drf_vs_ninja.command import BENCH as DRF_VS_NINJA
from benchmarks.search.command import BENCH as SEARCH
from benchmarks.search.command import PRODUCTS as MANY
from devstack.paths import PROJECT, Home

NAME = "all"
PAGE = PROJECT / "docs" / "reference" / "performance.md"
INTRODUCTION = """# Performance, as measured

Written by `./fashionistar bench all --write`; do not edit. How to read it: [benchmarks](../../benchmarks/README.md).
"""  # noqa: E501 -- a paragraph of Markdown


def run(home: Home, words: Sequence[str]) -> int:
    """Measure, print, keep the numbers; 0 also where a target is missed."""
    options = _parser().parse_args(words)
    bouncer.program()
    install_twins()
    found: list[dict[str, Any]] = []
    at_start = machine()
    with shop(Home(home.root / f"bench-{NAME}"), f"bench {NAME}") as open_shop:
        for part in _parts(open_shop, options):
            print()
            found.append(part())
            keep(home, found[-1]["bench"], found[-1])
    told = {"bench": NAME, "machine": at_start, "parts": found}
    keep(home, NAME, told)
    if options.write:
        PAGE.write_text(page(at_start, found))
        print(f"\nwritten: {PAGE.relative_to(PROJECT)}")
    if options.json:
        print(json.dumps(told))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"./fashionistar bench {NAME}", description=__doc__)
    parser.add_argument("--rounds", type=int, help="over all rows, in alternating order (5)")
    parser.add_argument("--seconds", type=float, help=f"for each row in each round ({SECONDS:g})")
    parser.add_argument("--minutes", type=float, help="of `connections` (5)")
    parser.add_argument("--products", type=int, help=f"of `search` ({MANY:,})")
    parser.add_argument("--quick", action="store_true", help="one round of very short runs")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(PROJECT)}")
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON, too")
    return parser


def _parts(open_shop: Shop, options: argparse.Namespace) -> Sequence[Callable[[], dict[str, Any]]]:
    """The benchmarks in order: the small catalogue first, more products for the search."""
    few, many = (QUICK_PRODUCTS,) * 2 if options.quick else (PRODUCTS, options.products or MANY)
    wishes = Wishes(
        rounds=options.rounds or (1 if options.quick else 5),
        seconds=options.seconds or (QUICK_SECONDS if options.quick else SECONDS),
        products=few,
        json=False,
    )

    def one(bench: Bench, products: int) -> Callable[[], dict[str, Any]]:
        def part() -> dict[str, Any]:
            load(open_shop, products)
            results = run_in(open_shop, bench, wishes)
            print(report(bench, results))
            return as_json(bench, results)

        return part

    def of_connections() -> dict[str, Any]:
        minutes, is_quick = options.minutes, options.quick
        results = connections.measure(open_shop, minutes=minutes, is_quick=is_quick)
        print(results_of_load.report(results))
        return results_of_load.as_json(results)

    small = [one(bench, few) for bench in (CATALOGUE, DRF_VS_NINJA, DASHBOARD)]
    return [*small, of_connections, one(SEARCH, many)]


def page(at_start: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> str:
    """The documentation of one run."""
    day = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
    lines = [INTRODUCTION, f"{day}, on {sentence(at_start)}.", "", " ".join(MEANING), ""]
    for one in found:
        load = " ".join(str(number) for number in one["machine"]["load"])
        lines += [f"## `bench {one['bench']}`: {one['title']}", ""]
        lines += [f"Load averages at its start: {load}.", "", markdown(one), ""]
    return "\n".join(lines).rstrip() + "\n"
