"""The five fields of a cron expression: what each may hold and how it is written."""

from dataclasses import dataclass

SHORTHANDS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
}


@dataclass(frozen=True)
class Field:
    """The values at which a field fires, rising; `starred` if written with a leading ``*``."""

    values: tuple[int, ...]
    starred: bool


@dataclass(frozen=True)
class FieldKind:
    """One of the five fields: its bounds, and the names that stand for its numbers."""

    name: str
    low: int
    high: int
    names: tuple[str, ...] = ()
    cyclic: bool = False  # one past the highest value is the lowest again: day 7 is Sunday

    @property
    def size(self) -> int:
        """How many values there are."""
        return self.high - self.low + 1

    def parse(self, text: str) -> Field:
        """Read a list of numbers, names, ranges and steps.

        Raises:
            ValueError: the text is not such a list; the message names the field.
        """
        numbers = {number for part in text.split(",") for number in self._part(part)}
        values = {self.low if number > self.high else number for number in numbers}
        return Field(tuple(sorted(values)), text.startswith("*"))

    def _part(self, part: str) -> range:
        span, slash, step = part.partition("/")
        if not slash:
            return self._span(span)
        if span != "*" and "-" not in span:
            raise self._refused(part, "a step needs a range or *")
        if not (_is_number(step) and 1 <= int(step) <= self.size):
            raise self._refused(part, f"a step is a number from 1 to {self.size}")
        return self._span(span)[:: int(step)]

    def _span(self, span: str) -> range:
        if span == "*":
            return range(self.low, self.high + 1)
        first, dash, last = span.partition("-")
        begin = self._number(first)
        end = self._number(last) if dash else begin
        if self.cyclic and begin > end == self.low:  # FRI-SUN
            end = self.high + 1
        if begin > end:
            raise self._refused(span, "a range must rise")
        return range(begin, end + 1)

    def _number(self, word: str) -> int:
        if word.upper() in self.names:
            return self.names.index(word.upper()) + self.low
        highest = self.high + self.cyclic
        if not (_is_number(word) and self.low <= int(word) <= highest):
            names = f" or {self.names[0]} to {self.names[-1]}" if self.names else ""
            raise self._refused(word, f"expected {self.low} to {highest}{names}")
        return int(word)

    def _refused(self, text: str, why: str) -> ValueError:
        return ValueError(f"{self.name}: {text!r} cannot be read; {why}")


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= 2  # noqa: PLR2004 (longer is never valid)


_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")

MINUTE = FieldKind("minute", 0, 59)
HOUR = FieldKind("hour", 0, 23)
DAY = FieldKind("day of month", 1, 31)
MONTH = FieldKind("month", 1, 12, _MONTHS)
WEEKDAY = FieldKind("day of week", 0, 6, _DAYS, cyclic=True)
FIELDS = (MINUTE, HOUR, DAY, MONTH, WEEKDAY)
