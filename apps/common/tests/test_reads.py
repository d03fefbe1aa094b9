"""Reads on the async pool give what the ORM gives, cost no thread and cannot write."""

import asyncio
import threading
from typing import Any

import msgspec
import psycopg
import pytest
from asgiref.sync import async_to_sync
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, F, Func, JSONField, OuterRef
from django.db.models.functions import JSONObject

from apps.common import reads
from apps.common.db import Named, Pages, Prepared
from apps.common.http.pagination import BadCursor
from apps.common.outbox.models import Delivery, OutboxEvent
from apps.common.reads.pool import pool_here
from apps.common.reads.running import fetch
from apps.common.tests.pooled import on_the_pool
from apps.common.tests.test_db import columns_of, event

pytestmark = pytest.mark.django_db(transaction=True)


class Line(msgspec.Struct):
    name: str
    version: int


def handlers() -> Any:
    mine = Delivery.objects.filter(event=OuterRef("pk")).order_by("handler")
    return ArraySubquery(mine.values(row=JSONObject(handler="handler")))


MODELS = Prepared(lambda: OutboxEvent.objects.filter(name=Named("name")).order_by("id"))
RELATED = Prepared(lambda: Delivery.objects.select_related("event").order_by("id"))
VALUES = Prepared(
    lambda: OutboxEvent.objects.values("name", "version", "created_at").order_by("id")
)
LISTS = Prepared(lambda: OutboxEvent.objects.values_list("event_id", "payload").order_by("id"))
FLAT = Prepared(lambda: OutboxEvent.objects.values_list("name", flat=True).order_by("id"))
COUNTED = Prepared(lambda: OutboxEvent.objects.annotate(n=Count("deliveries")).order_by("id"))
NESTED = Prepared(
    lambda: OutboxEvent.objects.annotate(handlers=handlers()).order_by("id").values("handlers")
)
JSON = Prepared(
    lambda: OutboxEvent.objects.filter(name=Named("name")).values_list(
        JSONObject(name=F("name"), payload=F("payload")), flat=True
    )
)
NOTHING = Prepared(
    lambda: OutboxEvent.objects.values_list(
        Func(template="NULL::jsonb", output_field=JSONField()), flat=True
    )
)
PAGES = Pages(
    lambda: OutboxEvent.objects.filter(name__gte=Named("least")), order=("-created_at", "-id")
)


@pytest.fixture(autouse=True)
def events() -> list[OutboxEvent]:
    OutboxEvent.objects.bulk_create(
        [event(name=f"e{n}", version=n + 1, payload={"é%s": [n, None]}) for n in range(7)]
    )
    rows = list(OutboxEvent.objects.order_by("id"))
    Delivery.objects.bulk_create(
        [Delivery(event=row, handler=f"h{n}", aggregate="x") for row in rows[:3] for n in range(2)]
    )
    return rows


@pytest.mark.parametrize("prepared", [RELATED, VALUES, LISTS, FLAT, COUNTED, NESTED])
def test_rows_are_those_of_the_orm(prepared: Prepared[Any]) -> None:
    found = on_the_pool(lambda: reads.rows(prepared))
    assert found == prepared.all() == list(prepared._build())
    assert found


def test_instances_hold_what_the_orm_loads(events: list[OutboxEvent]) -> None:
    found = on_the_pool(lambda: reads.rows(MODELS, name="e2"))
    assert [columns_of(row) for row in found] == [columns_of(events[2])]
    assert on_the_pool(lambda: reads.first(MODELS, name="nobody")) is None
    related = on_the_pool(lambda: reads.first(RELATED))
    assert related
    assert columns_of(related.event) == columns_of(events[0])  # no query: none is allowed here
    counts = on_the_pool(lambda: reads.rows(COUNTED))
    assert [getattr(row, "n") for row in counts] == [2, 2, 2, 0, 0, 0, 0]  # noqa: B009


