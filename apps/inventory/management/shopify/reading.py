"""Read a Shopify product export row by row and put the rows of one product together.

Memory stays bounded: one product at a time, and eight bytes for each handle that has passed.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

NEEDED = ("Handle", "Title", "Variant Price")
MAX_ROWS = 1000
_MAX_CELL = 1_000_000


class UnreadableExport(Exception):
    """The file is no product export, or breaks off."""


@dataclass(frozen=True)
class SourceRow:
    """One record; `line` is the line of the file on which it begins."""

    line: int
    cells: dict[str, str]

    def cell(self, name: str) -> str:
        """Return a cell without surrounding space; empty if the export lacks the column."""
        return self.cells.get(name, "").strip()


@dataclass
class SourceGroup:
    """The rows of one handle; `faults` holds what is wrong with a row, by its line."""

    handle: str
    rows: list[SourceRow] = field(default_factory=list)
    faults: dict[int, str] = field(default_factory=dict)


class Export:
    """An open export: iterate over it for its products; `progress` is the share read so far."""

    def __init__(self, raw: io.BufferedReader, size: int) -> None:
        self._raw, self._size = raw, max(size, 1)
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
        csv.field_size_limit(_MAX_CELL)
        self._reader = csv.reader(text, strict=True)
        self._passed: set[bytes] = set()
        self._header = self._read_header()

    @property
    def percent(self) -> int:
        """How much of the file has been read."""
        return min(100, self._raw.tell() * 100 // self._size)

    def __iter__(self) -> Iterator[SourceGroup]:
        group: SourceGroup | None = None
        for row, fault in self._rows():
            handle = row.cell("Handle")
            if group is None or handle != group.handle:
                if group is not None:
                    yield group
                group = SourceGroup(handle)
                again = self._first_time(handle)
                _append(group, row, fault or again)
            else:
                _append(group, row, fault)
        if group is not None:
            yield group

    def _read_header(self) -> list[str]:
        names = [name.strip() for name in next(self._records(), [])]
        if missing := [name for name in NEEDED if name not in names]:
            raise UnreadableExport(f"no product export: the column {missing[0]} is missing")
        return names

    def _rows(self) -> Iterator[tuple[SourceRow, str]]:
        line = self._reader.line_num + 1
        for record in self._records():
            cells = dict(zip(self._header, record, strict=False))
            if record:
                yield SourceRow(line, cells), self._fault(record)
            line = self._reader.line_num + 1

    def _records(self) -> Iterator[list[str]]:
        try:
            yield from self._reader
        except UnicodeDecodeError as error:
            raise UnreadableExport(f"not UTF-8 after line {self._reader.line_num}") from error
        except csv.Error as error:
            raise UnreadableExport(f"line {self._reader.line_num}: {error}") from error

    def _fault(self, record: list[str]) -> str:
        if len(record) != len(self._header):
            return f"{len(record)} columns instead of {len(self._header)}"
        if any("\x00" in cell for cell in record):
            return "a NUL character"
        return ""

    def _first_time(self, handle: str) -> str:
        if not handle:
            return "no handle"
        digest = hashlib.blake2b(handle.encode(), digest_size=8).digest()
        if digest in self._passed:
            return "the handle stands further up: rows of one product must stand together"
        self._passed.add(digest)
        return ""


def _append(group: SourceGroup, row: SourceRow, fault: str) -> None:
    if len(group.rows) < MAX_ROWS:
        group.rows.append(row)
    elif not group.faults:
        fault = fault or f"more than {MAX_ROWS} rows of one product"
    if fault:
        group.faults[row.line] = fault


@contextmanager
def opened(path: Path) -> Iterator[Export]:
    """Open an export for reading.

    Raises:
        UnreadableExport: the file cannot be opened or has no such header.
    """
    try:
        size, raw = path.stat().st_size, path.open("rb")
    except OSError as error:
        raise UnreadableExport(f"{path}: {error.strerror}") from error
    with raw:
        yield Export(raw, size)
