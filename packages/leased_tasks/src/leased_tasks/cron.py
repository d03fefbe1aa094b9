"""When a schedule fires: five-field cron expressions in a time zone, and plain intervals.

A schedule is a pure function of time, so any number of workers agree on its ticks without talking.

Around a change of the clocks a cron expression means what a person means by it:

* A wall-clock time that does not exist fires at the first moment after the gap, once.
* A wall-clock time that comes twice fires the first time only.
* An expression for every hour (``*/5 * * * *``) follows the clock instead: it keeps its pace
  through the repeated hour and fires nothing extra for the missing one.
"""

import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import count
from typing import Literal, Protocol, Self
from zoneinfo import ZoneInfo

from leased_tasks.cron_fields import DAY, FIELDS, HOUR, MONTH, SHORTHANDS, Field
from leased_tasks.errors import LONGEST_WAIT

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

type Fold = Literal[0, 1]
type Step = Literal[1, -1]


class Schedule(Protocol):
    """Something that fires at moments known in advance.

    Both methods want an aware time (else ValueError) and answer in UTC.
    """

    def latest(self, at: datetime) -> datetime:
        """The last tick at or before `at`."""

    def following(self, at: datetime) -> datetime:
        """The first tick after `at`."""


@dataclass(frozen=True)
class Every:
    """A tick every `seconds` (at least 1), counted from 1970-01-01 00:00 UTC.

    Raises:
        ValueError: no number from one second to 1e9, some 30 years.
    """

    seconds: float

    def __post_init__(self) -> None:
        if not _is_period(self.seconds):
            raise ValueError(f"every: {self.seconds!r} is not a number of seconds from 1 to 1e9")

    def latest(self, at: datetime) -> datetime:
        """The last tick at or before `at`."""
        period = timedelta(seconds=self.seconds)
        return EPOCH + (_aware(at) - EPOCH) // period * period

    def following(self, at: datetime) -> datetime:
        """The first tick after `at`."""
        return self.latest(at) + timedelta(seconds=self.seconds)


@dataclass(frozen=True)
class Cron:
    """A cron expression: minute, hour, day of month, month, day of week, read in `zone`.

    When neither day field begins with ``*``, a day fires if either of them matches (the rule of
    Vixie's cron); otherwise both must match.
    """

    minute: Field
    hour: Field
    day: Field
    month: Field
    weekday: Field
    zone: ZoneInfo

    @classmethod
    def parse(cls, expression: str, timezone: str = "UTC") -> Self:
        """Read an expression of five fields, or @hourly, @daily, @weekly, @monthly, @yearly.

        Fields hold numbers, names (JAN, MON), ranges, lists and steps. Sunday is 0 or 7.

        Raises:
            ValueError: names the field that cannot be read, the date that never comes, or the
                time zone.
        """
        words = SHORTHANDS.get(expression.strip().lower(), expression).split()
        if len(words) != len(FIELDS):
            raise ValueError(f"cron: {expression!r} has {len(words)} fields, not {len(FIELDS)}")
        minute, hour, day, month, weekday = (
            kind.parse(word) for kind, word in zip(FIELDS, words, strict=True)
        )
        if all(min(day.values) > _DAYS_IN_MONTH[number - 1] for number in month.values):
            raise ValueError(f"{DAY.name}: no {MONTH.name} of {expression!r} has such a day")
        return cls(minute, hour, day, month, weekday, _zone(timezone))

    def latest(self, at: datetime) -> datetime:
        """The last tick at or before `at`."""
        return max(self._nearest(_aware(at), fold, -1) for fold in self._folds)

    def following(self, at: datetime) -> datetime:
        """The first tick after `at`."""
        return min(self._nearest(_aware(at), fold, 1) for fold in self._folds)

    @property
    def _follows_clock(self) -> bool:
        return len(self.hour.values) == HOUR.size

    @property
    def _folds(self) -> tuple[Fold, ...]:
        return (0, 1) if self._follows_clock else (0,)

    def _nearest(self, at: datetime, fold: Fold, step: Step) -> datetime:
        """The tick next to `at`, if of a repeated hour only the pass `fold` counted.

        With one pass fixed, wall-clock times and moments rise together: the first hit is nearest.
        """
        here = at.astimezone(self.zone)
        # In a repeated hour the wall clock alone does not say what lies behind: ask both offsets.
        edges = [
            (at + _offset(here.replace(fold=side))).replace(tzinfo=None, second=0, microsecond=0)
            for side in (0, 1)
        ]
        start = min(edges) if step > 0 else max(edges)
        return next(
            moment
            for wall in self._wall_times(start, step)
            if (moment := self._moment(wall, fold)) is not None and (moment > at) == (step > 0)
        )

    def _moment(self, wall: datetime, fold: Fold) -> datetime | None:
        """When the clocks show `wall`; for a time that they skip the end of the gap, or None."""
        moment = wall.replace(tzinfo=self.zone, fold=fold).astimezone(UTC)
        if moment.astimezone(self.zone).replace(tzinfo=None) == wall:
            return moment
        return None if self._follows_clock else self._end_of_gap(wall)

    def _end_of_gap(self, wall: datetime) -> datetime:
        before, after = (
            wall.replace(tzinfo=self.zone, fold=side).astimezone(UTC) for side in (1, 0)
        )
        seconds = range(int((after - before).total_seconds()))
        old = _offset(before.astimezone(self.zone))
        shift = bisect.bisect_left(
            seconds,
            True,
            key=lambda s: _offset((before + timedelta(seconds=s)).astimezone(self.zone)) != old,
        )
        return before + timedelta(seconds=shift)

    def _wall_times(self, start: datetime, step: Step) -> Iterator[datetime]:
        """Matching wall-clock times from `start` on (included), forwards or backwards."""
        first = start.date()
        for day in (first + timedelta(days=step * n) for n in count()):
            if not self._fires_on(day):
                continue
            for moment in self._times(start.time() if day == first else None, step):
                yield datetime.combine(day, moment)

    def _times(self, start: time | None, step: Step) -> Iterator[time]:
        times = self._times_of_day
        if step > 0:
            return iter(times[bisect.bisect_left(times, start or time.min) :])
        return reversed(times[: bisect.bisect_right(times, start or time.max)])

    @cached_property
    def _times_of_day(self) -> list[time]:
        return [time(hour, minute) for hour in self.hour.values for minute in self.minute.values]

    def _fires_on(self, day: date) -> bool:
        if day.month not in self.month.values:
            return False
        matches = (day.day in self.day.values, day.isoweekday() % 7 in self.weekday.values)
        return all(matches) if self.day.starred or self.weekday.starred else any(matches)


def _is_period(seconds: object) -> bool:
    return isinstance(seconds, (int, float)) and 1 <= seconds <= LONGEST_WAIT


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"{at!r} has no time zone")
    return at.astimezone(UTC)


def _offset(at: datetime) -> timedelta:
    return at.utcoffset() or timedelta()


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"timezone: {name!r} is not known") from error
