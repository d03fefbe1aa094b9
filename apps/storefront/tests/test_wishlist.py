"""Hearts and the wishlist in a browser: guests, accounts, both after sign-in, no JavaScript."""

import re
from typing import Any

import pytest
from django.test import Client

from apps.authentication.contracts import UserId
from apps.authentication.models import User
from apps.cart import facade as cart
from apps.cart.contracts import CartOwner
from apps.common.ids import new_id
from apps.products.models import Product
from apps.products.tests.factories import VariantFactory
from apps.storefront.tests.test_browsing import cost, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def piece(gown: Any) -> Product:
    found: Product = gown.product
    return found


def heart(client: Client, piece: Product, act: str = "add", page: str = "/shop") -> Any:
    sent = {"referer": f"http://testserver{page}"}
    return client.post("/wishlist/change", {act: str(piece.id)}, headers=sent)


def test_a_guests_heart_is_kept_and_shown_everywhere(client: Client, piece: Product) -> None:
    answer = heart(client, piece)
    assert answer["Location"] == f"http://testserver/shop#card-{piece.id}"
    for path in ("/", "/shop", "/p/moon-gown", f"/v/{piece.vendor.slug}"):
        page = page_of(client, path)
        assert 'aria-pressed="true"' in page, path
        assert 'id="wish-form"' in page, path
    assert "Wishlist, 1 item" in page_of(client, "/vendors")
    assert "Moon gown" in page_of(client, "/wishlist")
    heart(client, piece, "remove")
    heart(client, piece, "remove")  # another tab
    assert "Nothing here yet." in page_of(client, "/wishlist")
    assert 'aria-pressed="true"' not in page_of(client, "/shop")


def test_looking_around_begins_no_session(client: Client, piece: Product) -> None:
    for path in ("/shop", "/wishlist"):
        page_of(client, path)
    assert "sessionid" not in client.cookies


def test_what_a_guest_kept_joins_the_account(client: Client, piece: Product, buyer: User) -> None:
    ours = CartOwner(user_id=UserId(buyer.pk))
    other = VariantFactory.create().product
    cart.add_wish(owner=ours, product_id=other.id)
    heart(client, piece)
    token = client.session["cart_token"]
    client.force_login(buyer)
    session = client.session  # as a sign-in on the page keeps it
    session["cart_token"] = token
    session.save()
    assert "Wishlist, 2 items" in page_of(client, "/vendors")
    assert set(cart.wished_ids(ours)) == {piece.id, other.id}


def test_a_signed_in_reader_asks_for_the_hearts_once(shopper: Client, piece: Product) -> None:
    heart(shopper, piece)
    page_of(shopper, "/shop")
    few = cost(shopper, "/shop")
    for _ in range(5):
        heart(shopper, VariantFactory.create(product__category=piece.category).product)
    assert cost(shopper, "/shop") <= few


def test_hints_of_a_fallen_price_and_of_what_left(client: Client, piece: Product) -> None:
    heart(client, piece)
    Product.objects.update(lowest_price_minor=1_000_000)
    assert "₦2,500 cheaper than when you kept it" in page_of(client, "/wishlist")
    Product.objects.update(status="archived")
    page = page_of(client, "/wishlist")
    assert "Not in the shop now" in page
    assert "/p/moon-gown" not in page


def test_a_wish_moves_into_the_bag(client: Client, piece: Product, gown: Any) -> None:
    Product.objects.update(is_in_stock=True)
    gown.__class__.objects.update(is_in_stock=True)
    heart(client, piece)
    page = page_of(client, "/wishlist")
    [choice] = re.findall(r'<option value="([0-9a-f-]{36})">UK 12, Indigo', page)
    answer = client.post(f"/wishlist/{piece.id}/move", {"variant_id": choice}, follow=True)
    said = answer.content.decode()
    assert "It is in your bag." in said
    assert "Bag, 1 item" in said
    assert "Nothing here yet." in said


@pytest.mark.parametrize("sent", [{"add": "x"}, {"remove": "%00"}, {"add": "9" * 40}, {}], ids=repr)
def test_odd_forms_change_nothing(client: Client, piece: Product, sent: dict[str, str]) -> None:
    answer = client.post("/wishlist/change", sent)
    assert (answer.status_code, "None" in answer["Location"]) == (302, False)
    assert page_of(client, "/wishlist").count("lines__picture") == 0


def test_unknown_pieces_answer_404(client: Client) -> None:
    assert client.post("/wishlist/change", {"add": str(new_id())}).status_code == 404
    sent = {"variant_id": str(new_id())}
    assert client.post(f"/wishlist/{new_id()}/move", sent).status_code == 404


def test_a_full_list_says_so(client: Client, piece: Product, monkeypatch: Any) -> None:
    monkeypatch.setattr("apps.cart.services.change_wishes.MAX_WISHES", 0)
    answer = client.post("/wishlist/change", {"add": str(piece.id)}, follow=True)
    assert "A wishlist holds at most" in answer.content.decode()


def test_forms_of_another_site_are_refused(piece: Product) -> None:
    client = Client(enforce_csrf_checks=True)
    for path in ("/wishlist/change", f"/wishlist/{piece.id}/move"):
        assert client.post(path, {"add": str(piece.id)}).status_code == 403


def test_the_list_costs_the_same_however_long(shopper: Client, piece: Product) -> None:
    heart(shopper, piece)
    few = cost(shopper, "/wishlist")
    for _ in range(4):
        heart(shopper, VariantFactory.create().product)
    assert cost(shopper, "/wishlist") <= few
