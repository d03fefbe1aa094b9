"""A house's orders: only its own, sent once, received by the buyer."""

import pytest
from django.test import Client

from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.orders.models import VendorPart
from apps.orders.tests.factories import new_variant, paid_order, placed_order
from apps.vendors.tests.factories import VendorFactory, VendorMemberFactory

pytestmark = pytest.mark.django_db(transaction=True)
GIG = {"carrier": "GIG Logistics", "tracking_number": "GIG-1"}


def seller_of(part: VendorPart) -> Client:
    client, person = Client(), UserFactory.create()
    VendorMemberFactory.create(vendor=part.vendor, user=person)
    client.force_login(person)
    return client


@pytest.fixture
def part(buyer: User) -> VendorPart:
    """One of the two parts of a paid order."""
    order = paid_order(new_variant(), new_variant(), buyer=buyer)
    return VendorPart.objects.filter(order=order).earliest("position")


def test_who_has_no_house_sees_no_orders(shopper: Client) -> None:
    assert shopper.get("/vendor/orders").status_code == 403


def test_a_house_sees_its_own_part_only(part: VendorPart) -> None:
    seller = seller_of(part)
    page = seller.get("/vendor/orders").content.decode()
    assert page.count('class="tag tag--warn">To send') == 1
    other = VendorPart.objects.exclude(pk=part.pk).get()
    assert seller.get(f"/vendor/orders/{other.pk}").status_code == 404
    assert seller.post(f"/vendor/orders/{other.pk}", GIG).status_code == 404


def test_sending_then_receiving(part: VendorPart, shopper: Client) -> None:
    seller = seller_of(part)
    address = f"/vendor/orders/{part.pk}"
    assert seller.post(address, GIG)["Location"] == address
    assert "GIG-1" in seller.get(address).content.decode()
    page = shopper.get(f"/orders/{part.order.number}").content.decode()
    assert "GIG-1" in page
    shopper.post(f"/orders/{part.order.number}/parts/{part.pk}/received")
    part.refresh_from_db()
    assert part.status == "delivered"


def test_sending_twice_is_refused_with_a_sentence(part: VendorPart) -> None:
    seller = seller_of(part)
    address = f"/vendor/orders/{part.pk}"
    seller.post(address, GIG)
    answer = seller.post(address, {**GIG, "tracking_number": "GIG-2"}, follow=True)
    assert "message--error" in answer.content.decode()
    part.refresh_from_db()
    assert part.shipment.tracking_number == "GIG-1"


@pytest.mark.parametrize("sent", [{}, {"carrier": "GIG"}, GIG | {"carrier": "x" * 500}])
def test_a_part_is_not_sent_without_its_facts(part: VendorPart, sent: dict[str, str]) -> None:
    answer = seller_of(part).post(f"/vendor/orders/{part.pk}", sent)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    part.refresh_from_db()
    assert part.status == "paid"


def test_what_is_not_paid_cannot_be_sent(buyer: User) -> None:
    unpaid = VendorPart.objects.get(order=placed_order(buyer=buyer))
    seller = seller_of(unpaid)
    assert "Mark as sent" not in seller.get(f"/vendor/orders/{unpaid.pk}").content.decode()
    seller.post(f"/vendor/orders/{unpaid.pk}", GIG)
    unpaid.refresh_from_db()
    assert unpaid.status == "pending"


@pytest.mark.parametrize("status", ["shipped", "delivered", "pending", "cancelled", "nonsense"])
def test_other_lists_are_empty_and_say_so(status: str) -> None:
    seller = Client()
    person = UserFactory.create()
    VendorFactory.create(owner=person)
    seller.force_login(person)
    answer = seller.get("/vendor/orders", {"status": status})
    assert answer.status_code == 200
    assert 'class="empty"' in answer.content.decode()
