"""Somebody to shop as, something to buy, a place to send it."""

import pytest
from django.test import Client

from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.customers.models import Address
from apps.customers.tests.factories import AddressFactory
from apps.products.models import Variant
from apps.products.tests.factories import ProductFactory, VariantFactory


@pytest.fixture
def buyer(db: None) -> User:
    found: User = UserFactory.create()
    return found


@pytest.fixture
def shopper(client: Client, buyer: User) -> Client:
    """A browser in which the buyer is signed in."""
    client.force_login(buyer)
    return client


@pytest.fixture
def gown(db: None) -> Variant:
    """Three gowns in UK 12, indigo, for 12,500 naira."""
    product = ProductFactory.create(title="Moon gown", slug="moon-gown", is_in_stock=True)
    variant: Variant = VariantFactory.create(
        product=product, size="UK 12", colour_name="Indigo", colour_hex="#22336e", stock=3
    )
    return variant


@pytest.fixture
def home(buyer: User) -> Address:
    found: Address = AddressFactory.create(user=buyer)
    return found
