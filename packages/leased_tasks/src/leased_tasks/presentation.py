"""How facts about queues are written for people: in terminals and in the admin."""

from collections.abc import Sequence
from datetime import UTC, datetime

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"))


def span(seconds: float) -> str:
    """Write a length of time in its largest unit: 0.4 s, 12 s, 3 min, 5 h, 2 d."""
    if seconds < 10:  # noqa: PLR2004 -- where a digit after the point still says something
        return f"{seconds:.1f} s"
    for size, unit in _UNITS:
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def moment(milliseconds: int) -> str:
    """Write a time of Redis' clock in UTC; nothing for 0."""
    if not milliseconds:
        return ""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")


def table(titles: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Write a table of columns; those of numbers stand to the right."""
    lines = [titles, *[[_cell(value) for value in row] for row in rows]]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    numbers = [_is_numeric([row[at] for row in rows]) for at in range(len(titles))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, numbers, strict=True)
        ).rstrip()
        for line in lines
    )


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _is_numeric(column: list[object]) -> bool:
    return bool(column) and all(isinstance(value, int) for value in column)
