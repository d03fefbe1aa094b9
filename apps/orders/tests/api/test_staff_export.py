"""API v1: sold lines as CSV, and the end of `needs_attention`."""

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.common.audit.models import AuditRecord
from apps.common.ids import new_id
from apps.common.money import Money
from apps.orders.contracts import Party
from apps.orders.models import Order, OrderLine, TimelineEntry
from apps.orders.selectors import order_lines
from apps.orders.services import export_lines
from apps.orders.services.refund_part import refund_part
from apps.orders.tests.factories import (
    approve,
    new_buyer,
    new_variant,
    paid_order,
    placed_order,
    settle_and_deliver,
)
from apps.promotions.tests.factories import CouponFactory

pytestmark = pytest.mark.django_db
EXPORT, PARTS = "/api/v1/orders/export/", "/api/v1/vendor-parts/export/"


@pytest.fixture
def clerk() -> User:
    """Somebody who may export, and nothing else."""
    person: User = UserFactory.create(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="export_order"))
    return person


def content(answer: Any) -> str:
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content).decode()


def rows(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(answer))))


def test_one_row_a_line_with_the_filters_of_the_list(api, clerk) -> None:
    CouponFactory.create(code="TENOFF")
    paid = paid_order(new_variant(), new_variant(sku="GOWN-1"), quantity=2)
    waits = placed_order(coupons=("TENOFF",))
    every = rows(api.get(EXPORT, signed_in=clerk))
    assert [row["order_number"] for row in every] == [waits.number, paid.number, paid.number]
    assert every[0]["coupons"] == "TENOFF"
    assert (every[0]["paid_at"], every[0]["tracking_number"]) == ("", "")
    last = every[2]
    assert (last["sku"], last["part"], last["quantity"]) == ("GOWN-1", "2", "2")
    assert (last["unit_price"], last["line_total"]) == ("12500.00", "25000.00")
    assert last["placed_at"].endswith("+00:00")
    assert [row["sku"] for row in rows(api.get(f"{EXPORT}?q=GOWN-1&status=paid", signed_in=clerk))]
    vendor = paid.parts.get(position=2).vendor.slug
    of_vendor = rows(api.get(f"{PARTS}?vendor={vendor}", signed_in=clerk))
    assert [row["sku"] for row in of_vendor] == ["GOWN-1"]


def test_the_columns_of_an_order_add_up_to_its_total_and_to_what_went_back(api, clerk) -> None:
    CouponFactory.create(code="TENOFF")
    tops = (new_variant(), new_variant(sku="GOWN-1"))
    shared = new_variant(vendor=tops[0].product.vendor)
    order = placed_order(*tops, shared, quantity=3, coupons=("TENOFF",))
    approve(order)
    settle_and_deliver(order)
    part = order.parts.get(position=1)
    some = Money(12_345, "NGN")
    refund_part(part_id=part.id, amount=some, reason="Late", by=Party.staff(clerk.pk))
    lines = rows(api.get(EXPORT, signed_in=clerk))
    assert len(lines) == 3

    def total(name: str) -> Money:
        return sum((Money.of(line[name], "NGN") for line in lines), Money(0, "NGN"))

    paid = total("line_total") - total("discount") + total("delivery") - total("delivery_discount")
    assert paid == order.total
    assert total("delivery").minor == order.delivery_minor > 0
    assert total("part_refunded") == some


def test_nothing_in_it_is_a_formula_or_a_person(api, clerk) -> None:
    order = placed_order(buyer=UserFactory.create(email="ada@example.com", name="Ada Obi"))
    OrderLine.objects.filter(part__order=order).update(title='=HYPERLINK("http://x","y")')
    text = content(api.get(EXPORT, signed_in=clerk))
    assert next(csv.DictReader(io.StringIO(text)))["title"].startswith("'=HYPERLINK")
    for word in ("ada@example.com", "Ada", "Obi", "08031234567", "Adeniran"):
        assert word not in text


