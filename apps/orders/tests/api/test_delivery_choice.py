"""The way of delivery, chosen over HTTP."""

import pytest

from apps.common.ids import new_id
from apps.delivery.tests.factories import MethodFactory
from apps.orders.models import Order
from apps.orders.tests.factories import ADDRESS, new_buyer, new_variant

pytestmark = pytest.mark.django_db
ORDERS = "/api/v2/orders"


def key() -> dict[str, str]:
    return {"Idempotency-Key": new_id().hex}


def body(variant, **more):
    return {"items": [{"variant_id": str(variant.id), "quantity": 1}], "address": ADDRESS} | more


def test_the_way_of_delivery_is_chosen_per_vendor_and_shown(api) -> None:
    buyer, gown = new_buyer(), new_variant()
    MethodFactory.create(name="Rider")
    express = MethodFactory.create(name="Express", fee_minor=400_000)
    store = str(gown.product.vendor_id)
    choice = {"vendor_id": store, "method_id": str(express.pk)}
    placed = api.post(ORDERS, body(gown, delivery=[choice]), signed_in=buyer, headers=key())
    assert placed.json()["total"]["amount"] == "16500.00"
    [part] = api.get(f"{ORDERS}/{placed.json()['order_id']}", signed_in=buyer).json()["parts"]
    assert (part["delivery_method"], part["delivery_kind"], part["delivery"]["amount"]) == (
        "Express",
        "courier",
        "4000.00",
    )
    assert (part["delivery_min_days"], part["delivery_max_days"]) == (1, 3)
    default = [{"vendor_id": store, "method_id": None}]
    placed = api.post(ORDERS, body(gown, delivery=default), signed_in=buyer, headers=key())
    assert placed.json()["total"]["amount"] == "14000.00"


@pytest.mark.parametrize("times", [0, 2])
def test_a_choice_that_is_not_offered_or_stands_twice_is_refused(api, times) -> None:
    buyer, gown = new_buyer(), new_variant()
    store, nothing = str(gown.product.vendor_id), str(new_id())
    choices = [{"vendor_id": store, "method_id": None}] * times or [
        {"vendor_id": store, "method_id": nothing}
    ]
    answer = api.post(ORDERS, body(gown, delivery=choices), signed_in=buyer, headers=key())
    expected = (422, "invalid-input") if times else (409, "method-not-offered")
    assert (answer.status_code, answer.json()["code"]) == expected
    assert not Order.objects.exists()
