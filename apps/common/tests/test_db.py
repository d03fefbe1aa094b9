"""Prepared reads and joint inserts do what Django's own would."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Case, IntegerField, Model, Value, When
from django.test.utils import CaptureQueriesContext

from apps.authentication.tests.factories import UserFactory
from apps.common import clock
from apps.common.db import Named, Prepared, insert
from apps.common.http.idempotency_models import IdempotencyKey
from apps.common.ids import new_id
from apps.common.models import TaskTicket
from apps.common.outbox.models import Delivery, OutboxEvent
from apps.common.tests.parallel import in_parallel

pytestmark = pytest.mark.django_db


def event(**also: object) -> OutboxEvent:
    known: dict[str, object] = {"name": "a.b", "version": 1, "aggregate": "x", "payload": {"n": 1}}
    return OutboxEvent(**(known | {"event_id": new_id()} | also))


def columns_of(row: Model) -> dict[str, object]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }


EVENTS = Prepared(
    lambda: OutboxEvent.objects.filter(name=Named("name"), event_id__any=Named("ids"))
    .annotate(
        rank=Case(When(version__gte=Named("version"), then=Value(1)), default=Value(0),
                  output_field=IntegerField())
    )
    .order_by("id")
)  # fmt: skip
HEARD = Prepared(lambda: Delivery.objects.select_related("event").filter(handler=Named("handler")))
NAMES = Prepared(lambda: OutboxEvent.objects.values_list("name", "payload").order_by("id"))


def test_rows_are_those_of_the_queryset() -> None:
    OutboxEvent.objects.bulk_create(
        [event(), event(version=3, payload={"é": [1]}), event(name="c")]
    )
    ids = list(OutboxEvent.objects.values_list("event_id", flat=True))
    found = EVENTS.all(name="a.b", ids=ids, version=2)
    plain = list(OutboxEvent.objects.filter(name="a.b", event_id__in=ids).order_by("id"))
    assert [columns_of(row) for row in found] == [columns_of(row) for row in plain]
    assert [row.rank for row in found] == [0, 1]
    assert found == plain
    assert not found[0]._state.adding
    assert EVENTS.all(name="a.b", ids=[], version=2) == []


def test_the_values_differ_from_call_to_call_and_the_text_does_not() -> None:
    OutboxEvent.objects.bulk_create([event(name="one"), event(name="two")])
    ids = list(OutboxEvent.objects.values_list("event_id", flat=True))
    with CaptureQueriesContext(connection) as ran:
        assert [row.name for row in EVENTS.all(name="one", ids=ids, version=1)] == ["one"]
        assert [row.name for row in EVENTS.all(name="two", ids=ids[:1], version=1)] == []
    assert len(ran) == 2


def test_related_rows_come_in_the_same_statement() -> None:
    row = event()
    row.save()
    Delivery.objects.create(event=row, handler="h", aggregate="x")
    with CaptureQueriesContext(connection) as ran:
        found = HEARD.first(handler="h")
        assert found
        assert found.event.payload == {"n": 1}
    assert len(ran) == 1
    assert HEARD.first(handler="nobody") is None


def test_values_lists_are_converted_as_django_does() -> None:
    OutboxEvent.objects.bulk_create([event()])
    assert NAMES.all() == [("a.b", {"n": 1})]


def test_a_prepared_read_locks_nothing() -> None:
    locking = Prepared(OutboxEvent.objects.select_for_update)
    with pytest.raises(ValueError, match="locks nothing"):
        locking.all()


def test_a_prepared_read_refuses_a_prefetch_instead_of_dropping_it() -> None:
    with pytest.raises(ValueError, match="Nested"):
        Prepared(lambda: OutboxEvent.objects.prefetch_related("deliveries")).all()


@pytest.mark.django_db(transaction=True)
def test_threads_share_it() -> None:
    fresh = Prepared(lambda: OutboxEvent.objects.filter(name=Named("name")))
    OutboxEvent.objects.bulk_create([event(name=f"e{n}") for n in range(8)])

    def ask(number: int) -> list[str]:
        return [row.name for row in fresh.all(name=f"e{number}") for _ in range(3)]

    answers = in_parallel(8, ask)
    assert answers == [[f"e{n}"] * 3 for n in range(8)]


def test_it_writes_what_save_would() -> None:
    now = clock.now() - timedelta(days=400)
    together = event(payload={"text": "é\"'%s", "deep": [None, 1.5]}, created_at=now)
    alone = event(payload=together.payload, created_at=now, event_id=together.event_id)
    insert(together)
    kept = OutboxEvent.objects.get()
    kept.delete()
    alone.save()
    assert columns_of(kept) == columns_of(OutboxEvent.objects.get())
    assert not together._state.adding


def test_rows_of_several_tables_go_in_one_statement() -> None:
    user = UserFactory.create()
    tickets = [TaskTicket(task_id=new_id().hex, user_id=user.pk) for _ in range(3)]
    key = IdempotencyKey(owner="o", key="k" * 8, fingerprint="f")
    with CaptureQueriesContext(connection) as ran:
        insert(*tickets, key)
    assert len(ran) == 1
    assert TaskTicket.objects.count() == 3
    kept = IdempotencyKey.objects.get()
    assert (kept.status, kept.answer, kept.created_at) == (None, None, key.created_at)


def test_keys_that_the_database_makes_come_back_in_order() -> None:
    rows = [event(name=f"e{number}") for number in range(300)]
    insert(*rows)
    kept = OutboxEvent.objects.order_by("id").values_list("id", "name")
    assert [(row.pk, row.name) for row in rows] == list(kept)


def test_nothing_is_kept_when_one_row_is_refused() -> None:
    same: UUID = new_id()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(TaskTicket(task_id="t", user_id=same), event(event_id=same), event(event_id=same))
    assert not TaskTicket.objects.exists()
    assert not OutboxEvent.objects.exists()


def test_no_rows_are_no_statement() -> None:
    with CaptureQueriesContext(connection) as ran:
        insert()
    assert len(ran) == 0
