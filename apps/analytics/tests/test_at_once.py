"""On the pool the dashboard says the same, and its reads run at the same time."""

import time
from typing import Any

import pytest
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from apps.analytics.selectors import asking
from apps.analytics.selectors.asking import Ask
from apps.analytics.selectors.dashboard import vendor_dashboard, vendor_dashboard_at_once
from apps.analytics.tasks import sum_up_stale_days
from apps.common.db import Prepared
from apps.common.tests.pooled import on_the_pool
from apps.orders import facade as orders
from apps.orders.tests.aftersale import approved, delivered_part, vendor_of
from apps.orders.tests.factories import new_variant, paid_order
from apps.vendors.contracts import VendorId
from apps.vendors.facade import vendors_by_id
from apps.vendors.models import Vendor
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db(transaction=True)
SLEEP_MS = 400


def test_both_ways_give_the_same() -> None:
    house = VendorFactory.create()
    red = new_variant(vendor=house)
    part = delivered_part(red, quantity=2)
    orders.receive_return(return_id=approved(part, red), by=vendor_of(part))
    paid_order(red)
    sum_up_stale_days.call()
    store = vendors_by_id([VendorId(house.id)])[VendorId(house.id)]
    asked: dict[str, Any] = {"days": 30, "currency": "NGN"}
    one_by_one = vendor_dashboard(store, **asked)
    at_once = on_the_pool(lambda: vendor_dashboard_at_once(store, **asked))
    assert one_by_one.figures.orders == 2
    assert len(one_by_one.forecast.by_day) == 2
    assert at_once == one_by_one


def test_four_reads_take_hardly_longer_than_one() -> None:
    VendorFactory.create()

    def sleepy() -> QuerySet[Any, dict[str, Any]]:
        slept: Any = Vendor.objects.annotate(slept=RawSQL("pg_sleep(%s)", [SLEEP_MS / 1000]))
        rows: QuerySet[Any, dict[str, Any]] = slept.values("id", "slept")
        return rows

    read = Prepared(sleepy)

    async def timed(count: int) -> float:
        await asking.at_once([Ask(read, {})] * count)  # sessions open
        started = time.perf_counter()
        await asking.at_once([Ask(read, {})] * count)
        return time.perf_counter() - started

    async def both() -> tuple[float, float]:
        return await timed(1), await timed(4)

    one, four = on_the_pool(both)
    assert one >= SLEEP_MS / 1000
    assert four <= 1.3 * one
