"""The cart over HTTP, through the whole middleware stack."""

import pytest

from apps.authentication.contracts import UserId
from apps.authentication.tests.factories import UserFactory
from apps.cart.contracts import CartOwner
from apps.cart.models import Cart, CartLine
from apps.cart.tests.factories import contents, filled, guest
from apps.common.ids import new_id
from apps.delivery.tests.factories import MethodFactory, ZoneFactory
from apps.inventory.tests.factories import stocked
from apps.products.models import Variant

pytestmark = pytest.mark.django_db
CART, LINES = "/api/v2/cart", "/api/v2/cart/lines"


def test_a_guest_gets_a_token_with_the_first_line_and_is_known_by_it(api):
    shirt = stocked(5, price_minor=1_250_000)
    answer = api.post(LINES, {"variant_id": str(shirt), "quantity": 2})
    assert answer.status_code == 201
    token = answer.json()["token"]
    assert answer.headers["X-Cart-Token"] == token
    seen = api.get(CART, headers={"X-Cart-Token": token}).json()
    assert seen == {name: value for name, value in answer.json().items() if name != "token"}
    assert seen["lines"][0] == {
        "variant_id": str(shirt),
        "title": seen["lines"][0]["title"],
        "slug": seen["lines"][0]["slug"],
        "size": seen["lines"][0]["size"],
        "colour": "",
        "image_url": None,
        "vendor": seen["by_vendor"][0]["vendor"],
        "unit_price": {"amount": "12500.00", "currency": "NGN"},
        "quantity": 2,
        "line_total": {"amount": "25000.00", "currency": "NGN"},
        "available": 5,
        "notice": None,
    }
    assert seen["by_vendor"][0]["variant_ids"] == [str(shirt)]
    assert seen["total"] == {"amount": "27500.00", "currency": "NGN"}
    again = api.post(LINES, {"variant_id": str(shirt)}, headers={"X-Cart-Token": token})
    assert again.json()["token"] is None
    assert "X-Cart-Token" not in again.headers
    assert api.get(CART).json()["lines"] == []


def test_delivery_is_offered_for_a_place(api):
    owner = filled(guest(), {stocked(5, price_minor=1_250_000): 1})
    rider = MethodFactory.create(name="Rider", zone=ZoneFactory.create())
    headers = {"X-Cart-Token": owner.token}
    there = api.get(f"{CART}?state=lagos", headers=headers).json()
    [group] = there["by_vendor"]
    assert group["delivery_options"] == [
        {
            "method_id": str(rider.pk),
            "kind": "courier",
            "name": "Rider",
            "fee": {"amount": "1500.00", "currency": "NGN"},
            "min_days": 1,
            "max_days": 3,
            "pickup_address": "",
        }
    ]
    assert there["destination"] == {"country": "NG", "state": "Lagos"}
    assert there["total"]["amount"] == "14000.00"
    nowhere = api.get(f"{CART}?country=NG&state=Kano", headers=headers).json()
    assert nowhere["by_vendor"][0]["delivery_options"] == []
    unknown = api.get(CART, headers=headers).json()
    assert (unknown["destination"], unknown["total"]["amount"]) == (None, "15000.00")


@pytest.mark.parametrize(
    "query", ["country=XX&state=a", "state=Atlantis", "country=NG", "country=%00"]
)
def test_a_place_that_does_not_exist_is_refused(api, query):
    answer = api.get(f"{CART}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown-place")


def test_an_account_has_its_cart_whatever_token_comes_along(api):
    user, shirt = UserFactory.create(), stocked(5)
    visitor = filled(guest(), {shirt: 1})
    headers = {"X-Cart-Token": visitor.token}
    api.post(LINES, {"variant_id": str(shirt), "quantity": 3}, signed_in=user, headers=headers)
    assert contents(CartOwner(user_id=UserId(user.pk))) == {shirt: 3}
    assert contents(visitor) == {shirt: 1}


def test_changing_taking_out_and_accepting(api):
    user, shirt, cap = UserFactory.create(), stocked(5), stocked(5)
    owner = filled(CartOwner(user_id=UserId(user.pk)), {shirt: 1, cap: 1})
    path = f"{LINES}/{shirt}"
    assert api.patch(path, {"quantity": 4}, signed_in=user).status_code == 200
    assert contents(owner) == {shirt: 4, cap: 1}
    assert api.delete(path, signed_in=user).status_code == 200
    gone = api.delete(path, signed_in=user)
    assert (gone.status_code, gone.json()["code"]) == (404, "line-not-found")
    assert contents(owner) == {cap: 1}
    Variant.objects.update(price_minor=5)
    assert api.get(CART, signed_in=user).json()["notices"]
    assert api.post(f"{CART}/accept-changes", signed_in=user).json()["notices"] == []


