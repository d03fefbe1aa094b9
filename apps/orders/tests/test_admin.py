"""Staff find orders, parts and payments, and can change none of them."""

import pytest
from django.test import Client

from apps.authentication.tests.factories import UserFactory
from apps.orders.models import Order
from apps.orders.tests.factories import new_variant, paid_order
from apps.payments.models import Intent, SandboxCharge, WebhookReceipt

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
            assert staff.post(path, {"status": "completed"}).status_code == 403, path
            assert staff.post(path.replace("change", "delete")).status_code == 403, path
        elif "?" not in path:
            assert staff.get(f"{path}add/").status_code == 403, path
            page = staff.get(path).content.decode()
            assert "delete_selected" not in page
    order.refresh_from_db()
    assert order.status == "paid"


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
