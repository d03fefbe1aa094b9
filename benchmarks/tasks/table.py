"""The printed report."""

from collections.abc import Iterator
from pathlib import PurePath

from benchmarks.common.spread import Spread
from benchmarks.tasks.catalogue import KINDS, OURS, SYSTEMS, Kind, System
from benchmarks.tasks.results import Results
from benchmarks.tasks.targets import target_lines

NAME, CELL = 20, 22


def report(results: Results) -> str:
    """All tables, the commands behind them and the targets."""
    lines = [*_head(results)]
    for kind in KINDS:
        for processes in (1, 2):
            lines += _rates(results, kind, processes)
    lines += [*_waits(results), "", "Workers (P is the number of processes)", *_foot(results)]
    return "\n".join([*lines, "", "Targets", *target_lines(results)])


def _head(results: Results) -> Iterator[str]:
    rounds = len(results.rounds)
    yield f"\nMedian (least to greatest) of {rounds} round{'s' if rounds > 1 else ''}."
    yield "redis-benchmark in the same rounds, 50 clients, no pipeline: " + ", ".join(
        f"{name} {_cell(results.reference(name), '{:,.0f}')}/s" for name in ("EVALSHA", "LPUSH")
    )


def _row(*cells: str) -> str:
    return f"  {cells[0]:<{NAME}}" + "".join(f"{cell:>{CELL}}" for cell in cells[1:])


def _cell(spread: Spread | None, form: str) -> str:
    if spread is None:
        return "-"
    low, high = form.format(spread.low), form.format(spread.high)
    middle = form.format(spread.middle)
    return middle if low == high else f"{middle} ({low} to {high})"


def _rates(results: Results, kind: Kind, processes: int) -> Iterator[str]:
    rows = []
    for name in results.systems():
        rate = results.spread(name, kind, processes, lambda run: run.rate)
        if rate is None:
            continue
        worker = results.spread(name, kind, processes, lambda run: run.worker_us)
        store = results.spread(name, kind, processes, lambda run: run.store_us)
        share = results.over_reference(name, kind, processes)
        cells = [_cell(rate, "{:,.0f}"), _cell(share, "{:.3f}")]
        cells += [_cell(worker, "{:,.0f}"), _cell(store, "{:,.0f}")]
        rows.append((rate.middle, _row(_titled(name), *cells)))
    if not rows:
        return
    many = "es" if processes > 1 else ""
    yield f"\n{KINDS[kind].capitalize()}, {processes} worker process{many}"
    yield _row("", "tasks/s", "x EVALSHA", "worker CPU µs/task", "store CPU µs/task")
    yield from (line for _, line in sorted(rows, reverse=True))
    if best := results.over_best_peer(kind, processes):
        yield f"  {OURS} against the best peer of each round: {_cell(best, '{:.2f}')}x"


def _titled(name: str) -> str:
    flavour = next(one.flavour for one in SYSTEMS if one.name == name)
    return f"{name} {'~' if flavour == 'async' else ''}"


def _waits(results: Results) -> Iterator[str]:
    yield "\nEnqueue (one process, one by one) and start at an idle worker"
    yield _row("", "enqueue/s", "enqueue_many/s", "p50 ms", "p99 ms")
    for name in results.systems():
        single = results.spread(name, "noop", 1, lambda run: run.enqueue)
        many = results.spread(name, "noop", 1, lambda run: run.enqueue_many)
        cells = [_cell(single, "{:,.0f}"), _cell(many, "{:,.0f}")]
        cells += [_cell(results.wait(name, percent), "{:.1f}") for percent in (50, 99)]
        yield _row(_titled(name), *cells)


def _foot(results: Results) -> Iterator[str]:
    for system in SYSTEMS:
        if system.name in results.systems():
            yield f"  {_titled(system.name)}: {_words(system, 'noop')}  [{system.remark}]"
            if _words(system, "nap") != _words(system, "noop"):
                yield f"  {'':<4}for the sleep: {_words(system, 'nap')}"
    yield "  ~ runs coroutines on its own loop; the others run plain functions, their native form."
    yield "  Store: Redis (AOF every second, noeviction); PostgreSQL for django-tasks-db."


def _words(system: System, kind: Kind) -> str:
    one, two = system.command(kind, 1), system.command(kind, 2)
    words = ["P" if first != second else first for first, second in zip(one, two, strict=True)]
    text = " ".join([PurePath(words[0]).name, *words[1:]])
    return text if system.forks else f"P times: {text}"
