"""API v1: orders as staff read them."""

import pytest

from apps.authentication.tests.factories import UserFactory
from apps.orders.models import Order
from apps.orders.tests.factories import new_buyer, new_variant, paid_order, placed_order

pytestmark = pytest.mark.django_db


def test_staff_read_all_orders_nested_in_v1(api) -> None:
    staff = UserFactory.create(is_staff=True, is_superuser=True)
    flagged, order = placed_order(), paid_order(new_variant(), new_variant())
    Order.objects.filter(id=flagged.id).update(needs_attention=True)
    listed = api.get("/api/v1/orders/", signed_in=staff).json()
    assert [row["number"] for row in listed["results"]] == [order.number, flagged.number]
    assert [line["quantity"] for line in listed["results"][0]["parts"][0]["lines"]] == [1]
    seen = api.get(f"/api/v1/orders/{order.id}/", signed_in=staff).json()
    assert seen == listed["results"][0]
    assert seen["total"] == {"amount": "30000.00", "currency": "NGN"}
    for query, found in (
        ("status=paid", [order]),
        ("needs_attention=true", [flagged]),
        (f"number={order.number.lower()}", [order]),
        ("status=expired", []),
    ):
        rows = api.get(f"/api/v1/orders/?{query}", signed_in=staff).json()["results"]
        assert [row["id"] for row in rows] == [str(one.id) for one in found], query


@pytest.mark.parametrize(
    "query", ["status=nonsense", "needs_attention=perhaps", "cursor=%00", "number=" + "9" * 99]
)
def test_v1_refuses_odd_filters(api, query: str) -> None:
    staff = UserFactory.create(is_staff=True, is_superuser=True)
    answer = api.get(f"/api/v1/orders/?{query}", signed_in=staff)
    assert answer.status_code == 422


def test_v1_orders_are_for_staff(api) -> None:
    order = placed_order()
    for path in ("/api/v1/orders/", f"/api/v1/orders/{order.id}/"):
        assert api.get(path, signed_in=new_buyer()).status_code == 403
        without_permission = UserFactory.create(is_staff=True)
        assert api.get(path, signed_in=without_permission).status_code == 403
        assert api.get(path).status_code == 401
