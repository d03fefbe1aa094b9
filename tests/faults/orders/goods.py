"""Buyers with tokens and goods with stock, made directly: the crowd is the test, not the way in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.authentication.contracts import UserId
from apps.authentication.facade import access_token_for
from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.orders.tests.factories import ADDRESS, new_variant
from apps.products.models import Variant
from apps.vendors.tests.factories import VendorFactory
from tests.faults.orders.crowd import Call

ORDERS = "/api/v2/orders"


@dataclass(frozen=True)
class Buyer:
    """An account and its access token, good for minutes."""

    id: UUID
    token: str


def buyers(count: int) -> list[Buyer]:
    """So many accounts; nobody can sign in to them by a password."""
    first = UserFactory.create()
    made = [
        User(email=f"crowd-{new_id()}@example.com", name="Buyer", password=first.password)
        for _ in range(count)
    ]
    User.objects.bulk_create(made, batch_size=500)
    return [Buyer(user.pk, access_token_for(UserId(user.pk))) for user in made]


def shelf(stocks: Sequence[int]) -> list[Variant]:
    """A variant for each number of units; two vendors share them."""
    vendors = [VendorFactory.create(), VendorFactory.create()]
    return [
        new_variant(stock=units, vendor=vendors[number % 2]) for number, units in enumerate(stocks)
    ]


def order(buyer: Buyer, variants: Iterable[Variant], **more: Any) -> Call:
    """One unit of each, in this order."""
    items = [{"variant_id": str(variant.pk), "quantity": 1} for variant in variants]
    body = {"items": items, "address": ADDRESS, **more}
    return Call(buyer.token, ORDERS, body, key=new_id().hex)
