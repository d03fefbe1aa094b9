"""Calendar days of the shop: they begin at midnight in its time zone (Africa/Lagos)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from apps.common import clock

ZONE = ZoneInfo(settings.TIME_ZONE)
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """Days from `first` to `last`, both of them in it."""

    first: date
    last: date

    @classmethod
    def until(cls, last: date, count: int) -> "Days":
        """So many days, the last one named."""
        return cls(last - (count - 1) * _ONE, last)

    @property
    def start(self) -> datetime:
        """The moment at which the first day begins."""
        return start_of(self.first)

    @property
    def end(self) -> datetime:
        """The moment at which the last day is over; itself not in it."""
        return start_of(self.last + _ONE)

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def __iter__(self) -> Iterator[date]:
        return (self.first + number * _ONE for number in range(len(self)))

    def before(self) -> "Days":
        """As many days, right before these."""
        return Days.until(self.first - _ONE, len(self))


def start_of(day: date) -> datetime:
    """The moment at which a day of the shop begins."""
    return datetime.combine(day, time.min, ZONE)


def day_of(moment: datetime) -> date:
    """The day of the shop that a moment is in."""
    return moment.astimezone(ZONE).date()


def today() -> date:
    """The present day of the shop."""
    return day_of(clock.now())
