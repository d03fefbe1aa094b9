"""A bar chart as whole numbers, for an SVG that stretches: no script, no style of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.analytics.contracts import Period
from apps.common.money import Money

HEIGHT = 1_000
_STEP, _BAR = 100, 72  # width of a day, and of the bar in it
_NICE = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in units of the drawing; `period` is what it shows."""

    x: int
    y: int
    height: int
    period: Period


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars below a line at `top`, a round amount."""

    bars: Sequence[Bar]
    bar_width: int
    width: int
    height: int
    top: Money


def revenue_chart(periods: Sequence[Period], currency: str) -> Chart:
    """Draw what was paid in each period; the smallest amount above zero can still be seen."""
    top = _round_up(max((one.figures.revenue.minor for one in periods), default=0))
    return Chart(
        bars=[_bar(index, one, top) for index, one in enumerate(periods)],
        bar_width=_BAR,
        width=_STEP * len(periods),
        height=HEIGHT,
        top=Money(top, currency),
    )


def _bar(index: int, period: Period, top: int) -> Bar:
    minor = period.figures.revenue.minor
    height = max(minor * HEIGHT // top, 4) if minor > 0 else 0
    return Bar(
        x=index * _STEP + (_STEP - _BAR) // 2, y=HEIGHT - height, height=height, period=period
    )


def _round_up(minor: int) -> int:
    """The next of 1, 2, 5, 10, 20, 50 … hundreds of minor units."""
    step = 100
    while True:
        for nice in _NICE:
            if nice * step >= minor:
                return nice * step
        step *= 10
