"""docs/reference/plans.md: each read with what PostgreSQL does for it, each index with why."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.common.machine import sentence
from benchmarks.scale.table import Measured, Row, rows_of
from benchmarks.scale.why import HOT, KEY, WHY
from devstack.paths import PROJECT

PAGE = PROJECT / "docs" / "reference" / "plans.md"
SHOWN_STEPS, NAMED_READS = 14, 2
HEAD = """# Plans at {products:,} products

Written by `./fashionistar bench scale --plans`; do not edit. {machine}.

Each read of the shop runs twice, then each of its statements twice under
`EXPLAIN (ANALYZE, BUFFERS)`, of which the second is shown. Buffers are pages of 8 kB. A row that
was read and thrown away costs as much as one that was shown. Times are those of a shared machine:
look at rows and buffers.

"""
GROWTH = """
## Ten times as many products

Asked over HTTP by one client, no answer kept. CPU: processor time of the web process and PostgreSQL
for one request, ms, medians of the rounds. x: the larger catalogue's over the smaller one's.

| Read | CPU at {least:,} | CPU at {most:,} | x | p50 | p95 | SQL ms | Statements |
|---|--:|--:|--:|--:|--:|--:|--:|
"""
PLANS = """
## Plans of the hot reads

The slowest statement of each.
"""
INDEXES = """
## Indexes, and why each exists

MB at {products:,} products. *Used by* counts reads of the table at the end; an index that none of
them uses says what else it is for.

| Index | MB | Used by | Why |
|---|--:|---|---|
"""
READS = """
## Every read

| Read | Statements | ms in PostgreSQL | Buffers | Thrown away | Indexes of its slowest statement |
|---|--:|--:|--:|--:|---|
"""
type Reads = Mapping[str, Sequence[Mapping[str, Any]]]


def plans_page(plans: Mapping[str, Any], *, products: int, measured: Measured) -> str:
    """The page: plans of the hot reads, the indexes, a table of all reads."""
    reads = {name: statements for name, statements in plans["reads"].items() if statements}
    parts = [
        HEAD.format(products=products, machine=sentence(measured.machine)).rstrip("\n"),
        *growth(rows_of(measured), least=min(measured.results), most=max(measured.results)),
        PLANS.rstrip("\n"),
        *_hot(reads),
        INDEXES.format(products=products).rstrip("\n"),
        *_indexes(plans["indexes"], reads),
        READS.rstrip("\n"),
        *(_row(name, statements) for name, statements in reads.items()),
    ]
    return "\n".join(parts) + "\n"


def growth(rows: Sequence[Row], *, least: int, most: int) -> Iterator[str]:
    """What each read costs at both sizes."""
    yield GROWTH.format(least=least, most=most).rstrip("\n")
    for row in rows:
        numbers = [row.small["cpu"], row.large["cpu"], row.growth]
        numbers += [row.large[kind] for kind in ("p50", "p95", "plain", "statements")]
        cells = " | ".join("" if one is None else f"{one:.1f}" for one in numbers)
        yield f"| {row.name} | {cells} |"


def _row(name: str, statements: Sequence[Mapping[str, Any]]) -> str:
    took = sum(one["milliseconds"] for one in statements)
    buffers = sum(one["buffers"] for one in statements)
    thrown = sum(one["thrown"] for one in statements)
    indexes = ", ".join(f"`{one}`" for one in dict.fromkeys(statements[0]["indexes"]))
    whole = ", ".join(f"all of {table}" for table in dict.fromkeys(statements[0]["scans"]))
    found = "; ".join(part for part in (indexes, whole) if part)
    return f"| {name} | {len(statements)} | {took:.1f} | {buffers:,} | {thrown:,} | {found} |"


def _hot(reads: Reads) -> Iterator[str]:
    for name, why in HOT.items():
        if name in reads:
            slowest = reads[name][0]
            yield f"\n**{name}.** {why} {slowest['milliseconds']:.1f} ms.\n```"
            yield from slowest["steps"][:SHOWN_STEPS]
            if len(slowest["steps"]) > SHOWN_STEPS:
                yield f"… {len(slowest['steps']) - SHOWN_STEPS} more"
            yield "```"


def _indexes(indexes: Sequence[Mapping[str, Any]], reads: Reads) -> Iterator[str]:
    used: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for name, statements in reads.items():
        for statement in statements:
            for index in statement["indexes"]:
                used[index][name] = None
    for one in indexes:
        why = KEY if one["guards"] == "key" else WHY[one["name"]]
        by = _named(list(used[one["name"]]))
        yield f"| `{one['name']}` | {one['megabytes']:.1f} | {by} | {why} |"


def _named(reads: Sequence[str]) -> str:
    more = len(reads) - NAMED_READS
    return "; ".join([*reads[:NAMED_READS], *([f"{more} more"] if more > 0 else [])])