def test_merging_after_signing_in(api):
    user, shirt = UserFactory.create(), stocked(9)
    filled(CartOwner(user_id=UserId(user.pk)), {shirt: 1})
    headers = {"X-Cart-Token": filled(guest(), {shirt: 2}).token}
    for _ in range(2):
        answer = api.post(f"{CART}/merge", signed_in=user, headers=headers)
        assert (answer.status_code, answer.json()["lines"][0]["quantity"]) == (200, 3)
    assert api.post(f"{CART}/merge", headers=headers).status_code == 401
    refused = api.post(f"{CART}/merge", signed_in=user)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid-cart-token")


BAD_QUANTITIES = [0, -1, 1.5, "1", True, None, [], {}, 1001, 2**31, 2**63, 10**29]


@pytest.mark.parametrize("quantity", BAD_QUANTITIES, ids=repr)
def test_bad_quantities_are_422_and_change_nothing(api, quantity):
    user, shirt = UserFactory.create(), stocked(9)
    owner = filled(CartOwner(user_id=UserId(user.pk)), {shirt: 2})
    body = {"variant_id": str(shirt), "quantity": quantity}
    for answer in (
        api.post(LINES, body, signed_in=user),
        api.patch(f"{LINES}/{shirt}", {"quantity": quantity}, signed_in=user),
    ):
        assert answer.status_code == 422
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "invalid-input"
        assert set(answer.json()["errors"]) == {"quantity"}
    assert contents(owner) == {shirt: 2}


@pytest.mark.parametrize(
    "raw",
    [
        b'{"variant_id": "%(id)s", "quantity": 1e400}',
        b'{"variant_id": "%(id)s", "quantity": NaN}',
        b'{"variant_id": "%(id)s", "quantity": ' + b"9" * 5000 + b"}",
        b'{"variant_id": "%(id)s", "quantity": 1, "quantity": 2}',
        b'{"variant_id": "%(id)s", "quantity": 1} trailing',
        b"",
        b"[]",
    ],
)
def test_bodies_that_cannot_be_read_are_4xx_and_change_nothing(api, raw):
    shirt = stocked(9)
    answer = api.request("POST", LINES, raw=raw.replace(b"%(id)s", str(shirt).encode()))
    assert answer.status_code in {400, 422}
    assert answer.json()["code"] in {"unreadable-json", "invalid-input"}
    assert not Cart.objects.exists()


@pytest.mark.parametrize("variant_id", ["", "1", "../x", None, 7, "0" * 400])
def test_bad_ids_are_422(api, variant_id):
    answer = api.post(LINES, {"variant_id": variant_id, "quantity": 1})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input")


def test_what_is_not_sold_and_what_is_short(api):
    user, shirt = UserFactory.create(), stocked(2, sku="SHIRT")
    unknown = api.post(LINES, {"variant_id": str(new_id()), "quantity": 1}, signed_in=user)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "variant-not-found")
    short = api.post(LINES, {"variant_id": str(shirt), "quantity": 3}, signed_in=user)
    problem = short.json()
    assert (short.status_code, problem["code"]) == (409, "out-of-stock")
    assert (problem["sku"], problem["available"]) == ("SHIRT", 2)
    missing = api.patch(f"{LINES}/{shirt}", {"quantity": 1}, signed_in=user)
    assert (missing.status_code, missing.json()["code"]) == (404, "line-not-found")


def test_prices_of_the_client_count_for_nothing(api):
    shirt = stocked(2, price_minor=1_250_000)
    body = {"variant_id": str(shirt), "quantity": 1, "unit_price": 1, "price": 1, "currency": "USD"}
    answer = api.post(LINES, body).json()
    assert answer["items_total"] == {"amount": "12500.00", "currency": "NGN"}
    assert CartLine.objects.get().seen_price_minor == 1_250_000


@pytest.mark.parametrize("token", ["x", "x" * 4000, "' OR 1=1 --"])
def test_a_token_of_another_shape_is_422_everywhere(api, token):
    headers, shirt = {"X-Cart-Token": token}, stocked(1)
    for answer in (
        api.get(CART, headers=headers),
        api.post(LINES, {"variant_id": str(shirt), "quantity": 1}, headers=headers),
        api.patch(f"{LINES}/{shirt}", {"quantity": 1}, headers=headers),
        api.delete(f"{LINES}/{shirt}", headers=headers),
    ):
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-cart-token")


def test_a_wrong_bearer_token_is_not_taken_for_a_guest(api):
    answer = api.get(CART, headers={"Authorization": "Bearer nonsense"})
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid-token")
