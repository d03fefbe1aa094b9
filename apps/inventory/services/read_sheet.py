"""Read a stock CSV: which lines say what, and which cannot be used. Touches no table."""

import csv
import io
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field

from apps.common.http.csv_out import unguarded
from apps.inventory.contracts import SheetFault
from apps.inventory.errors import SheetUnreadable
from apps.inventory.rules import MAX_UNITS

MAX_BYTES, MAX_LINES = 1_048_576, 2_000
HEADER = ("sku", "title", "size", "colour", "on_hand", "reserved", "available", "threshold")
_MOST_DIGITS = 7
_SURPLUS = "\0"  # no column is named so


@dataclass(frozen=True, slots=True)
class SheetLine:
    """What one line asks for. `on_hand` None leaves the count; `has_low_at` False the threshold."""

    line: int
    sku: str
    on_hand: int | None
    low_at: int | None
    has_low_at: bool


@dataclass(slots=True)
class ReadSheet:
    """A whole file."""

    lines: list[SheetLine] = field(default_factory=list)
    faults: list[SheetFault] = field(default_factory=list)


def read_sheet(content: bytes) -> ReadSheet:
    """Read a CSV in UTF-8 with a column `sku` and `on_hand` or `threshold`; others are ignored.

    Raises:
        SheetUnreadable: too large, too long, not UTF-8, no such columns.
    """
    sheet, seen = ReadSheet(), set[str]()
    for number, row in _rows(_decoded(content)):
        try:
            found = _line(number, row, seen)
        except _WrongLine as wrong:
            sku = _cell(row, "sku")[:64]
            sheet.faults.append(SheetFault(line=number, sku=sku, reason=wrong.reason))
        else:
            seen.add(found.sku)
            sheet.lines.append(found)
    return sheet


class _WrongLine(Exception):
    """Keeps one line out."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _decoded(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise _unreadable("It has more than 1 MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable("It is not UTF-8. Save it as “CSV UTF-8”.") from error
    if "\0" in text:
        raise _unreadable("It is no text file.")
    return text


def _rows(text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    first = text.partition("\n")[0]
    mark = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        if "sku" not in names or not {"on_hand", "threshold"} & set(names):
            raise _unreadable("The first line must name sku, and on_hand or threshold.")
        if len(set(names)) != len(names):
            raise _unreadable("A column stands there twice.")
        for count, cells in enumerate(filter(any, reader), start=1):
            if count > MAX_LINES:
                raise _unreadable(f"It has more than {MAX_LINES} lines. Send it in parts.")
            surplus = {_SURPLUS: "yes"} if any(cells[len(names) :]) else {}
            yield reader.line_num, dict(zip(names, cells, strict=False)) | surplus
    except csv.Error as error:
        raise _unreadable(f"Line {reader.line_num}: {error}.") from error


def _line(number: int, row: Mapping[str, str], seen: Container[str]) -> SheetLine:
    sku = _cell(row, "sku")
    if _SURPLUS in row:  # 1,000 without quotation marks would be a 1
        raise _WrongLine("it has more cells than the first line; numbers hold no comma")
    if not sku:
        raise _WrongLine("there is no SKU")
    if sku in seen:
        raise _WrongLine("this SKU stands in the file twice")
    return SheetLine(
        line=number,
        sku=sku,
        on_hand=_units(row, "on_hand"),
        low_at=_units(row, "threshold"),
        has_low_at="threshold" in row,
    )


def _cell(row: Mapping[str, str], name: str) -> str:
    return unguarded(row.get(name, "").strip())


def _units(row: Mapping[str, str], name: str) -> int | None:
    text = _cell(row, name)
    if not text:
        return None
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    if not is_number or int(text) > MAX_UNITS:
        raise _WrongLine(f"{name} is not a whole number from 0 to {MAX_UNITS}")
    return int(text)


def _unreadable(sentence: str) -> SheetUnreadable:
    return SheetUnreadable(sentence, errors={"file": [sentence]})
