"""The printed table, the same as Markdown, and the object for machines."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from benchmarks.common.machine import sentence
from benchmarks.common.results import Of, Results, cpu
from benchmarks.common.spread import Spread, plain
from benchmarks.common.subjects import Subject

if TYPE_CHECKING:
    from benchmarks.common.bench import Bench

HEADS = (
    *("CPU ms", "least to most", "x", "of"),
    *("PG ms", "SQL", "SQL ms", "MB"),
    *("req/s", "p50 ms", "p95 ms"),
)
MEANING = (
    "Medians of the rounds, whose order alternates. CPU ms: user and system time of the server's",
    "process for one request (of pgbench in its row); x: that over the row `of` of the same round;",
    "PG ms: PostgreSQL's processor time; SQL: statements a request, SQL ms: their time inside",
    "PostgreSQL, planning left out; MB: resident memory.",
    "Requests a second and waits swing with whatever else the machine does: look at CPU ms.",
)
SIDE: Mapping[str, Of] = {
    "postgres": lambda one: one.postgres,
    "statements": lambda one: one.statements,
    "sql": lambda one: one.sql,
    "memory": lambda one: one.memory,
    "rate": lambda one: one.rate,
    "p50": lambda one: one.p50,
    "p95": lambda one: one.p95,
    "body": lambda one: one.body,
}


def report(bench: "Bench", results: Results) -> str:
    """Everything for a terminal."""
    rows = [_cells(one, results) for one in bench.subjects]
    lines = ["", f"{bench.title} ({bench.clients} at once)", *aligned(["", *HEADS], rows), ""]
    lines += [f"  {line}" for line in (*MEANING, *bench.remarks)]
    lines += ["", f"  {sentence(results.machine)}", ""]
    lines += [target.line(results) for target in bench.targets]
    conclusion = bench.conclusion(results)
    return "\n".join([*lines, *(["", f"  {conclusion}"] if conclusion else [])])


def aligned(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table in columns; the first one and `of` to the left."""
    widths = [max(len(row[number]) for row in [head, *rows]) for number in range(len(head))]
    for row in [head, *rows]:
        cells = [
            f"{cell:<{width}}" if number == 0 or head[number] == "of" else f"{cell:>{width}}"
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  " + "  ".join(cells).rstrip()


def _cells(subject: Subject, results: Results) -> list[str]:
    name = subject.name
    cost, over = results.spread(name), results.ratio(name, subject.reference)
    side = {key: results.middle(name, of) for key, of in SIDE.items()}
    return [
        name,
        f"{cost.middle:.3f}" if cost else "-",
        f"{cost.low:.3f} to {cost.high:.3f}" if cost else "-",
        f"{over.middle:.2f}" if over else "",
        subject.reference if over else "",
        _shown(side["postgres"], ".2f"),
        _shown(side["statements"], ".1f"),
        _shown(side["sql"], ".2f"),
        _shown(side["memory"], ".0f"),
        _shown(side["rate"], ",.0f"),
        _shown(side["p50"], ".1f"),
        _shown(side["p95"], ".1f"),
    ]


def _shown(number: float | None, form: str) -> str:
    return "" if number is None else format(number, form)


def as_json(bench: "Bench", results: Results) -> dict[str, Any]:
    """One object for machines."""
    return {
        "bench": bench.name,
        "title": bench.title,
        "machine": results.machine,
        "rows": [_row(one, results) for one in bench.subjects if one.name in results.names()],
        "targets": [target.as_json(results) for target in bench.targets],
        "conclusion": bench.conclusion(results),
    }


def _row(subject: Subject, results: Results) -> dict[str, Any]:
    cost = results.spread(subject.name, cpu) or Spread(0, 0, 0)
    over = results.ratio(subject.name, subject.reference)
    return {
        "name": subject.name,
        "value": cost.middle,
        "unit": "ms of processor time a request",
        "reference": subject.reference or None,
        "ratio": over.middle if over else None,
        "rounds": len(results.rounds),
        "spread": [cost.low, cost.high],
        **{key: results.middle(subject.name, of) for key, of in SIDE.items()},
    }


def markdown(found: Mapping[str, Any]) -> str:
    """The tables of what `as_json` gave, for the documentation."""
    is_wide = any("postgres" in row for row in found["rows"])
    rows = _wide(found["rows"]) if is_wide else _narrow(found["rows"])
    lines = [*rows, "", *_promises(found["targets"])]
    return "\n".join([*lines, *(["", found["conclusion"]] if found["conclusion"] else [])])


def _wide(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield f"| {' | '.join(('', *HEADS))} |"
    yield "|---" + "|--:" * 3 + "|---" + "|--:" * (len(HEADS) - 4) + "|"
    for row in rows:
        low, high = row["spread"]
        cells = [
            row["name"], f"**{row['value']:.3f}**", f"{low:.3f} to {high:.3f}",
            _shown(row["ratio"], ".2f"), row["reference"] if row["ratio"] else "",
            _shown(row["postgres"], ".2f"), _shown(row["statements"], ".1f"),
            _shown(row["sql"], ".2f"), _shown(row["memory"], ".0f"), _shown(row["rate"], ",.0f"),
            _shown(row["p50"], ".1f"), _shown(row["p95"], ".1f"),
        ]  # fmt: skip
        yield f"| {' | '.join(cells)} |"


def _narrow(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield "| | | least to most |"
    yield "|---|--:|--:|"
    for row in rows:
        low, high = row["spread"]
        between = "" if low == high else f"{plain(low)} to {plain(high)}"
        yield f"| {row['name']} | {plain(row['value'])} {row['unit']} | {between} |"


def _promises(targets: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not targets:
        return
    yield "| Target | wanted | measured | |"
    yield "|---|---|---|---|"
    for one in targets:
        sign = "≤" if one["at_most"] else "≥"
        number = "" if one["value"] is None else f"{plain(one['value'])} {one['unit']}"
        wish = f"{sign} {one['limit']:,g} {one['unit']}"
        yield f"| {one['name']} | {wish.strip()} | {number.strip()} | {one['verdict']} |"
