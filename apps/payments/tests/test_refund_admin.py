"""Staff find refunds and those that are stuck, and can change none of them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from apps.authentication.tests.factories import UserFactory
from apps.common import clock
from apps.payments.models import Refund, SandboxCharge, SandboxRefund
from apps.payments.services.settle_refund import settle_refund
from apps.payments.tests.factories import asked_refund, paid_intent, set_fault

pytestmark = pytest.mark.django_db
LIST = "/admin/payments/refund/"


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    return client


def unknown_refund(minor: int = 777) -> Refund:
    intent = paid_intent()
    set_fault(intent, SandboxCharge.RefundFault.ANSWER_LOST)
    refund = asked_refund(intent, minor)
    settle_refund(refund_id=refund.id)
    return refund


def test_the_list_shows_where_a_refund_stands(staff: Client) -> None:
    refund = unknown_refund()
    for path in (LIST, f"{LIST}?q={refund.intent.reference}", f"{LIST}?q={refund.id}"):
        page = staff.get(path).content.decode()
        assert str(refund.intent.reference) in page
        assert "₦7.77" in page
        assert "Unknown" in page
        assert "answer was lost" in page


def test_the_stuck_ones_can_be_picked_out(staff: Client) -> None:
    stuck, fresh, done = unknown_refund(111), unknown_refund(222), unknown_refund(333)
    settle_refund(refund_id=done.id)
    old = clock.now() - timedelta(hours=2)
    Refund.objects.exclude(id=fresh.id).update(created_at=old)
    page = staff.get(f"{LIST}?progress=stuck").content.decode()
    assert str(stuck.intent.reference) in page
    assert str(fresh.intent.reference) not in page
    assert str(done.intent.reference) not in page


def test_nobody_edits_money(staff: Client) -> None:
    refund = unknown_refund()
    assert staff.get(f"{LIST}{refund.id}/change/").status_code == 200
    assert staff.get(f"/admin/payments/intent/{refund.intent_id}/change/").status_code == 200
    assert staff.get("/admin/payments/sandboxrefund/").status_code == 200
    assert staff.post(f"{LIST}{refund.id}/change/", {"status": "succeeded"}).status_code == 403
    assert staff.post(f"{LIST}{refund.id}/delete/").status_code == 403
    assert staff.get(f"{LIST}add/").status_code == 403
    refund.refresh_from_db()
    assert refund.status == "unknown"


def test_the_list_loads_its_rows_at_once(staff: Client, django_assert_max_num_queries) -> None:
    for minor in range(1, 7):
        unknown_refund(minor)
    with django_assert_max_num_queries(10):
        staff.get(LIST)


def test_who_may_plays_the_bank_and_decides_a_pending_refund(staff: Client) -> None:
    intent = paid_intent()
    set_fault(intent, SandboxCharge.RefundFault.PENDING)
    settle_refund(refund_id=asked_refund(intent, 777).id)
    refund = SandboxRefund.objects.get()
    wish = {"action": "decline", "_selected_action": [refund.pk]}
    viewer = UserFactory.create(is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_sandboxrefund"))
    client = Client()
    client.force_login(viewer)
    for who, outcome in ((client, "pending"), (staff, "declined")):
        who.post("/admin/payments/sandboxrefund/", wish)
        refund.refresh_from_db()
        assert refund.outcome == outcome
