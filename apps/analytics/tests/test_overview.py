"""What staff see of the shop, over the API and in the admin."""

import secrets
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.analytics.models import ProductViews
from apps.analytics.tasks import sum_up_stale_days
from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.common import clock
from apps.common.days import today
from apps.common.money import Money
from apps.common.public_cache.hit_rate import OUTCOMES, note_outcome
from apps.orders import facade as orders
from apps.orders.models import Order
from apps.orders.tests.aftersale import paid_part, staff
from apps.orders.tests.factories import new_buyer, new_variant, paid_order
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
PATH, PAGE = "/api/v1/analytics/overview/", "/admin/analytics/shopday/"


@pytest.fixture
def analyst() -> User:
    user: User = UserFactory.create(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_shopday"))
    return user


def overview(api: Any, analyst: User) -> Any:
    answer = api.get(PATH, signed_in=analyst)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_sales_and_newcomers_of_the_last_days(api: Any, analyst: User) -> None:
    buyer, old = new_buyer(), clock.now() - timedelta(days=40)
    with time_machine.travel(old):
        paid_order(new_variant(), buyer=buyer)
        sum_up_stale_days.call()
    paid_order(new_variant(), new_variant(), buyer=buyer)
    paid_order(new_variant())
    shown = overview(api, analyst)
    assert (shown["figures"]["orders"], shown["before"]["orders"]) == (2, 1)
    assert shown["figures"]["gross"]["amount"] == "37500.00"
    assert shown["new_buyers"] == 1
    assert shown["new_vendors"] == 3
    assert len(shown["by_day"]) == 30


def test_what_is_not_counted_for_the_whole_shop_is_not_told_as_none(
    api: Any, analyst: User
) -> None:
    variant = new_variant()
    paid_order(variant)
    product = variant.product
    ProductViews.objects.create(day=today(), product=product, vendor_id=product.vendor_id, views=3)
    shown = overview(api, analyst)
    for figures in (shown["figures"], shown["before"], shown["by_day"][-1]["figures"]):
        assert (figures["views"], figures["conversion_bp"]) == (None, None)


def test_the_best_vendors_come_first(api: Any, analyst: User) -> None:
    small, large = VendorFactory.create(), VendorFactory.create()
    paid_order(new_variant(vendor=small), new_variant(vendor=large), quantity=2)
    paid_order(new_variant(vendor=large))
    sum_up_stale_days.call()
    best = overview(api, analyst)["top_vendors"]
    assert [(one["slug"], one["orders"]) for one in best] == [(large.slug, 2), (small.slug, 1)]
    assert best[0]["gross"]["amount"] == "37500.00"


def test_what_waits_is_counted(api: Any, analyst: User) -> None:
    paid_order()
    Order.objects.update(needs_attention=True)
    work = overview(api, analyst)["work"]
    assert (work["needs_attention"], work["open_disputes"], work["dead_letters"]) == (1, 0, 0)
    assert work["queued"] == 0


def test_public_answers_are_told_by_what_they_cost(api: Any, analyst: User, settings: Any) -> None:
    OUTCOMES.pour()  # what earlier tests of this process have counted goes elsewhere
    settings.TALLY = settings.TALLY | {"prefix": f"test-{secrets.token_hex(6)}"}
    assert overview(api, analyst)["work"]["answers"] == {"total": 0, "kept": 0, "hit_rate_bp": None}
    with time_machine.travel(clock.now() - timedelta(days=40)):
        note_outcome("hit")
    for outcome in ("hit", "shared-hit", "joined", "miss", "off", "hit", "miss", "miss"):
        note_outcome(outcome)
    OUTCOMES.pour()
    told = overview(api, analyst)["work"]["answers"]
    assert told == {"total": 8, "kept": 4, "hit_rate_bp": 5000}
    settings.TALLY = settings.TALLY | {"url": "redis://127.0.0.1:1/0"}
    assert overview(api, analyst)["work"]["answers"] is None


def test_reads_of_the_process_are_told(api: Any, analyst: User) -> None:
    before = overview(api, analyst)["work"]["reads"]
    assert api.get("/api/v2/categories/").status_code == 200
    after = overview(api, analyst)["work"]["reads"]
    assert after["without_pool"] == before["without_pool"] + 1  # the test client opens no pool
    assert before.keys() >= {"reads", "refused", "too_slow", "waits", "idle", "size"}


def test_refunds_are_taken_from_the_days_of_their_sales(api: Any, analyst: User) -> None:
    part = paid_part()
    amount = Money(100_000, "NGN")
    orders.refund_part(part_id=part.id, amount=amount, reason="Sorry", by=staff())
    figures = overview(api, analyst)["figures"]
    assert (figures["refunds"]["amount"], figures["net"]["amount"]) == ("1000.00", "14000.00")


def test_it_takes_the_same_statements_whatever_there_is(api: Any, analyst: User) -> None:
    overview(api, analyst)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            overview(api, analyst)
        counts.append(len(queries))
        paid_order(new_variant(), new_variant())
        paid_order(new_variant())
        sum_up_stale_days.call()
    assert counts[1] <= counts[0] + 1  # the vendors' names, once there are any


def test_the_admin_shows_it_in_place_of_a_list(analyst: User) -> None:
    paid_order(new_variant(vendor=VendorFactory.create(store_name="Okonkwo & Daughters")))
    sum_up_stale_days.call()
    client = Client()
    client.force_login(analyst)
    page = client.get(f"{PAGE}?days=7")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Okonkwo &amp; Daughters" in text
    assert "₦12,500" in text
    assert "style=" not in text.partition("<main")[2]
    for path in (f"{PAGE}add/", f"{PAGE}1/delete/"):
        assert client.get(path).status_code in {302, 403, 404}


def test_the_admin_shows_it_to_nobody_without_the_right(db: None) -> None:
    client = Client()
    client.force_login(UserFactory.create(is_staff=True))
    assert client.get(PAGE).status_code == 403


@pytest.mark.parametrize("days", ["0", "91", "x"])
def test_odd_questions_are_refused(api: Any, analyst: User, days: str) -> None:
    assert api.get(f"{PATH}?days={days}", signed_in=analyst).status_code == 422