def test_a_byte_order_mark_only_if_asked(api, clerk) -> None:
    assert content(api.get(EXPORT, signed_in=clerk)).startswith("order_number,")
    with_mark = api.get(f"{EXPORT}?bom=true", signed_in=clerk)
    assert with_mark["Content-Type"] == "text/csv; charset=utf-8"
    assert with_mark["Content-Disposition"] == 'attachment; filename="orders.csv"'
    assert content(with_mark).startswith("\ufefforder_number,")


def test_the_rows_come_through_a_cursor_of_the_databases(api, clerk, monkeypatch) -> None:
    placed_order(new_variant(), new_variant(), new_variant())
    monkeypatch.setattr(order_lines, "CHUNK", 1)
    with CaptureQueriesContext(connection) as few:
        assert len(rows(api.get(EXPORT, signed_in=clerk))) == 3
    placed_order(new_variant(), new_variant(), new_variant())
    with CaptureQueriesContext(connection) as many:
        assert len(rows(api.get(EXPORT, signed_in=clerk))) == 6
    assert len(many) == len(few)


def test_more_than_one_export_holds_is_refused_and_not_recorded(api, clerk, monkeypatch) -> None:
    placed_order(new_variant(), new_variant())
    monkeypatch.setattr(export_lines, "MAX_ROWS", 1)
    answer = api.get(EXPORT, signed_in=clerk)
    assert (answer.status_code, answer.json()["code"]) == (422, "export-too-large")
    assert answer.json()["limit"] == 1
    assert not AuditRecord.objects.filter(action="orders.exported").exists()


def test_each_export_is_on_record_without_naming_anybody(api, clerk) -> None:
    order = paid_order()
    query = f"buyer={order.buyer.email}&q=Ada&status=paid&total_min=1&placed_from=2026-01-01"
    content(api.get(f"{EXPORT}?{query}", signed_in=clerk))
    content(api.get(f"{PARTS}?buyer={order.buyer_id}", signed_in=clerk))
    record = AuditRecord.objects.get(action="orders.exported")
    assert record.after
    assert (record.actor_id, record.after["lines"]) == (clerk.pk, 1)
    assert record.after["filters"]["status"] == "paid"
    assert order.buyer.email not in str(record.after)
    assert "Ada" not in str(record.after)
    parts = AuditRecord.objects.get(action="vendor-parts.exported")
    assert parts.after == {"filters": {"buyer": str(order.buyer_id)}, "lines": 1}


def settle(api: Any, who: User | None, order_id: Any, reason: object = "Called the buyer") -> Any:
    path = f"/api/v1/orders/{order_id}/settled/"
    return api.post(path, {"reason": reason}, signed_in=who)


def test_a_flagged_order_is_settled_once_with_a_reason(api) -> None:
    boss = UserFactory.create(is_staff=True, is_superuser=True)
    order = placed_order()
    Order.objects.filter(id=order.id).update(needs_attention=True)
    for reason in ("", " ", "x" * 151, 7, None, "a\x07b"):
        assert settle(api, boss, order.id, reason).status_code == 422, reason
    answer = settle(api, boss, order.id)
    assert (answer.status_code, answer.json()["needs_attention"]) == (200, False)
    entry = TimelineEntry.objects.filter(order=order).latest("id")
    assert (entry.reason, entry.actor_id) == ("Looked at and settled", boss.pk)
    record = AuditRecord.objects.get(action="order.attention-settled")
    assert (record.actor_id, record.reason) == (boss.pk, "Called the buyer")
    again = settle(api, boss, order.id)
    assert (again.status_code, again.json()["code"]) == (409, "nothing-to-settle")
    assert settle(api, boss, new_id()).status_code == 404


def test_settling_wants_the_right(api) -> None:
    order = placed_order()
    Order.objects.filter(id=order.id).update(needs_attention=True)
    assert settle(api, None, order.id).status_code == 401
    for who in (new_buyer(), UserFactory.create(is_staff=True)):
        assert settle(api, who, order.id).status_code == 403
    assert Order.objects.get(id=order.id).needs_attention
