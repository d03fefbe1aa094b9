"""Keyset pages cover every row once, in both directions."""

import json
from base64 import urlsafe_b64encode
from datetime import timedelta

import pytest

from apps.common import clock
from apps.common.db import plans
from apps.common.db.numbered import NumberedPages
from apps.common.errors import InvalidInput, NoSuchPage
from apps.common.http.pagination import BadCursor, keyset_page
from apps.common.ids import new_id
from apps.common.models import TaskTicket

pytestmark = pytest.mark.django_db
ORDER = ("-created_at", "task_id")


@pytest.fixture
def tickets() -> list[str]:
    start = clock.now()
    rows = [
        TaskTicket(task_id=f"{n:03}", user_id=new_id(), created_at=start - timedelta(days=n // 3))
        for n in range(23)
    ]
    TaskTicket.objects.bulk_create(rows)
    return [row.task_id for row in rows]


def test_pages_forward_and_back_show_every_row_once(tickets: list[str]) -> None:
    seen, cursor, last = [], None, None
    while True:
        last = keyset_page(TaskTicket.objects.all(), order=ORDER, cursor=cursor, limit=5)
        seen += [row.task_id for row in last.rows]
        if (cursor := last.next_cursor) is None:
            break
    assert seen == tickets
    back = keyset_page(TaskTicket.objects.all(), order=ORDER, cursor=last.previous_cursor, limit=5)
    assert [row.task_id for row in back.rows] == tickets[15:20]
    first = keyset_page(TaskTicket.objects.all(), order=ORDER, limit=5)
    assert first.previous_cursor is None


def test_values_rows_page_too(tickets: list[str]) -> None:
    rows = TaskTicket.objects.values("task_id", "created_at")
    page = keyset_page(rows, order=ORDER, limit=5)
    page = keyset_page(rows, order=ORDER, cursor=page.next_cursor, limit=5)
    assert [row["task_id"] for row in page.rows] == tickets[5:10]


def _packed(*parts: bool | str) -> str:
    return urlsafe_b64encode(json.dumps(parts).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        *("x", "bm90IGpzb24", "W10", "WzEsMl0", "é"),
        _packed(False, ",".join(ORDER)),
        _packed(False, ",".join(ORDER), "x", "y"),
        _packed(False, ",".join(ORDER), True, True),
        _packed(False, "2026-11-23T10:00:00Z", "007"),
    ],
)
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        keyset_page(TaskTicket.objects.all(), order=ORDER, cursor=cursor)


def test_a_cursor_of_another_order_is_refused(tickets: list[str]) -> None:
    """Its values may be of the same kinds, as a price and a rank are: a page of nonsense."""
    rows = TaskTicket.objects.all()
    cursor = keyset_page(rows, order=ORDER, limit=5).next_cursor
    assert len(keyset_page(rows, order=ORDER, cursor=cursor, limit=5).rows) == 5
    with pytest.raises(BadCursor):
        keyset_page(rows, order=("created_at", "-task_id"), cursor=cursor)


@pytest.mark.parametrize(
    "key",
    [
        ("0001-01-01T00:00:00+23:59", "t"),
        ("9999-12-31T23:59:59-23:59", "t"),
        ("2026-01-01T00:00:00", "t"),
        ("2026-01-01", "t"),
        ("2026-01-01T00:00:00+00:00", "t\0"),
    ],
)
def test_what_postgresql_cannot_read_is_refused(key: tuple[str, str]) -> None:
    made_up = urlsafe_b64encode(json.dumps([False, ",".join(ORDER), *key]).encode()).decode()
    with pytest.raises(BadCursor):
        keyset_page(TaskTicket.objects.all(), order=ORDER, cursor=made_up)


def test_numbers_go_as_far_as_rows_are_counted(tickets: list[str]) -> None:
    pages: NumberedPages[TaskTicket] = NumberedPages(TaskTicket.objects.all, order=ORDER, most=7)
    last = plans.run(pages.read(page=3, limit=3))
    assert [row.task_id for row in last.rows] == tickets[6:9]
    assert (last.count, last.count_is_exact, last.pages) == (7, False, 3)
    with pytest.raises(InvalidInput):
        plans.run(pages.read(page=4, limit=3))
    TaskTicket.objects.filter(task_id__in=tickets[7:]).delete()
    assert plans.run(pages.read(page=1, limit=3)).count_is_exact


def test_beyond_the_last_page_there_is_none_but_the_first_may_be_empty(tickets: list[str]) -> None:
    pages: NumberedPages[TaskTicket] = NumberedPages(TaskTicket.objects.all, order=ORDER, most=100)
    TaskTicket.objects.exclude(task_id__in=tickets[:4]).delete()
    assert len(plans.run(pages.read(page=2, limit=3)).rows) == 1
    with pytest.raises(NoSuchPage) as refused:
        plans.run(pages.read(page=3, limit=3))
    assert refused.value.members == {"pages": 2}
    TaskTicket.objects.all().delete()
    empty = plans.run(pages.read(page=1, limit=3))
    assert (empty.rows, empty.pages, empty.count) == ([], 1, 0)
    with pytest.raises(NoSuchPage):
        plans.run(pages.read(page=2, limit=3))
