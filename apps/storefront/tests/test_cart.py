"""The bag in a browser's session: guests, steps, refusals, merging."""

import pytest
from django.test import Client

from apps.authentication.contracts import UserId
from apps.authentication.models import User
from apps.cart import facade as cart
from apps.cart.contracts import CartOwner
from apps.common.ids import new_id
from apps.inventory import facade as inventory
from apps.products.contracts import VariantId
from apps.products.models import Variant

pytestmark = pytest.mark.django_db


def put(client: Client, variant: Variant, quantity: int | str = 1) -> str:
    """Put into the bag from the product's page; what the next page says."""
    answer = client.post(
        "/cart/add",
        {"variant_id": str(variant.id), "quantity": quantity},
        headers={"referer": "http://testserver/p/moon-gown"},
        follow=True,
    )
    assert answer.status_code == 200
    return str(answer.content.decode())


def units(client: Client) -> int:
    owner = CartOwner(token=client.session["cart_token"])
    return cart.view_cart(owner).units


def test_a_guest_fills_a_bag(client: Client, gown: Variant) -> None:
    page = put(client, gown, 2)
    assert "Moon gown is in your bag." in page
    assert "₦25,000" in page
    assert 'aria-label="Bag, 2 items"' in page
    assert units(client) == 2


def test_nothing_chosen_leads_back_with_a_sentence(client: Client, gown: Variant) -> None:
    answer = client.post(
        "/cart/add", {"quantity": 1}, headers={"referer": "http://testserver/p/moon-gown"}
    )
    assert answer["Location"] == "http://testserver/p/moon-gown"
    assert "Choose a size and a colour first." in client.get("/p/moon-gown").content.decode()


@pytest.mark.parametrize("quantity", ["0", "-1", "1.5", "1e3", "NaN", "", "1001", "9" * 40])
def test_impossible_quantities_change_nothing(client: Client, gown: Variant, quantity: str) -> None:
    put(client, gown, quantity)
    assert "cart_token" not in client.session


def test_more_than_there_is_is_refused_with_the_number(client: Client, gown: Variant) -> None:
    assert "3 left" in put(client, gown, 4)


def test_unknown_goods_answer_404(client: Client, gown: Variant) -> None:
    answer = client.post("/cart/add", {"variant_id": str(new_id()), "quantity": 1})
    assert answer.status_code == 404


def test_a_refused_form_never_leads_to_another_site(client: Client, gown: Variant) -> None:
    answer = client.post(
        "/cart/add", {"quantity": 1}, headers={"referer": "https://evil.example/p"}
    )
    assert answer["Location"] == "/cart"


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        ({"quantity": "2", "step": "1"}, 3),
        ({"quantity": "2", "step": "-1"}, 1),
        ({"quantity": "3"}, 3),
        ({"quantity": "0"}, 0),
        ({"quantity": "2", "remove": "yes"}, 0),
    ],
)
def test_a_line_is_stepped_set_and_removed(
    client: Client, gown: Variant, sent: dict[str, str], left: int
) -> None:
    put(client, gown, 2)
    assert client.post(f"/cart/lines/{gown.id}", sent)["Location"] == "/cart"
    assert units(client) == left


def test_a_bag_joins_the_account_at_sign_in(client: Client, gown: Variant, buyer: User) -> None:
    put(client, gown, 2)
    token = client.session["cart_token"]
    client.force_login(buyer)
    session = client.session  # as a sign-in on the page keeps it
    session["cart_token"] = token
    session.save()
    assert 'aria-label="Bag, 2 items"' in client.get("/vendors").content.decode()
    assert "cart_token" not in client.session
    assert cart.view_cart(CartOwner(user_id=UserId(buyer.pk))).units == 2


def test_a_worthless_token_does_not_shut_the_shop(client: Client, buyer: User) -> None:
    client.force_login(buyer)
    session = client.session
    session["cart_token"] = "x"
    session.save()
    assert client.get("/cart").status_code == 200


def test_what_changed_is_told_and_can_be_accepted(client: Client, gown: Variant) -> None:
    put(client, gown, 3)
    inventory.set_on_hand(variant_id=VariantId(gown.id), quantity=1, reason="counted")
    page = client.get("/cart").content.decode()
    assert "Something changed" in page
    assert 'href="/checkout"' not in page
    client.post("/cart/accept")
    assert units(client) == 1
    assert 'href="/checkout"' in client.get("/cart").content.decode()
