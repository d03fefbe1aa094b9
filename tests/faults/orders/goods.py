"""Buyers with tokens and goods with stock, made directly: the crowd is the test, not the way in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.authentication.contracts import UserId
from apps.authentication.models import TokenFamily, User
from apps.authentication.services.open_tokens import open_tokens
from apps.authentication.signing import Claims, access_token
from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.orders.tests.factories import ADDRESS, new_variant
from apps.products.models import Variant
from apps.vendors.tests.factories import VendorFactory
from tests.faults.orders.crowd import Call

ORDERS = "/api/v2/orders"


@dataclass(frozen=True)
class Buyer:
    """An account that is signed in."""

    id: UUID
    family: UUID

    def token(self) -> str:
        """A fresh access token: a long storm outlives one."""
        return access_token(Claims(user_id=self.id, family_id=self.family))


def buyers(count: int) -> list[Buyer]:
    """So many accounts; nobody can sign in to them by a password."""
    first = UserFactory.create()
    made = [
        User(email=f"crowd-{new_id()}@example.com", name="Buyer", password=first.password)
        for _ in range(count)
    ]
    User.objects.bulk_create(made, batch_size=500)
    for user in made:
        open_tokens(user_id=UserId(user.pk))
    families = TokenFamily.objects.filter(user__in=made).values_list("user_id", "pk")
    return [Buyer(user_id, family_id) for user_id, family_id in families]


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
