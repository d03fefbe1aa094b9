"""Schedules: cron expressions against a slow oracle, and a table of what people expect."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leased_tasks.cron import EPOCH, Cron, Every

MINUTE = timedelta(minutes=1)
# New York and Lord Howe (half an hour) change their clocks; Apia once skipped a whole day.
ZONES = ["UTC", "Africa/Lagos", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"]
CHANGES = [
    datetime(2026, 3, 8, 7, tzinfo=UTC),  # New York forward
    datetime(2026, 11, 1, 6, tzinfo=UTC),  # New York back
    datetime(2026, 4, 4, 15, tzinfo=UTC),  # Lord Howe back
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),  # Lord Howe forward
    datetime(2011, 12, 30, 10, tzinfo=UTC),  # Apia crosses the date line
    datetime(2024, 2, 28, 22, tzinfo=UTC),
]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def numbers(low: int, high: int) -> st.SearchStrategy[str]:
    one = st.integers(low, high)
    ranges = st.tuples(one, one, st.integers(1, min(9, high))).map(
        lambda t: f"{min(t[:2])}-{max(t[:2])}/{t[2]}"
    )
    part = st.one_of(one.map(str), ranges, st.integers(1, high).map(lambda step: f"*/{step}"))
    return st.one_of(st.just("*"), st.lists(part, min_size=1, max_size=3).map(",".join))


expressions = st.builds(
    "{} {} {} {} {}".format,
    numbers(0, 59),
    numbers(0, 23),
    st.one_of(st.just("*"), numbers(1, 28)),
    st.just("*"),
    st.one_of(st.just("*"), numbers(0, 6)),
)
moments = st.one_of(
    st.integers(0, 2_500_000_000).map(lambda seconds: EPOCH + timedelta(seconds=seconds)),
    st.tuples(st.sampled_from(CHANGES), st.integers(-300_000, 300_000)).map(
        lambda t: t[0] + timedelta(seconds=t[1])
    ),
)


def matches(cron: Cron, wall: datetime) -> bool:
    if wall.minute not in cron.minute.values or wall.hour not in cron.hour.values:
        return False
    by_day, by_weekday = wall.day in cron.day.values, wall.isoweekday() % 7 in cron.weekday.values
    both = cron.day.starred or cron.weekday.starred
    in_month = wall.month in cron.month.values
    return in_month and ((by_day and by_weekday) if both else (by_day or by_weekday))


def fires(cron: Cron, minute: datetime) -> bool:
    """One minute decided alone, by what the clock on the wall shows and what it showed before."""
    wall = minute.astimezone(cron.zone)
    every_hour = len(cron.hour.values) == 24
    shown = wall.replace(tzinfo=None)
    if matches(cron, shown) and (every_hour or not wall.fold):
        return True
    before = (minute - MINUTE).astimezone(cron.zone).replace(tzinfo=None)
    skipped = int((shown - before) / MINUTE) - 1
    return not every_hour and any(matches(cron, before + MINUTE * n) for n in range(1, skipped + 1))


@settings(max_examples=400, deadline=None)
@given(expressions, st.sampled_from(ZONES), moments)
@example("30 2 * * *", "America/New_York", utc("2026-03-08T06:59:00"))
@example("*/20 * * * *", "America/New_York", utc("2026-11-01T05:50:00"))
@example("*/20 1 * * *", "America/New_York", utc("2026-11-01T06:10:00"))
@example("0 9 30 * *", "Pacific/Apia", utc("2011-12-30T09:59:59"))
def test_ticks_are_those_a_watcher_of_the_clock_would_see(
    expression: str, zone: str, at: datetime
) -> None:
    cron = Cron.parse(expression, zone)
    floor = at.replace(second=0, microsecond=0)
    for minute in (floor - MINUTE * n for n in range(2000)):
        if fires(cron, minute):
            assert cron.latest(at) == minute
            break
    else:
        assert cron.latest(at) < minute
    for minute in (floor + MINUTE * n for n in range(1, 2000)):
        if fires(cron, minute):
            assert cron.following(at) == minute
            break
    else:
        assert cron.following(at) > minute


@settings(max_examples=400, deadline=None)
@given(expressions, st.sampled_from(ZONES), moments)
def test_no_tick_lies_between_the_latest_and_the_following(
    expression: str, zone: str, at: datetime
) -> None:
    cron = Cron.parse(expression, zone)
    latest, following = cron.latest(at), cron.following(at)
    assert latest <= at < following
    assert cron.latest(following - timedelta(microseconds=1)) == latest
    assert cron.following(latest) == following
    assert (cron.latest(latest), cron.latest(following)) == (latest, following)


@pytest.mark.parametrize(
    ("expression", "zone", "at", "ticks"),
    [
        ("*/15 * * * *", "UTC", "2026-01-01T00:14:59", ["01T00:15", "01T00:30", "01T00:45"]),
        ("0 9 * * MON-FRI", "Africa/Lagos", "2026-01-01T12:00", ["02T08:00", "05T08:00"]),
        ("0 0 * * FRI-SUN", "UTC", "2026-01-01T12:00", ["02T00:00", "03T00:00", "04T00:00"]),
        ("0 0 * * 0-7", "UTC", "2026-01-01T12:00", ["02T00:00", "03T00:00", "04T00:00"]),
        ("0 0 * * 7", "UTC", "2026-01-01T12:00", ["04T00:00", "11T00:00"]),
        ("0 0 * * sun-sun", "UTC", "2026-01-01T12:00", ["04T00:00", "11T00:00"]),
        # Either day field fires when both are restricted; both must match when one is starred.
        ("0 0 13 * FRI", "UTC", "2026-01-08T12:00", ["09T00:00", "13T00:00", "16T00:00"]),
        ("0 0 */2 * MON", "UTC", "2026-01-01T12:00", ["05T00:00", "19T00:00"]),
        ("5,10-20/5 4 * jan *", "UTC", "2026-01-01T04:04", ["01T04:05", "01T04:10", "01T04:15"]),
        ("@weekly", "UTC", "2026-01-01T00:00", ["04T00:00", "11T00:00"]),
        (" @Monthly ", "Asia/Kolkata", "2025-12-31T18:29:59", ["2025-12-31T18:30", "31T18:30"]),
    ],
)
def test_expressions_mean_what_their_readers_expect(
    expression: str, zone: str, at: str, ticks: list[str]
) -> None:
    cron, moment = Cron.parse(expression, zone), utc(at)
    for tick in ticks:
        moment = cron.following(moment)
        assert moment == utc(tick if len(tick) > 9 else f"2026-01-{tick}")
        assert cron.latest(moment) == moment


@pytest.mark.parametrize(
    ("expression", "after", "expected"),
    [
        # 02:00 to 03:00 does not exist: what was due then fires at 03:00, once.
        ("30 2 * * *", "2026-03-08T05:00", ["2026-03-08T07:00", "2026-03-09T06:30"]),
        ("*/10 2 * * *", "2026-03-08T05:00", ["2026-03-08T07:00", "2026-03-09T06:00"]),
        ("30 * * * *", "2026-03-08T05:45", ["2026-03-08T06:30", "2026-03-08T07:30"]),
        # 01:00 to 02:00 comes twice: a time of the day fires once, an every-hour job keeps pace.
        ("30 1 * * *", "2026-11-01T05:00", ["2026-11-01T05:30", "2026-11-02T06:30"]),
        ("30 * * * *", "2026-11-01T05:00", ["2026-11-01T05:30", "2026-11-01T06:30"]),
    ],
)
def test_changing_clocks_neither_lose_nor_double_a_tick(
    expression: str, after: str, expected: list[str]
) -> None:
    cron, moment = Cron.parse(expression, "America/New_York"), utc(after)
    for tick in expected:
        moment = cron.following(moment)
        assert moment == utc(tick)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("* * * *", "has 4 fields, not 5"),
        ("", "has 0 fields"),
        ("@reboot", "has 1 fields"),
        ("60 * * * *", "minute: '60' cannot be read; expected 0 to 59"),
        ("* 24 * * *", "hour: '24'"),
        ("* * 0 * *", "day of month: '0'"),
        ("* * * 13 *", "month: '13' cannot be read; expected 1 to 12 or JAN to DEC"),
        ("* * * * 8", "day of week: '8'"),
        ("* * * * MOON", "day of week: 'MOON'"),
        ("MON * * * *", "minute: 'MON'"),
        ("5/10 * * * *", "minute: '5/10' cannot be read; a step needs a range"),
        ("*/0 * * * *", "a step is a number from 1 to 60"),
        ("*/90 * * * *", "a step is a number from 1 to 60"),
        ("*/ * * * *", "a step is a number"),
        ("1,,2 * * * *", "minute: ''"),
        ("20-10 * * * *", "minute: '20-10' cannot be read; a range must rise"),
        ("-5 * * * *", "minute: ''"),
        ("1-2-3 * * * *", "minute: '2-3'"),
        ("\u0663 * * * *", "minute: '\u0663'"),
        ("9999999999999999999 * * * *", "minute: '9999999999999999999'"),
        ("0 0 30 2 *", "day of month: no month of '0 0 30 2 *' has such a day"),
        ("0 0 31 2,4,6,9,11 *", "day of month: no month"),
    ],
)
def test_an_unreadable_expression_is_refused_with_its_field(expression: str, message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("*", r"\*")):
        Cron.parse(expression)


@pytest.mark.parametrize("zone", ["Mars/Base", "", "../etc/passwd", "Africa"])
def test_an_unknown_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="timezone: "):
        Cron.parse("* * * * *", zone)


def test_a_leap_day_is_waited_for_over_a_century_without_one() -> None:
    cron = Cron.parse("0 0 29 2 *")
    assert cron.following(utc("2097-01-01T00:00")) == utc("2104-02-29T00:00")
    assert cron.latest(utc("2103-01-01T00:00")) == utc("2096-02-29T00:00")


@given(st.integers(1, 10**6), moments)
def test_an_interval_ticks_from_the_epoch(seconds: int, at: datetime) -> None:
    every = Every(seconds)
    latest, following = every.latest(at), every.following(at)
    assert latest <= at < following
    assert following - latest == timedelta(seconds=seconds)
    assert int(latest.timestamp()) % seconds == 0
    assert every.latest(latest) == latest


@pytest.mark.parametrize("seconds", [0, -5, 0.5, float("nan"), float("inf")])
def test_an_interval_under_a_second_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="every: "):
        Every(seconds)


def test_a_time_without_a_zone_is_refused() -> None:
    naive = EPOCH.replace(tzinfo=None)
    for schedule in (Cron.parse("* * * * *", str(ZoneInfo("Africa/Lagos"))), Every(60)):
        with pytest.raises(ValueError, match="no time zone"):
            schedule.latest(naive)
