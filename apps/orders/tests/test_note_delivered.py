"""What has arrived may be reviewed, also what arrived before anybody asked."""

from importlib import import_module

import pytest
from django.db import connection

from apps.authentication.contracts import UserId
from apps.common.outbox.testing import deliver_events
from apps.orders.contracts import Party
from apps.orders.models import OrderLine, VendorPart
from apps.orders.services.cancel_units import cancel_units
from apps.orders.services.confirm_delivery import confirm_delivery
from apps.orders.services.note_delivered import note_delivered
from apps.orders.tests.factories import new_buyer, new_variant, paid_order, ship, shipped_part
from apps.products import facade as products
from apps.products.contracts import ProductId
from apps.products.models import Purchase

pytestmark = pytest.mark.django_db


def received(part: VendorPart) -> tuple[UserId, ProductId]:
    buyer = UserId(part.order.buyer_id)
    confirm_delivery(part_id=part.id, buyer_id=buyer)
    deliver_events()
    line = OrderLine.objects.select_related("variant").filter(part=part).earliest("id")
    return buyer, ProductId(line.variant.product_id)


def test_a_buyer_may_review_once_it_has_arrived_and_not_before():
    part = shipped_part()
    deliver_events()
    assert not Purchase.objects.exists()
    buyer, product_id = received(part)
    assert products.has_had(buyer, product_id)
    note_delivered(part_id=part.id)
    assert Purchase.objects.count() == 1


def test_what_was_called_off_never_arrived():
    first, second = new_variant(), new_variant()
    second.product.vendor = second.vendor = first.vendor
    second.product.save()
    second.save()
    part = VendorPart.objects.get(order=paid_order(first, second, buyer=new_buyer()))
    cancel_units(
        part_id=part.id, by=Party.buyer(part.order.buyer_id), lines={second.id: 1}, reason=""
    )
    ship(part)
    buyer, _ = received(part)
    assert products.has_had(buyer, ProductId(first.product_id))
    assert not products.has_had(buyer, ProductId(second.product_id))


def test_earlier_deliveries_count_too():
    buyer, product_id = received(shipped_part())
    noted = Purchase.objects.values_list("product_id", "user_id", "delivered_at")
    before = list(noted)
    Purchase.objects.all().delete()
    earlier = import_module("apps.orders.migrations.0007_remember_deliveries").EARLIER
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute(earlier)
    assert list(noted) == before
    assert products.has_had(buyer, product_id)
