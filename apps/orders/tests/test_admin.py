"""Staff find orders, parts and payments, and can change none of them."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from apps.authentication.tests.factories import UserFactory
from apps.common.audit.models import AuditRecord
from apps.orders.models import Order
from apps.orders.tests.aftersale import asked_back, delivered_part
from apps.orders.tests.factories import new_variant, paid_order, placed_order
from apps.payments.models import Intent, SandboxCharge, WebhookReceipt
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    return client


def pages(order: Order) -> dict[str, str]:
    intent = Intent.objects.get(reference=order.id)
    return {
        "/admin/orders/order/": order.number,
        f"/admin/orders/order/?q={order.number}": order.number,
        f"/admin/orders/order/{order.id}/change/": "Order placed",
        "/admin/orders/vendorpart/?status=paid": f"{order.number}-1",
        f"/admin/orders/vendorpart/{order.parts.all()[0].id}/change/": "₦12,500.00",
        f"/admin/payments/intent/?q={order.id}": str(order.id),
        f"/admin/payments/intent/{intent.id}/change/": "succeeded",
        "/admin/payments/sandboxcharge/": "pproved",
        "/admin/payments/webhookreceipt/": "0 webhook receipts",
    }


def test_each_page_shows_what_it_is_for(staff: Client) -> None:
    order = paid_order(new_variant(), new_variant())
    for path, text in pages(order).items():
        page = staff.get(path)
        assert page.status_code == 200, path
        assert text in page.content.decode(), path


def test_nothing_can_be_changed_added_or_deleted(staff: Client) -> None:
    order = paid_order()
    for path in pages(order):
        if path.endswith("/change/"):
            answer = staff.post(path, {"status": "completed"})
            assert answer.status_code == 403 or "Why" in answer.text, path  # a part has a form
            assert staff.post(path.replace("change", "delete")).status_code == 403, path
        elif "?" not in path:
            assert staff.get(f"{path}add/").status_code == 403, path
            page = staff.get(path).content.decode()
            assert "delete_selected" not in page
    order.refresh_from_db()
    assert (order.status, order.parts.get().status) == ("paid", "paid")


def test_the_lists_load_their_rows_at_once(staff: Client, django_assert_max_num_queries) -> None:
    for _ in range(4):
        paid_order(new_variant(), new_variant())
    assert WebhookReceipt.objects.count() == 0
    for path in ("/admin/orders/order/", "/admin/orders/vendorpart/", "/admin/payments/intent/"):
        with django_assert_max_num_queries(12):
            staff.get(path)


def test_the_sandboxs_tokens_stay_hidden(staff: Client) -> None:
    paid_order()
    charge = SandboxCharge.objects.get()
    page = staff.get(f"/admin/payments/sandboxcharge/{charge.id}/change/").content.decode()
    assert charge.reference in page
    assert charge.token not in page


def test_the_lists_narrow_and_search_as_the_api_does(staff: Client) -> None:
    gown = new_variant(sku="ADIRE-9", vendor=VendorFactory.create(slug="adire-house"))
    order, other = paid_order(gown), paid_order()
    Order.objects.filter(id=order.id).update(needs_attention=True)
    for query in (
        f"q={order.number.lower().replace('-', '')}",
        f"q={order.buyer.email}",
        "q=ADIRE-9",
        "vendor=adire-house",
        f"buyer={order.buyer_id}",
        f"vendor=adire-house&part_status=paid&buyer={order.buyer.email}",
    ):
        for path in ("/admin/orders/order/", "/admin/orders/vendorpart/"):
            query_for = query if "order/order" in path else query.replace("part_status", "status")
            shown = staff.get(f"{path}?{query_for}").content.decode()
            assert order.number in shown, (path, query)
            assert other.number not in shown, (path, query)
    for query in (
        "after_sale=refunded",
        "coupon=NONE",
        "q=ab",
        "vendor=%00",
        "part_status=lost&q=zzz",
    ):
        page = staff.get(f"/admin/orders/order/?{query}", follow=True)
        assert page.status_code == 200, query
    first = staff.get("/admin/orders/order/").content.decode()
    assert first.index(order.number) < first.index(other.number)


def test_an_order_links_to_what_came_after_it(staff: Client) -> None:
    gown = new_variant()
    part = delivered_part(gown)
    return_id = asked_back(part, gown)
    page = staff.get(f"/admin/orders/order/{part.order_id}/change/").content.decode()
    assert f"/admin/orders/return/{return_id}/change/" in page
    assert f"/admin/orders/vendorpart/{part.id}/change/" in page


def settle(client: Client, order: Order, reason: str) -> str:
    form = {"action": "settle", "_selected_action": str(order.id), "reason": reason}
    return client.post("/admin/orders/order/", form, follow=True).content.decode()


def test_settled_wants_a_reason_and_a_flag(staff: Client) -> None:
    order = placed_order()
    Order.objects.filter(id=order.id).update(needs_attention=True)
    assert "1 to 150 visible characters" in settle(staff, order, " ")
    assert f"{order.number} is settled" in settle(staff, order, "Paid back by transfer")
    assert AuditRecord.objects.get(action="order.attention-settled").reason
    assert "settled already" in settle(staff, order, "Once more")


def test_settling_in_the_admin_wants_the_right() -> None:
    order, viewer, client = placed_order(), UserFactory.create(is_staff=True), Client()
    Order.objects.filter(id=order.id).update(needs_attention=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_order"))
    client.force_login(viewer)
    assert "Settled: looked at it" not in client.get("/admin/orders/order/").content.decode()
    settle(client, order, "Looks fine")
    assert Order.objects.get(id=order.id).needs_attention
