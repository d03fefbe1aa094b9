"""Address, delivery, pay, the order's page: as the buyer goes through them."""

import re

import pytest
from django.test import Client

from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.common.outbox.testing import deliver_events
from apps.customers.models import Address
from apps.customers.tests.factories import AddressFactory
from apps.orders.models import Order
from apps.payments.gateways.sandbox.gateway import SandboxGateway
from apps.products.models import Variant
from apps.storefront.tests.test_cart import put

pytestmark = pytest.mark.django_db(transaction=True)

SURULERE = {
    "action": "new",
    "name": "Ada Obi",
    "phone": "0803 123 4567",
    "line1": "12 Adeniran Ogunsanya Street",
    "city": "Surulere",
    "lga": "Surulere",
    "state": "Lagos",
}


def text(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def reach_payment(client: Client, address: Address) -> str:
    """Go through address and delivery; the key that the last step's form holds."""
    client.post("/checkout", {"action": "choose", "address_id": str(address.pk)})
    client.post("/checkout/delivery", {"note": "Call first"})
    key = re.search(r'name="key" value="([^"]+)"', text(client, "/checkout/pay"))
    assert key is not None
    return key[1]


def bought(client: Client, variant: Variant, address: Address) -> Order:
    put(client, variant)
    answer = client.post("/checkout/pay", {"key": reach_payment(client, address)})
    assert answer.status_code == 302
    assert "/sandbox/pay/" in answer["Location"]
    return Order.objects.latest("placed_at")


def pay(client: Client, order: Order, decision: str = "approve") -> str:
    """Press a button of the sandbox and come back; the page that the buyer sees then."""
    page = client.post(f"/orders/{order.number}/pay")["Location"]
    answer = client.post(page, {"decision": decision})
    return text(client, answer["Location"])


@pytest.mark.parametrize(
    "path",
    ["/checkout", "/checkout/delivery", "/checkout/pay", "/account/orders", "/orders/FS-AAAA-AAAA"],
)
def test_a_guest_signs_in_first(client: Client, db: None, path: str) -> None:
    assert client.get(path)["Location"] == f"/accounts/login/?next={path}"


def test_an_empty_bag_has_no_checkout(shopper: Client) -> None:
    assert shopper.get("/checkout")["Location"] == "/cart"


def test_steps_cannot_be_skipped(shopper: Client, gown: Variant) -> None:
    put(shopper, gown)
    assert shopper.get("/checkout/delivery")["Location"] == "/checkout"
    assert shopper.get("/checkout/pay")["Location"] == "/checkout"
    assert shopper.post("/checkout/pay", {"key": str(new_id())})["Location"] == "/checkout"
    assert not Order.objects.exists()


def test_a_new_address_is_saved_and_used(shopper: Client, gown: Variant, buyer: User) -> None:
    put(shopper, gown)
    assert shopper.post("/checkout", SURULERE)["Location"] == "/checkout/delivery"
    assert Address.objects.get(user=buyer).phone == "+2348031234567"
    assert "12 Adeniran Ogunsanya Street" in text(shopper, "/checkout/delivery")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"phone": "12"}, "Enter a phone number"),
        ({"lga": "Nsukka"}, "Choose a local government area of Lagos"),
        ({"state": "Atlantis"}, "Select a valid choice"),
        ({"name": ""}, "This field is required"),
        ({"name": "A\x00"}, "Null characters are not allowed"),
    ],
)
def test_an_address_is_corrected_beside_its_field(
    shopper: Client, gown: Variant, change: dict[str, str], sentence: str
) -> None:
    put(shopper, gown)
    answer = shopper.post("/checkout", SURULERE | change)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert sentence in page
    assert 'aria-invalid="true"' in page
    assert not Address.objects.exists()


def test_another_persons_address_is_unknown(shopper: Client, gown: Variant) -> None:
    put(shopper, gown)
    theirs = AddressFactory.create(user=UserFactory.create())
    answer = shopper.post("/checkout", {"action": "choose", "address_id": str(theirs.pk)})
    assert answer.status_code == 404


def test_buying_ends_on_a_paid_order(shopper: Client, gown: Variant, home: Address) -> None:
    order = bought(shopper, gown, home)
    assert "The pieces are held for you until" in text(shopper, f"/orders/{order.number}")
    page = pay(shopper, order)
    assert "Your payment has arrived" in page
    assert 'http-equiv="refresh"' in page
    deliver_events()
    page = text(shopper, f"/orders/{order.number}?back=2")
    assert "Your order is paid" in page
    assert 'http-equiv="refresh"' not in page
    assert "Call first" in page


