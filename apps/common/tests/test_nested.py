"""Rows below rows are the instances that the ORM would load, in one statement."""

from typing import Any

import pytest
from django.db.models import DecimalField, OuterRef

from apps.common.db import Named, Nested, NestedOne, Prepared, with_nested
from apps.common.db.nested import _reader
from apps.common.outbox.models import Delivery, OutboxEvent
from apps.common.tests.test_db import columns_of, event

pytestmark = pytest.mark.django_db


def nested() -> Any:
    above = NestedOne(OutboxEvent.objects.filter(pk=OuterRef("event_id")))
    below = with_nested(Delivery.objects.filter(event=OuterRef("pk")).order_by("-id"), its=above)
    missing = NestedOne(Delivery.objects.filter(handler="nobody", event=OuterRef("pk")))
    rows = OutboxEvent.objects.filter(name=Named("name"))
    return with_nested(rows, all=Nested(below), none=missing)


NESTED: Prepared[Any] = Prepared(nested)


@pytest.fixture
def deliveries() -> list[Delivery]:
    payload = {"é\"%s'": [1, None, {"deep": 2**53 + 1}], "€": "line\nline"}
    [mine, other] = OutboxEvent.objects.bulk_create(
        [event(name=name, payload=payload, version=2**15 - 1) for name in ("mine", "other")]
    )
    Delivery.objects.bulk_create(
        [Delivery(event=mine, handler=f"h{n}", aggregate='ünï\\ "x"') for n in range(3)]
        + [Delivery(event=other, handler="theirs", aggregate="x")]
    )
    return list(Delivery.objects.filter(event=mine).order_by("-id"))


def test_they_hold_what_the_orm_loads_to_the_microsecond(
    deliveries: list[Delivery], django_assert_num_queries: Any
) -> None:
    NESTED.all(name="")
    with django_assert_num_queries(1):
        [row] = NESTED.all(name="mine")
    assert [columns_of(one) for one in row.all] == [columns_of(one) for one in deliveries]
    for one in row.all:
        assert columns_of(one.its) == columns_of(row)
        assert {name: type(value) for name, value in columns_of(one).items()} == {
            name: type(value) for name, value in columns_of(deliveries[0]).items()
        }
    assert row.none is None
    assert not row.all[0]._state.adding  # saving it would be an UPDATE


def test_nothing_below_is_an_empty_list(deliveries: list[Delivery]) -> None:
    OutboxEvent.objects.bulk_create([event(name="alone")])
    [row] = NESTED.all(name="alone")
    assert row.all == []


def test_what_json_would_change_is_refused() -> None:
    with pytest.raises(TypeError, match="does not survive"):
        _reader(DecimalField(max_digits=20, decimal_places=2))
