"""Bodies in and out of the cart's endpoints."""

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field, StrictInt

from apps.cart.contracts import CartGroup, CartView
from apps.cart.rules import MAX_QUANTITY
from apps.common.http.money_schema import MoneyOut
from apps.delivery.contracts import MethodKind

type Quantity = Annotated[StrictInt, Field(ge=1, le=MAX_QUANTITY)]


class LineIn(Schema):
    """What to put into the cart. Prices never come from the client."""

    variant_id: UUID
    quantity: Quantity = 1


class QuantityIn(Schema):
    """How many units a line shall hold."""

    quantity: Quantity


class CartVendorOut(Schema):
    """Who sells a line."""

    id: UUID
    slug: str
    store_name: str


class CartLineOut(Schema):
    """One line at today's price; `notice` says what changed since it was put in."""

    variant_id: UUID
    title: str
    slug: str
    size: str
    colour: str
    image_url: str | None
    vendor: CartVendorOut
    unit_price: MoneyOut
    quantity: int
    line_total: MoneyOut
    available: int
    notice: str | None


class DeliveryOptionOut(Schema):
    """A way in which a vendor's part can go; name its `method_id` when placing the order.

    Null is the shop's flat rule: leave the choice out, or send null.
    """

    method_id: UUID | None
    kind: MethodKind
    name: str
    fee: MoneyOut
    min_days: int
    max_days: int
    pickup_address: str


class DestinationOut(Schema):
    """Where the cart would go."""

    country: str
    state: str


class CartGroupOut(Schema):
    """One vendor's part: what it costs, and what its delivery costs by the first option.

    No options: it is not delivered to the destination, and cannot be ordered from there.
    """

    vendor: CartVendorOut
    variant_ids: list[UUID]
    items_total: MoneyOut
    delivery: MoneyOut
    delivery_options: list[DeliveryOptionOut] = Field(alias="options")

    @staticmethod
    def resolve_variant_ids(group: CartGroup) -> list[UUID]:
        """The lines of the part, by their variants."""
        return [line.variant_id for line in group.lines]


class CartOut(Schema):
    """The whole cart; while `notices` is not empty, checking out is refused."""

    id: UUID | None
    lines: list[CartLineOut]
    by_vendor: list[CartGroupOut]
    items_total: MoneyOut
    delivery_total: MoneyOut
    total: MoneyOut
    notices: list[str]
    destination: DestinationOut | None


class OpenedCartOut(CartOut):
    """A cart after putting something in; a new guest gets a token here and in the header."""

    token: str | None = None

    @classmethod
    def of(cls, cart: CartView, token: str | None) -> "OpenedCartOut":
        """Put the token beside the cart."""
        opened = cls.from_orm(cart)
        opened.token = token
        return opened
