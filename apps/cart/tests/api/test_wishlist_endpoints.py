"""The wishlist over both doors, for accounts and guests."""

import pytest

from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.inventory.tests.factories import stocked
from apps.products.models import Product, Variant
from apps.products.tests.factories import ProductFactory

pytestmark = pytest.mark.django_db
LIST, V2 = "/api/v1/wishlist/", "/api/v2/wishlist"


@pytest.fixture
def gown():
    variant = Variant.objects.get(id=stocked(3))
    Product.objects.update(slug="moon-gown", title="Moon gown")
    return variant


def test_an_account_keeps_reads_and_lets_go(api, gown):
    ada, path = UserFactory.create(), f"{LIST}{gown.product_id}/"
    for _ in range(2):
        assert api.put(path, signed_in=ada).json() == {"count": 1, "token": None}
    first, second = api.get(LIST, signed_in=ada).json(), api.get(V2, signed_in=ada).json()
    assert first == second
    [wish] = first["results"]
    assert (wish["slug"], wish["is_gone"], wish["cheaper_by"]) == ("moon-gown", False, None)
    assert wish["variants"][0]["id"] == str(gown.id)
    assert api.get(LIST, signed_in=UserFactory.create()).json()["results"] == []
    assert api.delete(path, signed_in=UserFactory.create()).status_code == 404
    assert [api.delete(path, signed_in=ada).status_code for _ in range(2)] == [204, 404]


def test_a_guest_gets_a_token_and_brings_the_list_along(api, gown):
    made = api.put(f"{LIST}{gown.product_id}/")
    token = {"X-Cart-Token": made.json()["token"]}
    assert made["X-Cart-Token"] == made.json()["token"]
    for door in (LIST, V2):
        assert len(api.get(door, headers=token).json()["results"]) == 1
        assert api.get(door).json()["results"] == []
    ada = UserFactory.create()
    assert api.post("/api/v2/cart/merge", headers=token, signed_in=ada).status_code == 200
    assert len(api.get(LIST, signed_in=ada).json()["results"]) == 1
    assert api.get(LIST, headers=token).json()["results"] == []


def test_a_wish_is_moved_to_the_cart(api, gown):
    ada, path = UserFactory.create(), f"{LIST}{gown.product_id}/"
    api.put(path, signed_in=ada)
    body = {"variant_id": str(gown.id)}
    assert api.post(f"{path}move/", body, signed_in=ada).json() == {"units": 1}
    again = api.post(f"{path}move/", body, signed_in=ada)
    assert (again.status_code, again.json()["code"]) == (404, "wish-not-found")


def test_odd_tokens_and_products_are_refused(api, gown):
    bad = {"X-Cart-Token": "x"}
    for door in (LIST, V2):
        assert api.get(door, headers=bad).json()["code"] == "invalid-cart-token"
    assert api.put(f"{LIST}{new_id()}/").json()["code"] == "product-not-found"
    hidden = ProductFactory.create(status="draft")
    assert api.put(f"{LIST}{hidden.id}/").status_code == 404
    assert api.put(f"{LIST}{gown.product_id}/", headers=bad).status_code == 422
