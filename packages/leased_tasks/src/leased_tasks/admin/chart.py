"""The picture of the last hour: what finished and what failed, minute by minute."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from leased_tasks.inspection import Minute

WIDTH, HEIGHT = 720, 120
_BARS = 60
_STEP = WIDTH // _BARS


@dataclass(frozen=True)
class Bar:
    """One minute: how high each part stands, in the picture's own units, failed on top."""

    start: datetime
    x: int
    successful: int
    failed: int
    successful_y: int
    successful_height: int
    failed_y: int
    failed_height: int


@dataclass(frozen=True)
class Chart:
    """Bars, oldest first, and the same in numbers for those who do not see the picture."""

    bars: Sequence[Bar]
    successful: int
    failed: int
    retried: int
    highest: int
    width: int = WIDTH
    height: int = HEIGHT
    bar_width: int = _STEP - 2

    @property
    def busy(self) -> Sequence[Bar]:
        """The minutes in which something ended."""
        return [bar for bar in self.bars if bar.successful or bar.failed]


def chart_of(queues: Iterable[Sequence[Minute]]) -> Chart:
    """Return the chart of all given queues together."""
    columns = list(zip(*queues, strict=False))
    ended = [(sum(m.successful for m in col), sum(m.failed for m in col)) for col in columns]
    highest = max((successful + failed for successful, failed in ended), default=0)
    bars = [
        _bar(number, columns[number][0].minute, one, highest) for number, one in enumerate(ended)
    ]
    return Chart(
        bars=bars,
        successful=sum(successful for successful, _ in ended),
        failed=sum(failed for _, failed in ended),
        retried=sum(minute.retried for column in columns for minute in column),
        highest=highest,
    )


def _bar(number: int, minute: int, ended: tuple[int, int], highest: int) -> Bar:
    successful, failed = ended
    # A single failure among thousands must be seen: no part is lower than two units.
    high, top = _height(successful, highest), _height(failed, highest)
    high = min(high, HEIGHT - top)
    return Bar(
        start=datetime.fromtimestamp(minute * 60, UTC),
        x=number * _STEP,
        successful=successful,
        failed=failed,
        successful_y=HEIGHT - high,
        successful_height=high,
        failed_y=HEIGHT - high - top,
        failed_height=top,
    )


def _height(count: int, highest: int) -> int:
    return max(round(HEIGHT * count / highest), 2) if count else 0
