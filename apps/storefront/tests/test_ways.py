"""Ways of delivery, as the buyer chooses and finds them again."""

import pytest
from django.core import mail
from django.test import Client

from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.common.outbox.testing import deliver_events
from apps.customers.models import Address
from apps.delivery.models import DeliveryMethod
from apps.delivery.tests.factories import MethodFactory, ZoneFactory
from apps.orders.models import Order, VendorPart
from apps.orders.tests.factories import approve, settle_and_deliver
from apps.products.models import Variant
from apps.storefront.tests.test_buying import bought, reach_payment, text
from apps.storefront.tests.test_cart import put
from apps.vendors.tests.factories import VendorMemberFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def express(gown: Variant) -> DeliveryMethod:
    """The dearer of two couriers and a pickup, all to Lagos."""
    lagos = ZoneFactory.create(name="Lagos")
    MethodFactory.create(name="Rider", zone=lagos)
    MethodFactory.create(
        name="Atelier", zone=lagos, kind="pickup", fee_minor=0, pickup_address="3 Aba Road"
    )
    found: DeliveryMethod = MethodFactory.create(
        name="Express", zone=lagos, fee_minor=400_000, max_days=1
    )
    return found


def field(variant: Variant) -> str:
    return f"way-{variant.product.vendor_id}"


def test_the_buyer_chooses_and_pays_for_the_chosen_way(
    shopper: Client, gown: Variant, express: DeliveryMethod, home: Address
) -> None:
    put(shopper, gown)
    shopper.post("/checkout", {"action": "choose", "address_id": str(home.pk)})
    page = text(shopper, "/checkout/delivery")
    assert page.index("Rider") < page.index("Express") < page.index("Collect at 3 Aba Road")
    assert page.count(" checked") == 1
    assert "1 to 3 days" in page
    way = {field(gown): str(express.pk)}
    answer = shopper.post("/checkout/delivery", {"note": ""} | way)
    assert answer["Location"] == "/checkout/pay"
    page = text(shopper, "/checkout/pay")
    assert "Express, 1 day" in page
    assert f'name="{field(gown)}" value="{express.pk}"' in page
    assert "₦16,500" in page
    shopper.post("/checkout/pay", {"key": str(new_id())} | way)
    order = Order.objects.get()
    assert (order.delivery_minor, order.total_minor) == (400_000, 1_650_000)
    assert "Express, 1 day after payment" in text(shopper, f"/orders/{order.number}")


def test_the_cheapest_courier_is_taken_unless_chosen_otherwise(
    shopper: Client, gown: Variant, express: DeliveryMethod, home: Address
) -> None:
    order = bought(shopper, gown, home)
    assert VendorPart.objects.get(order=order).delivery_method == "Rider"


def test_a_collected_part_says_where(
    shopper: Client, gown: Variant, express: DeliveryMethod, home: Address
) -> None:
    put(shopper, gown)
    key = reach_payment(shopper, home)
    pickup = DeliveryMethod.objects.get(kind="pickup")
    shopper.post("/checkout/pay", {"key": key, field(gown): str(pickup.pk)})
    order = Order.objects.get()
    DeliveryMethod.objects.all().delete()
    assert order.delivery_minor == 0
    assert "Collected at 3 Aba Road (Atelier)" in text(shopper, f"/orders/{order.number}")


def test_what_is_collected_needs_no_carrier_and_the_mail_says_where(
    shopper: Client, gown: Variant, express: DeliveryMethod, home: Address
) -> None:
    put(shopper, gown)
    key = reach_payment(shopper, home)
    pickup = DeliveryMethod.objects.get(kind="pickup")
    shopper.post("/checkout/pay", {"key": key, field(gown): str(pickup.pk)})
    order = Order.objects.get()
    approve(order)
    settle_and_deliver(order)
    part, seller = VendorPart.objects.get(), Client()
    person = UserFactory.create()
    VendorMemberFactory.create(vendor=part.vendor, user=person)
    seller.force_login(person)
    address = f"/vendor/orders/{part.pk}"
    page = seller.get(address).text
    assert "Mark as ready" in page
    assert "Tracking number" not in page
    assert "is marked as ready" in seller.post(address, follow=True).text
    assert "Ready to collect" in text(shopper, f"/orders/{order.number}")
    deliver_events()
    [letter] = [one for one in mail.outbox if "is ready to collect" in one.subject]
    assert "keeps it for you at 3 Aba Road" in str(letter.body)


def test_a_way_that_is_gone_is_told_and_nothing_is_ordered(
    shopper: Client, gown: Variant, express: DeliveryMethod, home: Address
) -> None:
    put(shopper, gown)
    key = reach_payment(shopper, home)
    DeliveryMethod.objects.filter(pk=express.pk).update(is_active=False)
    form = {"key": key, field(gown): str(express.pk)}
    answer = shopper.post(
        "/checkout/pay", form, headers={"Referer": "http://testserver/checkout/pay"}
    )
    assert answer["Location"] == "http://testserver/checkout/pay"
    page = text(shopper, "/checkout/pay")
    assert "Choose a way of delivery again" in page
    assert "Rider, 1 to 3 days" in page
    assert not Order.objects.exists()


@pytest.mark.parametrize("odd", ["x", "%00", "9" * 40])
def test_an_odd_choice_is_a_sentence_not_a_fault(
    shopper: Client, gown: Variant, express: DeliveryMethod, home: Address, odd: str
) -> None:
    put(shopper, gown)
    shopper.post("/checkout", {"action": "choose", "address_id": str(home.pk)})
    for form in ({field(gown): odd}, {f"way-{odd}": str(express.pk)}):
        answer = shopper.post("/checkout/delivery", form)
        assert answer["Location"] == "/checkout/delivery"


def test_where_a_house_does_not_deliver_there_is_no_way_on(
    shopper: Client, gown: Variant, home: Address
) -> None:
    MethodFactory.create(zone=ZoneFactory.create(states=["Kano"]))
    put(shopper, gown)
    assert "does not deliver to Lagos" in text(shopper, "/cart")
    shopper.post("/checkout", {"action": "choose", "address_id": str(home.pk)})
    page = text(shopper, "/checkout/delivery")
    assert "does not deliver to this address" in page
    assert "To payment" not in page
    assert shopper.get("/checkout/pay")["Location"] == "/checkout/delivery"
    answer = shopper.post("/checkout/pay", {"key": str(new_id())})
    assert answer.status_code == 302
    assert not Order.objects.exists()


def test_the_bag_and_the_product_say_the_price_for_the_default_address(
    shopper: Client, gown: Variant, express: DeliveryMethod, home: Address
) -> None:
    assert "From ₦1,500" in text(shopper, "/p/moon-gown")
    put(shopper, gown)
    page = text(shopper, "/cart")
    assert "Rider, 1 to 3 days, to Lagos" in page
    assert "₦14,000" in page


def test_the_mail_says_how_it_comes(
    shopper: Client, gown: Variant, express: DeliveryMethod, home: Address
) -> None:
    order = bought(shopper, gown, home)
    approve(order)
    settle_and_deliver(order)
    deliver_events()
    letters = [letter for letter in mail.outbox if order.number in letter.subject]
    assert letters
    assert any("Delivery (Rider, 1 to 3 days): ₦1,500.00" in str(one.body) for one in letters)
