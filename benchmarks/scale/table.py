"""The table of `bench scale`: what ten times as many products cost."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks.common.machine import sentence
from benchmarks.common.report import aligned
from benchmarks.common.results import Of, Reading, Results
from benchmarks.common.targets import MET, MISSED

GROWTH, OVER_SQL = 2.0, 3.0
SQL = ": SQL"
MEANING = (
    "One client: a wait is the work itself. CPU: processor time of the web process and PostgreSQL",
    "for one request, ms. x: the larger catalogue's over the smaller one's. SQL ms: the same",
    "statements sent by pgbench, prepared, in the same minute; p95/SQL: the slow answers over HTTP",
    "against that. What pgbench cannot send is the time inside PostgreSQL, planning left out.",
)


@dataclass(frozen=True)
class Measured:
    """What was measured at each size, and how many seconds loading took."""

    machine: dict[str, Any]
    results: dict[int, Results]
    loaded: dict[int, float]


@dataclass(frozen=True)
class Row:
    """One read at the smallest and at the largest size; medians of the rounds, milliseconds."""

    name: str
    small: dict[str, float | None]
    large: dict[str, float | None]

    @property
    def growth(self) -> float | None:
        """Processor time at the larger size over that at the smaller."""
        return _over(self.large["cpu"], self.small["cpu"])

    @property
    def over_sql(self) -> float | None:
        """p95 over HTTP against the plain statement, at the larger size."""
        return _over(self.large["p95"], self.large["plain"])


def rows_of(found: Measured) -> list[Row]:
    """A row for each read."""
    small, large = found.results[min(found.results)], found.results[max(found.results)]
    names = [name for name in large.names() if not name.endswith(SQL)]
    return [Row(name, _numbers(small, name), _numbers(large, name)) for name in names]


def report(found: Measured) -> str:
    """Everything for a terminal."""
    least, most = min(found.results), max(found.results)
    head = ["", *(f"{word} {size:,}" for word in ("p50", "p95", "CPU") for size in (least, most))]
    head += ["x", "SQL ms", "p95/SQL", "stmts"]
    lines = [
        "",
        "Reads by the size of the catalogue",
        *aligned(head, list(map(_cells, rows_of(found)))),
    ]
    lines += ["", *(f"  {line}" for line in MEANING), "", f"  {sentence(found.machine)}"]
    lines += [f"  {size:,} products loaded in {took:.0f} s" for size, took in found.loaded.items()]
    return "\n".join([*lines, "", *verdicts(found)])


def verdicts(found: Measured) -> Iterator[str]:
    """The promises, row by row."""
    for row in rows_of(found):
        if row.growth is not None:
            sign = MET if row.growth <= GROWTH else MISSED
            yield f"  {sign:<8}{row.name}: {row.growth:.2f}x of the smaller; wanted {GROWTH:g}"
    for row in rows_of(found):
        if row.over_sql is not None and row.name.startswith(("search", "suggest")):
            sign = MET if row.over_sql <= OVER_SQL else MISSED
            yield f"  {sign:<8}{row.name}: p95 {row.over_sql:.1f}x of its SQL; wanted {OVER_SQL:g}"


def as_json(found: Measured) -> dict[str, Any]:
    """One object for machines."""
    least, most = min(found.results), max(found.results)
    return {
        "bench": "scale",
        "machine": found.machine,
        "loaded": {str(size): took for size, took in found.loaded.items()},
        "rows": [
            {
                "name": row.name,
                "value": row.large["cpu"],
                "unit": f"ms of processor time a request at {most:,} products",
                "reference": f"{least:,} products",
                "ratio": row.growth,
                "rounds": len(found.results[most].rounds),
                "spread": _spread(found.results[most], row.name),
                "small": row.small,
                "large": row.large,
                "over_sql": row.over_sql,
            }
            for row in rows_of(found)
        ],
    }


def total_cpu(reading: Reading) -> float:
    """Processor time of both sides."""
    return reading.cpu + reading.postgres


def _spread(results: Results, name: str) -> list[float]:
    found = results.spread(name, total_cpu)
    return [found.low, found.high] if found else []


def _numbers(results: Results, name: str) -> dict[str, float | None]:
    kinds: dict[str, Of] = {
        "p50": lambda one: one.p50,
        "p95": lambda one: one.p95,
        "cpu": total_cpu,
        "statements": lambda one: one.statements,
    }
    numbers = {kind: results.middle(name, of) for kind, of in kinds.items()}
    alone = results.middle(name + SQL, lambda one: one.p50)
    inside = results.middle(name, lambda one: one.sql)  # where pgbench could not send it
    return numbers | {"plain": alone or inside}


def _over(ours: float | None, theirs: float | None) -> float | None:
    return ours / theirs if ours and theirs else None


def _cells(row: Row) -> list[str]:
    numbers = [one[kind] for kind in ("p50", "p95", "cpu") for one in (row.small, row.large)]
    numbers += [row.growth, row.large["plain"], row.over_sql, row.large["statements"]]
    return [row.name, *("" if one is None else f"{one:.2f}" for one in numbers)]
