"""docs/reference/plans.md: each read with what PostgreSQL does for it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.common.machine import sentence
from benchmarks.scale.table import Measured
from devstack.paths import PROJECT

PAGE = PROJECT / "docs" / "reference" / "plans.md"
SHOWN_STEPS = 14
HEAD = """# Plans at {products:,} products

Written by `./fashionistar bench scale --plans`; do not edit. {machine}.

Each read of the shop runs twice, then each of its statements twice under
`EXPLAIN (ANALYZE, BUFFERS)`, of which the second is shown. Buffers are pages of 8 kB. A row that
was read and thrown away costs as much as one that was shown. Times are those of a shared machine:
look at rows and buffers.

| Read | Statements | ms in PostgreSQL | Buffers | Thrown away | Indexes of its slowest statement |
|---|--:|--:|--:|--:|---|
"""


def plans_page(
    plans: Mapping[str, Sequence[Mapping[str, Any]]], *, products: int, measured: Measured
) -> str:
    """The page: a table, then the plan of each read's slowest statement."""
    head = HEAD.format(products=products, machine=sentence(measured.machine))
    rows = [_row(name, statements) for name, statements in plans.items() if statements]
    return head + "\n".join([*rows, "", "## Plans", *_details(plans)]) + "\n"


def _row(name: str, statements: Sequence[Mapping[str, Any]]) -> str:
    took = sum(one["milliseconds"] for one in statements)
    buffers = sum(one["buffers"] for one in statements)
    thrown = sum(one["thrown"] for one in statements)
    indexes = ", ".join(f"`{one}`" for one in dict.fromkeys(statements[0]["indexes"]))
    whole = ", ".join(f"all of {table}" for table in dict.fromkeys(statements[0]["scans"]))
    found = "; ".join(part for part in (indexes, whole) if part)
    return f"| {name} | {len(statements)} | {took:.1f} | {buffers:,} | {thrown:,} | {found} |"


def _details(plans: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    for name, statements in plans.items():
        if statements:
            steps = statements[0]["steps"]
            yield f"\n**{name}**\n```"
            yield from steps[:SHOWN_STEPS]
            if len(steps) > SHOWN_STEPS:
                yield f"… {len(steps) - SHOWN_STEPS} more"
            yield "```"