def test_a_provider_on_another_site_is_reached_over_a_page(
    shopper: Client, gown: Variant, home: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = "https://pay.example/sandbox/pay/token"
    monkeypatch.setattr(SandboxGateway, "start", lambda *_: elsewhere)
    put(shopper, gown)
    answer = shopper.post("/checkout/pay", {"key": reach_payment(shopper, home)})
    assert answer.status_code == 200  # a redirect would break the policy's form-action
    assert f'class="button" href="{elsewhere}"' in answer.content.decode()


def test_a_second_click_finds_the_same_order(shopper: Client, gown: Variant, home: Address) -> None:
    put(shopper, gown)
    key = reach_payment(shopper, home)
    pages = {shopper.post("/checkout/pay", {"key": key})["Location"] for _ in range(2)}
    assert len(pages) == 1
    assert Order.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x", "1" * 300])
def test_a_form_without_its_key_places_nothing(
    shopper: Client, gown: Variant, home: Address, key: str
) -> None:
    put(shopper, gown)
    reach_payment(shopper, home)
    shopper.post("/checkout/pay", {"key": key})
    assert not Order.objects.exists()


def test_a_declined_payment_can_be_tried_again(
    shopper: Client, gown: Variant, home: Address
) -> None:
    order = bought(shopper, gown, home)
    page = pay(shopper, order, "decline")
    deliver_events()
    assert "The payment did not go through." in page
    assert "Your payment has arrived" in pay(shopper, order)


def test_an_unpaid_order_can_be_cancelled_and_then_not_paid(
    shopper: Client, gown: Variant, home: Address
) -> None:
    order = bought(shopper, gown, home)
    shopper.post(f"/orders/{order.number}/cancel")
    assert "This order was cancelled." in text(shopper, f"/orders/{order.number}")
    answer = shopper.post(f"/orders/{order.number}/pay", follow=True)
    assert "message--error" in answer.content.decode()


def test_another_buyers_order_does_not_exist(
    client: Client, shopper: Client, gown: Variant, home: Address
) -> None:
    order = bought(shopper, gown, home)
    client.force_login(UserFactory.create())
    for path in ("", "/return"):
        assert client.get(f"/orders/{order.number}{path}").status_code == 404
    for path in ("/pay", "/cancel", f"/parts/{order.parts.get().pk}/received"):
        assert client.post(f"/orders/{order.number}{path}").status_code == 404
    order.refresh_from_db()
    assert order.status == "pending"


def test_an_order_that_a_person_must_check_says_so(
    shopper: Client, gown: Variant, home: Address
) -> None:
    order = bought(shopper, gown, home)
    Order.objects.filter(pk=order.pk).update(needs_attention=True)
    page = text(shopper, f"/orders/{order.number}")
    assert "We are looking at this order." in page
    assert "Continue payment" not in page


def test_the_account_lists_orders_and_addresses(
    shopper: Client, gown: Variant, home: Address
) -> None:
    assert "You have not ordered anything yet." in text(shopper, "/account/orders")
    order = bought(shopper, gown, home)
    assert order.number in text(shopper, "/account/orders")
    assert home.line1 in text(shopper, "/account/addresses")


def test_the_address_book_is_kept_on_its_pages(shopper: Client, home: Address, buyer: User) -> None:
    shopper.post("/account/addresses/new", SURULERE | {"label": "Office"})
    office = Address.objects.get(label="Office")
    shopper.post(f"/account/addresses/{office.pk}", SURULERE | {"label": "Shop"})
    shopper.post(f"/account/addresses/{office.pk}/default")
    office.refresh_from_db()
    assert (office.label, office.is_default) == ("Shop", True)
    shopper.post(f"/account/addresses/{home.pk}/remove")
    assert Address.objects.filter(user=buyer).count() == 1


def test_another_persons_addresses_are_unknown(shopper: Client) -> None:
    theirs = AddressFactory.create(user=UserFactory.create())
    base = f"/account/addresses/{theirs.pk}"
    assert shopper.get(base).status_code == 404
    for path in ("", "/default", "/remove"):
        assert shopper.post(base + path, SURULERE).status_code == 404
    assert Address.objects.filter(pk=theirs.pk, name=theirs.name).exists()