def test_json_comes_as_postgresql_wrote_it() -> None:
    body = on_the_pool(lambda: reads.json(JSON, name="e1"))
    assert body
    assert msgspec.json.decode(body) == {"name": "e1", "payload": {"é%s": [1, None]}}
    assert on_the_pool(lambda: reads.json(JSON, name="nobody")) is None
    assert on_the_pool(lambda: reads.json(NOTHING)) is None


def test_values_become_structs() -> None:
    found = on_the_pool(lambda: reads.structs(VALUES, Line))
    assert found[:2] == [Line("e0", 1), Line("e1", 2)]


def test_pages_are_those_of_the_sync_door(events: list[OutboxEvent]) -> None:
    cursor: str | None = None
    seen: list[str] = []
    while True:
        there = PAGES.read(cursor=cursor, limit=2, least="e1")
        here = on_the_pool(lambda: reads.page(PAGES, cursor=cursor, limit=2, least="e1"))  # noqa: B023
        assert here == there
        seen += [row.name for row in here.rows]
        if here.next_cursor is None:
            break
        cursor = here.next_cursor
    assert seen == ["e6", "e5", "e4", "e3", "e2", "e1"]
    before = here.previous_cursor
    back = on_the_pool(lambda: reads.page(PAGES, cursor=before, limit=2, least="e1"))
    assert [row.name for row in back.rows] == ["e4", "e3"]
    assert back == PAGES.read(cursor=before, limit=2, least="e1")
    with pytest.raises(BadCursor):
        on_the_pool(lambda: reads.page(PAGES, cursor="x", limit=2, least=""))


@pytest.mark.django_db
def test_without_a_pool_it_runs_in_the_callers_transaction() -> None:
    OutboxEvent.objects.bulk_create([event(name="uncommitted")])
    before = reads.metrics()["without_pool"]
    assert len(async_to_sync(reads.rows)(MODELS, name="uncommitted")) == 1
    assert reads.metrics()["without_pool"] == before + 1


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO common_taskticket (task_id) VALUES ('x')",
        "UPDATE common_outboxevent SET version = 9",
        "DELETE FROM common_outboxevent",
        "CREATE TABLE mine (id int)",
        "SELECT nextval('common_outboxevent_id_seq')",
        "SELECT * FROM common_outboxevent FOR UPDATE",
        "SELECT it_writes()",
    ],
)
def test_it_cannot_write(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION it_writes() RETURNS void LANGUAGE sql VOLATILE AS"
            " 'UPDATE common_outboxevent SET version = 9'"
        )
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        on_the_pool(lambda: raw(statement))
    assert not OutboxEvent.objects.filter(version=9).exists()


def test_a_session_reads_in_utc() -> None:
    assert on_the_pool(lambda: raw("SELECT current_setting('TimeZone')")) == [("UTC",)]


async def raw(statement: str, *values: object) -> list[tuple[Any, ...]]:
    pool = pool_here()
    assert pool
    return await fetch(pool, statement, values)


def test_a_hot_read_starts_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    VALUES.all()
    started: list[str] = []

    async def ask() -> None:
        await reads.open_pool()
        try:
            await reads.rows(VALUES)
            monkeypatch.setattr(threading.Thread, "start", lambda self: started.append(self.name))
            await reads.together(*(reads.rows(VALUES) for _ in range(8)))
        finally:
            monkeypatch.undo()
            await reads.close_pool()

    asyncio.run(ask())
    assert started == []


def test_it_is_compiled_once_though_many_begin_at_once() -> None:
    built: list[int] = []

    def build() -> Any:
        built.append(1)
        return OutboxEvent.objects.values("name")

    fresh = Prepared(build)
    answers = on_the_pool(lambda: reads.together(*(reads.rows(fresh) for _ in range(6))))
    assert [len(rows) for rows in answers] == [7] * 6
    assert built == [1]
