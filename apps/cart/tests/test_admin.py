import pytest
from django.test import Client

from apps.authentication.tests.factories import UserFactory
from apps.cart.models import Cart
from apps.cart.tests.factories import buyer, filled
from apps.inventory.tests.factories import stocked

pytestmark = pytest.mark.django_db


def test_staff_find_and_read_a_cart_but_change_nothing():
    client = Client()
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    filled(buyer(), {stocked(5, sku="FIND-ME", price_minor=1_250_000): 2})
    cart = Cart.objects.get()
    assert str(cart.pk) in client.get("/admin/cart/cart/", {"q": "FIND-ME"}).text
    page = f"/admin/cart/cart/{cart.pk}/change/"
    assert "12,500.00" in client.get(page).text
    assert client.post(page, {}).status_code == 403
    assert client.get("/admin/cart/cart/add/").status_code == 403
