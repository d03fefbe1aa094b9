"""What sells and is looked at becomes popular; what no longer does, falls."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from apps.analytics.models import ProductViews
from apps.analytics.tasks import note_popular_products, sum_up_stale_days
from apps.common.days import today
from apps.common.outbox.testing import deliver_events
from apps.orders import facade as orders
from apps.orders.tests.aftersale import paid_part, vendor_of
from apps.orders.tests.factories import new_variant, paid_order
from apps.products.models import Product, Variant

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)


def popularity(variant: Variant) -> int:
    return Product.objects.values_list("popularity", flat=True).get(id=variant.product_id)


def looked_at(variant: Variant, times: int) -> None:
    product = variant.product
    ProductViews.objects.create(
        vendor_id=product.vendor_id, product=product, day=today(), views=times
    )


def test_a_piece_kept_counts_for_twenty_views() -> None:
    red, blue, grey = new_variant(), new_variant(), new_variant()
    paid_order(red, quantity=3)
    looked_at(red, 7)
    looked_at(blue, 7)
    sum_up_stale_days.call()
    assert note_popular_products.call() == 2
    assert [popularity(one) for one in (red, blue, grey)] == [67, 7, 0]
    assert note_popular_products.call() == 0


def test_what_was_called_off_does_not_count() -> None:
    red = new_variant()
    part = paid_part(red, quantity=3)
    orders.cancel_units(part_id=part.id, by=vendor_of(part), lines={red.id: 2})
    deliver_events()
    sum_up_stale_days.call()
    note_popular_products.call()
    assert popularity(red) == 20


def test_what_nobody_asks_for_any_more_falls_to_zero() -> None:
    red = new_variant()
    with time_machine.travel(NOON) as clock:
        paid_order(red)
        looked_at(red, 5)
        sum_up_stale_days.call()
        note_popular_products.call()
        assert popularity(red) == 25
        clock.shift(timedelta(days=30))
        assert note_popular_products.call() == 1
    assert popularity(red) == 0
