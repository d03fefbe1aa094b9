"""API v1: staff narrow, search, order and page through orders and vendors' parts."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.common.money import Money
from apps.orders import facade
from apps.orders.models import Order, VendorPart
from apps.orders.states import DisputeReason
from apps.orders.tests.aftersale import asked_back, buyer_of, delivered_part, staff
from apps.orders.tests.factories import (
    ADDRESS,
    new_buyer,
    new_variant,
    paid_order,
    placed_order,
    ship,
)
from apps.promotions.tests.factories import CouponFactory
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
ORDERS, PARTS = "/api/v1/orders/", "/api/v1/vendor-parts/"


@pytest.fixture
def clerk() -> User:
    person: User = UserFactory.create(is_staff=True, is_superuser=True)
    return person


def asked(api: Any, clerk: User, path: str = ORDERS, **query: Any) -> Any:
    return api.get(f"{path}?{urlencode(query)}", signed_in=clerk)


def found(api: Any, clerk: User, path: str = ORDERS, **query: Any) -> list[str]:
    answer = asked(api, clerk, path, **query)
    assert answer.status_code == 200, answer.content
    return [row["id"] if "id" in row else row["part"]["id"] for row in answer.json()["results"]]


@pytest.fixture
def quarrel(clerk: User) -> Order:
    """An order with a coupon, a shipped parcel, a return, a dispute and a refund."""
    gown = new_variant(sku="ADIRE-9", vendor=VendorFactory.create(slug="adire-house"))
    buyer = UserFactory.create(name="Ngozi Eze", email="torn-gown@example.com")
    part = delivered_part(gown, quantity=2, buyer=buyer)
    asked_back(part, gown)
    reason = DisputeReason.DAMAGED
    facade.open_dispute(part_id=part.id, by=buyer_of(part), reason=reason, text="Torn")
    some = Money(50_000, "NGN")
    facade.refund_part(part_id=part.id, by=staff(), amount=some, reason="A stain")
    order: Order = part.order
    order.refresh_from_db()
    return order


def test_each_filter_finds_its_order_and_no_other(api, clerk, quarrel) -> None:
    CouponFactory.create(code="TENOFF")
    plain = placed_order(new_variant(), new_variant(), coupons=("TENOFF",))
    Order.objects.filter(id=plain.id).update(needs_attention=True)
    day = quarrel.paid_at.date()
    for one, query in [
        (quarrel, {"status": quarrel.status}),
        (plain, {"status": "pending"}),
        (quarrel, {"part_status": "delivered", "vendor": "adire-house"}),
        (quarrel, {"vendor": quarrel.parts.get().vendor_id}),
        (quarrel, {"buyer": quarrel.buyer.email.upper()}),
        (plain, {"buyer": plain.buyer_id}),
        (quarrel, {"paid_from": day - timedelta(days=1), "paid_to": day + timedelta(days=1)}),
        (quarrel, {"status": quarrel.status, "total_max": quarrel.total.as_json()["amount"]}),
        (plain, {"needs_attention": "true"}),
        (quarrel, {"needs_attention": "false"}),
        (plain, {"coupon": "tenoff"}),
        (quarrel, {"open_return": "true"}),
        (plain, {"open_dispute": "false"}),
        (quarrel, {"refunded": "true"}),
        (plain, {"number": plain.number.lower().replace("-", " ")}),
    ]:
        assert found(api, clerk, **query) == [str(one.id)], query
    for query in (
        {"part_status": "paid", "vendor": "adire-house"},
        {"placed_from": day + timedelta(days=2)},
        {"placed_to": day - timedelta(days=2)},
        {"currency": "USD"},
        {"total_min": "1", "currency": "GHS"},
        {"vendor": "nobody"},
        {"refunded": "false", "status": quarrel.status},
    ):
        assert found(api, clerk, **query) == [], query


def test_search_finds_by_whatever_is_at_hand(api, clerk, quarrel) -> None:
    other = placed_order(address={**ADDRESS, "name": "Chidi Okafor"})
    compact = quarrel.number.replace("-", "").lower()
    for text in (compact, f"{quarrel.number}-1", "Ngozi", "torn-gown@", "adire-9"):
        assert found(api, clerk, q=text) == [str(quarrel.id)], text
        part = quarrel.parts.get()
        assert found(api, clerk, PARTS, q=text) == [str(part.id)], text
    assert found(api, clerk, q="gig123456") == [str(quarrel.id)]
    assert found(api, clerk, q="okafor") == [str(other.id)]
    assert found(api, clerk, q="100%") == []


def test_parts_have_filters_of_their_own(api, clerk, quarrel) -> None:
    waits = paid_order(new_variant(), new_variant())
    one, two = VendorPart.objects.filter(order=waits).order_by("position")
    ship(two)
    torn = str(quarrel.parts.get().id)
    for expected, query in [
        (str(one.id), {"status": "paid"}),
        (str(two.id), {"status": "shipped", "order_status": "paid"}),
        (torn, {"vendor": "adire-house"}),
        (torn, {"open_dispute": "true", "open_return": "true", "refunded": "true"}),
        (torn, {"buyer": quarrel.buyer.email, "number": quarrel.number}),
    ]:
        assert found(api, clerk, PARTS, **query) == [expected], query
    shown = asked(api, clerk, PARTS, status="shipped").json()["results"][0]
    assert shown["order_number"] == waits.number
    assert shown["part"]["tracking_number"] == "GIG123456"


def test_an_order_tells_staff_everything(api, clerk, quarrel) -> None:
    CouponFactory.create(code="TENOFF")
    cheaper = placed_order(coupons=("TENOFF",))
    shown = api.get(f"{ORDERS}{quarrel.id}/", signed_in=clerk).json()
    assert shown["buyer_email"] == quarrel.buyer.email
    assert shown["buyer_name"] == "Ngozi Eze"
    part = shown["parts"][0]
    assert [one["status"] for one in part["returns"] + part["disputes"]] == ["requested", "open"]
    assert shown["payment_refunds"][0]["id"] == shown["refunds"][0]["id"]
    assert shown["payment_refunds"][0]["amount"] == {"amount": "500.00", "currency": "NGN"}
    assert any(entry["actor_id"] for entry in shown["timeline"])
    discount = asked(api, clerk, number=cheaper.number).json()["results"][0]["discounts"][0]
    assert (discount["code"], discount["vendor"]) == ("TENOFF", None)


def test_fifty_orders_cost_as_many_statements_as_one(api, clerk, quarrel) -> None:
    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as statements:
            assert api.get(path, signed_in=clerk).status_code == 200
        return len(statements)

    lists = {ORDERS: 20, PARTS: 15, f"{ORDERS}?q=ADIRE-9&vendor=adire-house": 20}
    few = {path: cost(path) for path in lists}
    for _ in range(3):
        paid_order(new_variant(), new_variant())
    assert {path: cost(path) for path in lists} == few
    assert all(few[path] <= most for path, most in lists.items()), few


def _many(count: int = 7) -> list[Order]:
    """Orders of which several have the same total, status and moment."""
    orders = [placed_order() for _ in range(count)]
    for place, order in enumerate(orders):
        late, status = timedelta(hours=place // 3), ["pending", "cancelled"][place % 2]
        Order.objects.filter(id=order.id).update(
            placed_at=orders[0].placed_at + late, status=status, total_minor=order.total_minor
        )
        VendorPart.objects.filter(order=order).update(
            placed_at=orders[0].placed_at + late, status=status
        )
    return orders


@pytest.mark.parametrize(
    ("path", "ordering"),
    [(ORDERS, name) for name in ("placed_at", "-placed_at", "total", "-total", "status", "-status")]
    + [(PARTS, name) for name in ("placed_at", "-placed_at", "status", "-status")],
)
def test_pages_show_every_row_once_under_every_ordering(
    api, clerk, settings, path: str, ordering: str
) -> None:
    _many()
    whole = found(api, clerk, path, ordering=ordering)
    settings.PAGE_SIZE = 2
    seen, address, back = [], f"{path}?ordering={ordering}", None
    while address:
        page = api.get(address, signed_in=clerk).json()
        seen += [row.get("id") or row["part"]["id"] for row in page["results"]]
        address, back = page["next"], page["previous"]
    assert seen == whole
    before = api.get(back, signed_in=clerk).json()["results"]
    assert [row.get("id") or row["part"]["id"] for row in before] == whole[-3:-1]
    turned = ordering[1:] if ordering.startswith("-") else f"-{ordering}"
    settings.PAGE_SIZE = 50
    assert found(api, clerk, path, ordering=turned) == whole[::-1]


def test_a_cursor_is_good_for_its_own_question_only(api, clerk, settings) -> None:
    settings.PAGE_SIZE = 1
    placed_order()
    placed_order()
    following = asked(api, clerk, status="pending").json()["next"]
    cursor = following.split("cursor=")[1]
    assert api.get(following, signed_in=clerk).status_code == 200
    changed = ("A" if cursor[-1] != "A" else "B") + cursor[1:]
    for query in (
        {"cursor": cursor},
        {"cursor": cursor, "status": "paid"},
        {"cursor": cursor, "status": "pending", "ordering": "placed_at"},
        {"cursor": changed, "status": "pending"},
        {"cursor": "é", "status": "pending"},
    ):
        answer = asked(api, clerk, **query)
        assert answer.status_code == 400, query
        assert answer.json()["code"] == "cursor-unfit"
    assert asked(api, clerk, PARTS, cursor=cursor, status="pending").status_code == 400


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("colour=red", "colour"),
        ("status=paid&status=pending", "status"),
        ("part_status=lost", "part_status"),
        ("open_return=perhaps", "open_return"),
        ("placed_from=yesterday", "placed_from"),
        ("placed_from=1999-01-01", "placed_from"),
        ("placed_from=9999-12-31T23:59:59-12:00", "placed_from"),
        ("placed_from=2026-11-03&placed_to=2026-11-02", "placed_to"),
        ("paid_from=2026-11-03T10:00:00Z&paid_to=2026-11-03T10:00:00Z", "paid_to"),
        ("total_min=-1", "total_min"),
        ("total_min=1e3", "total_min"),
        ("total_min=0.001", "total_min"),
        ("total_min=2&total_max=1", "total_max"),
        ("currency=naira", "currency"),
        ("ordering=buyer", "ordering"),
        ("q=ab", "q"),
        ("q=" + "x" * 101, "q"),
        ("q=abc%00", "q"),
        ("vendor=" + "x" * 81, "vendor"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(api, clerk, query: str, field: str) -> None:
    for path in (ORDERS, f"{ORDERS}export/"):
        if field == "ordering" and "export" in path:
            continue
        answer = api.get(f"{path}?{query}", signed_in=clerk)
        assert answer.status_code == 422, answer.content
        assert list(answer.json()["errors"]) == [field]


def test_days_are_the_shops_and_an_end_day_is_in_it_as_a_whole(api, clerk) -> None:
    order = placed_order()
    just_after_midnight_in_lagos = datetime(2026, 11, 1, 23, 30, tzinfo=UTC)
    Order.objects.filter(id=order.id).update(placed_at=just_after_midnight_in_lagos)
    same = [str(order.id)]
    assert found(api, clerk, placed_from="2026-11-02", placed_to="2026-11-02") == same
    assert found(api, clerk, placed_to="2026-11-01") == []
    assert found(api, clerk, placed_from="2026-11-01T23:30:00Z") == same
    assert found(api, clerk, placed_to="2026-11-01T23:30:00Z") == []
    assert found(api, clerk, placed_from="", status="") == same


def test_the_lists_are_for_staff_with_the_right(api) -> None:
    nobody_has = new_id()
    for path in (ORDERS, PARTS, f"{ORDERS}export/", f"{PARTS}export/", f"{ORDERS}{nobody_has}/"):
        assert api.get(path).status_code == 401, path
        assert api.get(path, signed_in=new_buyer()).status_code == 403, path
        assert api.get(path, signed_in=UserFactory.create(is_staff=True)).status_code == 403, path
