import json

import pytest

from apps.common.ids import new_id
from apps.orders.tests.factories import new_buyer, new_variant
from apps.promotions.tests.factories import CouponFactory

pytestmark = pytest.mark.django_db


def test_the_example_of_an_order_can_be_sent(api) -> None:
    described = json.loads(api.get("/api/v2/openapi.json").content)
    [body] = described["components"]["schemas"]["PlaceOrderIn"]["examples"]
    CouponFactory.create(code=body["coupons"][0])
    body["items"][0]["variant_id"] = str(new_variant(stock=2).id)
    headers = {"Idempotency-Key": new_id().hex}
    placed = api.post("/api/v2/orders", body, signed_in=new_buyer(), headers=headers)
    assert placed.status_code == 201, placed.content
