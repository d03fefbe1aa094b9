"""`./fashionistar bench orders`: placing orders over HTTP, beside pgbench in the same minutes."""

import argparse
import json
import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.orders.client import order_for
from benchmarks.orders.laboratory import Laboratory, laboratory
from devstack.errors import Refusal
from devstack.paths import Home
from devstack.steps import step

CLIENTS = (1, 8, 32)
SECONDS, QUICK_SECONDS = 10.0, 2.0
WARM_SECONDS = 1.0
type Basket = Callable[[], list[str]]


@dataclass(frozen=True)
class Row:
    """One measurement. Rates a second, processor time milliseconds an order, waits milliseconds."""

    goods: str
    clients: int
    rate: float
    web_ms: float
    postgres_ms: float
    statements: float | None
    p50: float
    p99: float
    pgbench: float

    @property
    def ratio(self) -> float:
        """Orders for each transaction of pgbench's simple-update."""
        return self.rate / self.pgbench


def run(home: Home, words: Sequence[str]) -> int:
    """Measure, print, keep the numbers; 0 also where a target is missed."""
    options = _parser().parse_args(words)
    rounds, seconds = (1, QUICK_SECONDS) if options.quick else (options.runs, SECONDS)
    bench_home = Home(home.root / "bench-orders")
    rows: list[Row] = []
    with laboratory(bench_home) as lab:
        goods = lab.inside("goods")
        _measure_warm(lab, goods)
        for number in range(1, rounds + 1):
            print(f"\nround {number} of {rounds}", flush=True)
            rows += _round(lab, goods, seconds)
    print(report(rows))
    found = _as_json(rows)
    folder = bench_home.root / "results"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "latest.json").write_text(json.dumps(found, indent=1))
    if options.json:
        print(json.dumps(found))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./fashionistar bench orders", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="rounds (3)")
    parser.add_argument("--quick", action="store_true", help="one round of short runs")
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON, too")
    return parser


def _baskets(goods: dict[str, Any]) -> dict[str, Basket]:
    """Three lines of two vendors: from a thousand SKUs, or one of them always the same."""
    first, second = goods["by_vendor"]
    chance = random.Random(7)  # noqa: S311 -- a choice of goods, no secret

    def spread() -> list[str]:
        return [*chance.sample(first, 2), chance.choice(second)]

    def hot() -> list[str]:
        return [goods["hot"], chance.choice(first), chance.choice(second)]

    return {"1,000 SKUs": spread, "one hot SKU": hot}


def _measure_warm(lab: Laboratory, goods: dict[str, Any]) -> None:
    """Connections, caches and imports are paid for before anything counts."""
    with step("warm up"):
        for basket in _baskets(goods).values():
            tokens = lab.inside("tokens", "8")["tokens"]
            order_for(WARM_SECONDS, lab.web_ports, tokens, basket)


def _round(lab: Laboratory, goods: dict[str, Any], seconds: float) -> list[Row]:
    return [
        _measure(lab, name, basket, clients, seconds)
        for clients in CLIENTS
        for name, basket in _baskets(goods).items()
    ]


def _measure(lab: Laboratory, name: str, basket: Basket, clients: int, seconds: float) -> Row:
    with step(f"{name}, {clients} clients") as current:
        tokens = lab.inside("tokens", str(clients))["tokens"]
        reference = lab.pgbench(clients, seconds / 2)
        before, counted = lab.cpu(), lab.statements()
        told = order_for(seconds, lab.web_ports, tokens, basket)
        after, ended = lab.cpu(), lab.statements()
        reference = (reference + lab.pgbench(clients, seconds / 2)) / 2
        if told.refused or not told.waits:
            raise Refusal(f"{len(told.refused)} orders were refused: {told.refused[:1]}")
        count = len(told.waits)
        waits = sorted(told.waits)
        row = Row(
            name, clients, count / told.seconds,
            (after[0] - before[0]) / count * 1000, (after[1] - before[1]) / count * 1000,
            None if counted is None or ended is None else (ended - counted) / count,
            waits[count // 2] * 1000, waits[max(0, -(-count * 99 // 100) - 1)] * 1000, reference,
        )  # fmt: skip
        current.note(f"{row.rate:.1f}/s, {row.ratio:.3f} of pgbench")
    return row


def report(rows: Sequence[Row]) -> str:
    """The table of medians, and the targets."""
    head = (
        f"\n  {'3 lines of 2 vendors':<24}{'orders/s':>10}{'pgbench/s':>11}{'ratio':>8}"
        f"{'web ms':>8}{'pg ms':>7}{'stmts':>7}{'p50 ms':>8}{'p99 ms':>8}"
    )
    lines = [head]
    for (goods, clients), alike in _grouped(rows).items():
        lines.append(
            f"  {f'{goods}, {clients} at once':<24}{_middle(alike, 'rate'):>10.1f}"
            f"{_middle(alike, 'pgbench'):>11.0f}{_middle(alike, 'ratio'):>8.3f}"
            f"{_middle(alike, 'web_ms'):>8.1f}{_middle(alike, 'postgres_ms'):>7.1f}"
            f"{_middle(alike, 'statements'):>7.1f}{_middle(alike, 'p50'):>8.1f}"
            f"{_middle(alike, 'p99'):>8.1f}"
        )
    lines.append("  Medians of the rounds; processor time of an order in the web processes and in")
    lines.append("  PostgreSQL; stmts leaves out transaction control and checks of foreign keys;")
    lines.append("  pgbench -N before and after each, in the same server, with as many clients.")
    return "\n".join([*lines, *_targets(rows)])


def _targets(rows: Sequence[Row]) -> list[str]:
    busy = [row for row in rows if row.clients == max(CLIENTS) and row.goods == "1,000 SKUs"]
    cpu = statistics.median(row.web_ms + row.postgres_ms for row in busy)
    rate, ratio = _middle(busy, "rate"), _middle(busy, "ratio")
    return [
        "",
        f"  {'met' if cpu <= 12 else 'MISSED':<8}processor time of an order: {cpu:.1f} ms of 12",
        f"  {'met' if rate >= 100 else 'MISSED':<8}orders a second: {rate:.1f}; wanted 100",
        f"  {'met' if ratio >= 0.04 else 'MISSED':<8}of pgbench: {ratio:.3f}; wanted 0.04",
    ]


def _grouped(rows: Sequence[Row]) -> dict[tuple[str, int], list[Row]]:
    found: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        found.setdefault((row.goods, row.clients), []).append(row)
    return found


def _middle(rows: Sequence[Row], name: str) -> float:
    known = [getattr(row, name) for row in rows if getattr(row, name) is not None]
    return statistics.median(known) if known else 0.0


def _as_json(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "bench": "orders",
        "machine": {"cores": os.cpu_count(), "load": os.getloadavg()},
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "rows": [asdict(row) | {"ratio": row.ratio, "reference": "pgbench -N"} for row in rows],
    }
