"""A vendor's dashboard: right, its own, and as many statements for much as for nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.analytics.apis.v2.schemas import DashboardOut
from apps.analytics.models import ProductViews, ShopDay
from apps.analytics.selectors.dashboard import _TOP_PRODUCTS, vendor_dashboard
from apps.analytics.tasks import sum_up_stale_days
from apps.authentication.contracts import UserId
from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.common.days import today
from apps.common.money import Money
from apps.common.outbox.testing import deliver_events
from apps.orders import facade as orders
from apps.orders.models import VendorPart
from apps.orders.tests.aftersale import approved, asked_back, delivered_part, staff, vendor_of
from apps.orders.tests.factories import new_variant, paid_order, ship
from apps.products.models import Variant
from apps.vendors import facade as vendors
from apps.vendors.models import Vendor
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
PATH = "/api/v2/vendor/dashboard/"
NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)


@pytest.fixture
def owner() -> User:
    user: User = UserFactory.create()
    return user


@pytest.fixture
def house(owner: User) -> Vendor:
    vendor: Vendor = VendorFactory.create(owner=owner)
    return vendor


def gown(house: Vendor, **fields: Any) -> Variant:
    return new_variant(vendor=house, **fields)


def naira(text: str) -> dict[str, str]:
    return {"amount": text, "currency": "NGN"}


def dashboard(api: Any, owner: User, query: str = "") -> Any:
    answer = api.get(f"{PATH}{query}", signed_in=owner)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_days_that_are_over_and_today_add_up(api: Any, owner: User, house: Vendor) -> None:
    red = gown(house)
    with time_machine.travel(NOON, tick=False) as clock:
        for days in (40, 3, 0):
            clock.move_to(NOON - timedelta(days=days))
            paid_order(red, quantity=2)
            sum_up_stale_days.call()
        shown = dashboard(api, owner)
    now, before = shown["figures"], shown["before"]
    assert (now["orders"], now["units"], before["orders"]) == (2, 4, 1)
    assert now["gross"] == naira("50000.00")
    assert now["revenue"] == naira("55000.00")  # two deliveries of 2,500
    assert now["average_order"] == naira("27500.00")
    sold = {day["day"]: day["figures"]["orders"] for day in shown["by_day"]}
    assert len(sold) == 30
    assert {day: count for day, count in sold.items() if count} == {
        "2026-11-17": 1,
        "2026-11-20": 1,
    }
    assert shown["vendor"]["slug"] == house.slug


def test_today_is_read_from_the_orders_themselves(api: Any, owner: User, house: Vendor) -> None:
    paid_order(gown(house))  # nothing was summed up
    assert dashboard(api, owner)["figures"]["orders"] == 1


def test_what_goes_back_counts_on_the_day_of_the_sale(api: Any, owner: User, house: Vendor) -> None:
    red = gown(house)
    with time_machine.travel(NOON) as clock:
        part = delivered_part(red, quantity=4)
        clock.shift(timedelta(days=2))
        return_id = approved(part, red)
        orders.receive_return(return_id=return_id, by=vendor_of(part))
        deliver_events()
        sum_up_stale_days.call()
        shown = dashboard(api, owner)
    now = shown["figures"]
    assert (now["returned_units"], now["return_rate_bp"]) == (1, 2_500)
    assert now["refunds"] == naira("12500.00")
    assert now["net"] == naira("37500.00")  # delivery was free from 50,000
    assert shown["by_day"][-3]["figures"]["returned_units"] == 1
    assert shown["top_products"][0]["returned_units"] == 1


def test_the_answer_is_what_its_schema_declares(api: Any, owner: User, house: Vendor) -> None:
    part = delivered_part(gown(house, stock=2), quantity=2)
    paid_order(gown(house))
    sum_up_stale_days.call()
    ProductViews.objects.create(
        vendor=house, product=part.lines.get().variant.product, day=today(), views=8
    )
    told = dashboard(api, owner, "?days=2")
    store = vendors.require_vendor(UserId(owner.pk))
    shown = vendor_dashboard(store, days=2, currency="NGN")
    assert told == DashboardOut.model_validate(shown).model_dump(mode="json")
    assert told["low_stock"]
    assert told["forecast"]["by_day"]
    assert told["top_products"]


def test_best_sellers_come_first_with_their_views(api: Any, owner: User, house: Vendor) -> None:
    red, blue = gown(house), gown(house)
    paid_order(red)
    paid_order(blue, quantity=3)
    sum_up_stale_days.call()
    ProductViews.objects.create(vendor=house, product=blue.product, day=today(), views=8)
    shown = dashboard(api, owner)
    assert [(one["slug"], one["units"], one["views"]) for one in shown["top_products"]] == [
        (blue.product.slug, 3, 8),
        (red.product.slug, 1, 0),
    ]
    assert shown["figures"]["views"] == 8
    assert shown["figures"]["conversion_bp"] == 2_500  # two orders of eight looks


def test_only_five_products_are_best_and_only_for_them_views_are_looked_up(
    api: Any, owner: User, house: Vendor
) -> None:
    gowns = [gown(house) for _ in range(7)]
    for number, one in enumerate(gowns, start=1):
        paid_order(one, quantity=number)
        ProductViews.objects.create(vendor=house, product=one.product, day=today(), views=number)
    long_ago = today() - timedelta(days=80)
    ProductViews.objects.create(vendor=house, product=gowns[-1].product, day=long_ago, views=99)
    sum_up_stale_days.call()
    shown = dashboard(api, owner)["top_products"]
    assert [(one["slug"], one["title"], one["units"], one["views"]) for one in shown] == [
        (gowns[number - 1].product.slug, gowns[number - 1].product.title, number, number)
        for number in (7, 6, 5, 4, 3)
    ]
    # A column in GROUP BY is worked out for every product on every day, before the best are known.
    assert " GROUP BY 1 ORDER BY " in _TOP_PRODUCTS.compiled.text


def test_the_desk_shows_what_waits(api: Any, owner: User, house: Vendor) -> None:
    red = gown(house)
    paid_order(red)
    asked_back(delivered_part(red), red)
    assert dashboard(api, owner)["desk"] == {"to_send": 1, "open_returns": 1, "open_disputes": 0}


def test_what_runs_low_is_counted_and_the_scarcest_named(
    api: Any, owner: User, house: Vendor
) -> None:
    for stock in (0, 1, 2, 3, 3, 3, 50):
        gown(house, stock=stock)
    shown = dashboard(api, owner)
    assert shown["low_stock_count"] == 6
    assert [one["available"] for one in shown["low_stock"]] == [0, 1, 2, 3, 3]


def test_the_forecast_takes_the_share_off_and_waits_for_the_window(
    api: Any, owner: User, house: Vendor
) -> None:
    """12,500 and 2,500 delivery less a tenth of the goods are 13,750."""
    red = gown(house)
    with time_machine.travel(NOON, tick=False) as clock:
        part = delivered_part(red)
        clock.shift(timedelta(days=4))
        paid_order(red)
        forecast = dashboard(api, owner)["forecast"]
        assert forecast["delivered"] == forecast["on_the_way"] == naira("13750.00")
        assert forecast["by_day"] == [
            {"day": "2026-12-04", "amount": naira("13750.00"), "parts": 1},  # 14 days to return it
            {"day": "2026-12-15", "amount": naira("13750.00"), "parts": 1},  # 7 days on the way
        ]
        half = Money(750_000, "NGN")
        orders.refund_part(part_id=part.id, amount=half, reason="Sorry", by=staff())
        assert dashboard(api, owner)["forecast"]["delivered"] == naira("6875.00")
        clock.shift(timedelta(days=11))
        late = dashboard(api, owner)["forecast"]
    assert late["delivered"] == naira("0.00")
    assert [one["day"] for one in late["by_day"]] == ["2026-12-26"]  # still not sent


def test_a_sent_part_counts_from_its_parcel(api: Any, owner: User, house: Vendor) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        part = VendorPart.objects.get(order=paid_order(gown(house)))
        ship(part)
        clock.shift(timedelta(days=3))
        forecast = dashboard(api, owner)["forecast"]
        assert [one["day"] for one in forecast["by_day"]] == ["2026-12-11"]
        clock.shift(timedelta(days=10))  # the parcel is late: from today on
        forecast = dashboard(api, owner)["forecast"]
    assert [one["day"] for one in forecast["by_day"]] == ["2026-12-17"]


def test_nobody_sees_another_house(api: Any, owner: User, house: Vendor) -> None:
    other: Vendor = VendorFactory.create()
    red = gown(other, stock=3)
    paid_order(red)
    sum_up_stale_days.call()
    ProductViews.objects.create(vendor=other, product=red.product, day=today(), views=8)
    shown = dashboard(api, owner)
    assert (shown["figures"]["orders"], shown["figures"]["views"]) == (0, 0)
    assert shown["top_products"] == shown["low_stock"] == shown["forecast"]["by_day"] == []
    assert set(shown["desk"].values()) == {0}
    paid_order(red, gown(house, stock=50))
    shared = dashboard(api, owner)["figures"]
    assert (shared["orders"], shared["gross"]) == (1, naira("12500.00"))


def test_it_takes_the_same_statements_whatever_there_is(
    api: Any, owner: User, house: Vendor
) -> None:
    assert dashboard(api, owner)["figures"]["conversion_bp"] is None
    counts = [_statements(api, owner)]
    for _ in range(3):
        delivered_part(gown(house, stock=2))
    sum_up_stale_days.call()
    counts.append(_statements(api, owner))
    assert counts == [8, 8]  # the store, and the seven


def _statements(api: Any, owner: User) -> int:
    with CaptureQueriesContext(connection) as queries:
        dashboard(api, owner, "?days=90")
    asked = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    return len([sql for sql in asked if '"authentication_' not in sql])


@pytest.mark.parametrize("query", ["days=0", "days=91", "days=x", "currency=ngn", "currency=XXX"])
def test_odd_questions_are_refused(api: Any, owner: User, house: Vendor, query: str) -> None:
    answer = api.get(f"{PATH}?{query}", signed_in=owner)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [query.partition("=")[0]]


def test_who_has_no_store_is_refused(api: Any) -> None:
    assert api.get(PATH).status_code == 401
    assert api.get(PATH, signed_in=UserFactory.create()).status_code == 403


def test_another_currency_is_another_dashboard(api: Any, owner: User, house: Vendor) -> None:
    paid_order(gown(house))
    assert api.get(f"{PATH}?currency=USD", signed_in=owner).status_code == 422
    once = today() - timedelta(days=400)
    ShopDay.objects.create(day=once, currency="USD", **dict.fromkeys(ShopDay.COUNTED, 0))
    shown = dashboard(api, owner, "?currency=USD")
    assert shown["figures"]["revenue"] == {"amount": "0.00", "currency": "USD"}
    assert shown["currencies"] == ["NGN", "USD"]
