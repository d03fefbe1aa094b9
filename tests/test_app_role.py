"""The shop runs as a database role that owns nothing and can rewrite no history."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from apps.authentication.tests.factories import UserFactory
from apps.common import clock
from apps.common.audit.tests.roles import app_role, connected_as
from apps.common.audit.verifying import verify
from apps.common.outbox.testing import deliver_events
from apps.common.tasks import purge_old_rows
from apps.inventory.tasks import release_expired_holds
from apps.orders.tasks import expire_unpaid_orders
from apps.orders.tests.factories import new_variant, paid_order, placed_order
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def as_app() -> Iterator[None]:
    with app_role() as login, connected_as(login):
        yield


@pytest.mark.usefixtures("as_app")
def test_buying_paying_and_housekeeping_need_no_more_rights(api) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0].startswith("app_")
    order, waiting = paid_order(new_variant(), new_variant()), placed_order()
    deliver_events()
    staff = UserFactory.create(is_staff=True, is_superuser=True)
    VendorFactory.create()
    seen = api.get(f"/api/v1/orders/{order.id}/", signed_in=staff).json()
    assert seen["status"] == "paid"
    with time_machine.travel(clock.now() + timedelta(days=40)):
        release_expired_holds.func()
        expire_unpaid_orders.func()
        purge_old_rows.func()
    waiting.refresh_from_db()
    assert waiting.status == "expired"
    assert verify().faults == []
