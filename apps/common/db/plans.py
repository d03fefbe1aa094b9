"""Reads in several steps, written once for both doors.

A plan is a generator: it says what it wants read and gets the rows. `run` reads on the caller's
connection; `reads.run` awaits the same on the pool, what may go together at the same time.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

from apps.common.db.keyset import PageOf, Pages
from apps.common.db.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Wanted:
    """A prepared read with its values, cut after `limit` rows."""

    prepared: Prepared[Any]
    values: Mapping[str, Any]
    limit: int | None = None
    offset: int = 0


type Plan[Answer] = Generator[Wanted | tuple["Plan[Any]", ...], Any, Answer]


def rows[Row](prepared: Prepared[Row], /, **values: Any) -> Plan[list[Row]]:
    """Read what `prepared.all` gives."""
    found: list[Row] = yield Wanted(prepared, values)
    return found


def first[Row](prepared: Prepared[Row], /, **values: Any) -> Plan[Row | None]:
    """Read the first row, or None."""
    found: list[Row] = yield Wanted(prepared, values)
    return found[0] if found else None


def top[Row](prepared: Prepared[Row], limit: int, /, **values: Any) -> Plan[list[Row]]:
    """Read so many rows from the top."""
    found: list[Row] = yield Wanted(prepared, values, limit)
    return found


def page[Row](
    pages: Pages[Row], /, *, cursor: str | None, limit: int | None, **values: Any
) -> Plan[PageOf[Row]]:
    """Read one page.

    Raises:
        BadCursor: the cursor does not fit this list.
    """
    cut = pages.cut(cursor=cursor, limit=limit)
    found: list[Row] = yield Wanted(cut.prepared, {**values, **cut.values}, cut.limit_rows)
    return cut.page(found)


def both[A, B](a: Plan[A], b: Plan[B]) -> Plan[tuple[A, B]]:
    """Read two things that do not need each other."""
    found: tuple[A, B] = yield (a, b)
    return found


def three[A, B, C](a: Plan[A], b: Plan[B], c: Plan[C]) -> Plan[tuple[A, B, C]]:
    """Read three things that do not need each other."""
    found: tuple[A, B, C] = yield (a, b, c)
    return found


def run[Answer](plan: Plan[Answer]) -> Answer:
    """Follow a plan on the caller's connection, one read after the other."""
    try:
        wanted = next(plan)
        while True:
            wanted = plan.send(_found(wanted))
    except StopIteration as end:
        answer: Answer = end.value
        return answer


def _found(wanted: Wanted | tuple[Plan[Any], ...]) -> Any:
    if isinstance(wanted, tuple):
        return tuple(run(plan) for plan in wanted)
    return wanted.prepared.cut(wanted.limit, wanted.offset, wanted.values)
