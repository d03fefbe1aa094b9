"""Sold-out sizes on the product page: ask, take back, hear once."""

import pytest
from django.core.cache import cache
from django.test import Client

from apps.authentication.models import User
from apps.inventory import facade as inventory
from apps.inventory.models import BackInStockRequest
from apps.products.contracts import VariantId
from apps.products.models import Variant
from apps.products.tests.factories import VariantFactory

pytestmark = pytest.mark.django_db
PAGE = "/p/moon-gown"
FROM_PAGE = {"Referer": f"http://testserver{PAGE}"}


@pytest.fixture(autouse=True)
def _fresh_chrome() -> None:
    cache.clear()


@pytest.fixture
def gone(gown: Variant) -> Variant:
    """The gown in UK 14: sold out."""
    variant: Variant = VariantFactory.create(
        product=gown.product, size="UK 14", colour_name="Indigo", stock=0
    )
    return variant


def page_of(client: Client) -> str:
    return str(client.get(PAGE).content.decode())


def test_nothing_is_offered_while_everything_can_be_bought(shopper: Client, gown: Variant) -> None:
    assert "Tell me when it is back" not in page_of(shopper)


def test_a_buyer_asks_and_takes_it_back(shopper: Client, buyer: User, gone: Variant) -> None:
    page = page_of(shopper)
    assert "Tell me when it is back" in page
    assert page.count("UK 14 in Indigo</option>") == 1
    sent = {"variant_id": str(gone.pk)}
    answer = shopper.post("/waiting", sent, headers=FROM_PAGE)
    assert answer["Location"].endswith(PAGE)
    assert "We write to you when UK 14 in Indigo is back" in page_of(shopper)
    assert "Tell me when it is back" not in page_of(shopper)
    assert BackInStockRequest.objects.get().buyer_id == buyer.pk
    shopper.post("/waiting/stop", sent, headers=FROM_PAGE)
    assert not BackInStockRequest.objects.exists()


def test_a_guest_is_led_to_sign_in_and_back(client: Client, gone: Variant) -> None:
    assert "Tell me when it is back" in page_of(client)
    answer = client.post("/waiting", {"variant_id": str(gone.pk)}, headers=FROM_PAGE)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
    assert "moon-gown" in answer["Location"]
    assert not BackInStockRequest.objects.exists()


def test_a_piece_that_is_gone_altogether_can_be_waited_for(shopper: Client, gown: Variant) -> None:
    inventory.set_on_hand(variant_id=VariantId(gown.pk), quantity=0, reason="test")
    page = page_of(shopper)
    assert "Sold out." in page
    assert "Tell me when it is back" in page


@pytest.mark.parametrize("sent", [{}, {"variant_id": "x"}])
def test_senseless_forms_are_refused_with_a_sentence(
    shopper: Client, gone: Variant, sent: dict[str, str]
) -> None:
    for path in ("/waiting", "/waiting/stop"):
        answer = shopper.post(path, sent, headers=FROM_PAGE, follow=True)
        assert "message--error" in answer.content.decode()


def test_what_is_back_meanwhile_is_said(shopper: Client, gown: Variant) -> None:
    answer = shopper.post("/waiting", {"variant_id": str(gown.pk)}, headers=FROM_PAGE, follow=True)
    assert "while it lasts" in answer.content.decode()
