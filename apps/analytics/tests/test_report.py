"""Sales reports: cut into periods without a gap, as JSON and CSV, each house its own."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.tasks import TaskResultStatus
from hypothesis import given
from hypothesis import strategies as st

from apps.analytics.contracts import GroupBy
from apps.analytics.selectors.sums import periods_of
from apps.analytics.tasks import generate_sales_report, sum_up_stale_days
from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.common.days import Days
from apps.orders.tests.factories import new_variant, paid_order
from apps.vendors.models import Vendor
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
OWN, SHOP = "/api/v1/vendor/analytics/sales/", "/api/v1/analytics/sales/"
MONTH = "?from=2026-11-01&to=2026-11-30"


@pytest.fixture
def owner() -> User:
    user: User = UserFactory.create()
    return user


@pytest.fixture
def house(owner: User) -> Vendor:
    vendor: Vendor = VendorFactory.create(owner=owner)
    return vendor


@pytest.fixture
def analyst() -> User:
    user: User = UserFactory.create(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_shopday"))
    return user


def sell(house: Vendor, *days: int) -> None:
    """One order on each of these days of November, of one piece, then of two, then of three."""
    red = new_variant(vendor=house, stock=100)
    for pieces, day in enumerate(days, start=1):
        with time_machine.travel(datetime(2026, 11, day, 12, tzinfo=UTC)):
            paid_order(red, quantity=pieces)
            sum_up_stale_days.call()


def report(api: Any, path: str, user: User) -> Any:
    answer = api.get(path, signed_in=user)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_whole_is_the_sum_of_its_periods(api: Any, owner: User, house: Vendor) -> None:
    sell(house, 2, 3, 18)
    for group_by, lengths in (("day", 30), ("week", 6), ("month", 1)):
        found = report(api, f"{OWN}{MONTH}&group_by={group_by}", owner)
        assert len(found["periods"]) == lengths
        assert sum(one["figures"]["orders"] for one in found["periods"]) == 3
        total = found["total"]
        assert total["gross"] == {"amount": "75000.00", "currency": "NGN"}
        assert total["average_order"]["amount"] == "27500.00"
        assert total["largest_order"]["amount"] == "40000.00"
        assert total["smallest_order"]["amount"] == "15000.00"


def test_weeks_begin_on_monday_and_the_outer_ones_are_cut(
    api: Any, owner: User, house: Vendor
) -> None:
    periods = report(api, f"{OWN}?from=2026-11-04&to=2026-11-17&group_by=week", owner)["periods"]
    assert [(one["first"], one["last"]) for one in periods] == [
        ("2026-11-04", "2026-11-08"),
        ("2026-11-09", "2026-11-15"),
        ("2026-11-16", "2026-11-17"),
    ]


@given(
    first=st.dates(date(2000, 1, 1), date(2099, 1, 1)),
    length=st.integers(1, 800),
    group_by=st.sampled_from(GroupBy),
)
def test_periods_hold_each_day_once(first: date, length: int, group_by: GroupBy) -> None:
    days = Days.until(date.fromordinal(first.toordinal() + length - 1), length)
    cut = list(periods_of(days, group_by))
    assert [day for one in cut for day in one] == list(days)
    for one in cut[1:]:
        assert group_by is not GroupBy.WEEK or one.first.weekday() == 0
        assert group_by is not GroupBy.MONTH or one.first.day == 1


def test_the_table_says_the_same(api: Any, owner: User, house: Vendor) -> None:
    sell(house, 2, 18)
    answer = api.get(f"{OWN}csv/{MONTH}&group_by=week", signed_in=owner)
    assert answer["Content-Type"].startswith("text/csv")
    assert "sales-2026-11-01-2026-11-30.csv" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert [row["orders"] for row in rows] == ["0", "1", "0", "1", "0", "0"]
    assert rows[1]["revenue"] == "15000.00"
    assert rows[0]["average_order"] == ""


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "from"),
        ("?from=2026-11-01", "to"),
        ("?from=2026-13-01&to=2026-11-02", "from"),
        ("?from=20261101&to=2026-11-02", "from"),
        ("?from=2026-11-01T00:00&to=2026-11-02", "from"),
        ("?from=2026-11-03&to=2026-11-02", "to"),
        ("?from=2025-11-01&to=2026-11-02", "to"),
        (f"{MONTH}&group_by=year", "group_by"),
        (f"{MONTH}&currency=naira", "currency"),
        (f"{MONTH}&currency=USD", "currency"),
        (f"{MONTH}&group=day", "group"),
    ],
)
def test_odd_questions_are_refused(
    api: Any, owner: User, house: Vendor, query: str, field: str
) -> None:
    for path in (OWN, f"{OWN}csv/"):
        answer = api.get(f"{path}{query}", signed_in=owner)
        assert answer.status_code == 422
        assert field in answer.json()["errors"]


def test_each_house_sees_its_own_and_staff_the_sum(
    api: Any, owner: User, house: Vendor, analyst: User
) -> None:
    sell(VendorFactory.create(), 2, 3)
    sell(house, 2)
    assert report(api, f"{OWN}{MONTH}", owner)["total"]["orders"] == 1
    assert report(api, f"{SHOP}{MONTH}", analyst)["total"]["orders"] == 3
    table = api.get(f"{OWN}csv/{MONTH}&group_by=month", signed_in=owner)
    assert b",NGN,1,1," in b"".join(table.streaming_content)


def test_who_may_not_is_refused(api: Any, owner: User, house: Vendor) -> None:
    stranger, clerk = UserFactory.create(), UserFactory.create(is_staff=True)
    for path in (OWN, f"{OWN}csv/"):
        assert api.get(f"{path}{MONTH}").status_code == 401
        assert api.get(f"{path}{MONTH}", signed_in=stranger).status_code == 403
    for path in (f"{SHOP}{MONTH}", "/api/v1/analytics/overview/"):
        assert api.get(path).status_code == 401
        for user in (owner, clerk):
            assert api.get(path, signed_in=user).status_code == 403


def test_the_task_gives_the_whole_shop_as_plain_values(house: Vendor) -> None:
    sell(house, 2, 18)
    found: Any = generate_sales_report.call("2026-11-01", "2026-11-30", group_by="week")
    assert (found["total"]["orders"], len(found["periods"])) == (2, 6)
    assert found["total"]["largest_order"] == {"amount": "27500.00", "currency": "NGN"}
    assert found["periods"][1]["first"] == "2026-11-02"


@pytest.mark.parametrize(
    "words", [("x", "2026-11-02"), ("2026-11-03", "2026-11-02"), ("2026-11-01", "2026-11-02", "y")]
)
def test_a_task_for_no_report_fails_for_good(words: tuple[str, ...]) -> None:
    result: Any = generate_sales_report.enqueue(*words)
    assert result.status == TaskResultStatus.FAILED
    assert "PermanentError" in result.errors[0].exception_class_path
