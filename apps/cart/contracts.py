"""What neighbours may hold of a cart."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType
from uuid import UUID

from apps.authentication.contracts import UserId
from apps.common.money import Money
from apps.delivery.contracts import DeliveryOption, Destination
from apps.products.contracts import ProductCard, SellableVariant, VariantCard, VariantId
from apps.vendors.contracts import VendorRef

CartId = NewType("CartId", UUID)


@dataclass(frozen=True, slots=True)
class CartOwner:
    """Whose cart: an account, or whoever holds a guest token. The account wins over the token."""

    user_id: UserId | None = None
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class CartLineView:
    """One line at today's price. `notice` says what changed since the buyer chose it.

    `available` is how many units are free; a line that is no longer sold adds nothing to a total.
    """

    variant_id: VariantId
    title: str
    slug: str
    size: str
    colour: str
    image_url: str | None
    vendor: VendorRef
    unit_price: Money
    quantity: int
    line_total: Money
    available: int
    notice: str | None


@dataclass(frozen=True, slots=True)
class CartGroup:
    """One vendor's part of a cart: it is packed and delivered for itself.

    `goes_by` is the chosen one of the options, else the first; None: not delivered there.
    """

    vendor: VendorRef
    lines: tuple[CartLineView, ...]
    items_total: Money
    options: tuple[DeliveryOption, ...]
    goes_by: DeliveryOption | None

    @property
    def delivery(self) -> Money:
        """What its delivery costs."""
        fee = None if self.goes_by is None else self.goes_by.fee
        return fee or Money.zero(self.items_total.currency)


@dataclass(frozen=True, slots=True)
class CartView:
    """A cart as its owner sees it. `id` is None while nothing was ever put into it.

    `notices` are sentences about every changed line; while there are any, checking out is refused:
    the buyer accepts the changes or changes the lines. Delivery is priced for `destination`; while
    nobody knows one, by what holds everywhere.
    """

    id: CartId | None
    lines: tuple[CartLineView, ...]
    by_vendor: tuple[CartGroup, ...]
    items_total: Money
    delivery_total: Money
    total: Money
    notices: tuple[str, ...]
    destination: Destination | None

    @property
    def units(self) -> int:
        """How many pieces are in the cart."""
        return sum(line.quantity for line in self.lines)

    @property
    def is_delivered_there(self) -> bool:
        """Whether every part can reach the destination."""
        return all(group.goes_by for group in self.by_vendor)


@dataclass(frozen=True, slots=True)
class SnapshotLine:
    """What is bought, at which price, how often."""

    variant: SellableVariant
    quantity: int

    @property
    def line_total(self) -> Money:
        """Price times quantity."""
        return self.variant.unit_price * self.quantity


@dataclass(frozen=True, slots=True)
class CartSnapshot:
    """A locked cart at the moment of checking out."""

    cart_id: CartId
    lines: tuple[SnapshotLine, ...]


@dataclass(frozen=True, slots=True)
class WishView:
    """One product of a wishlist, as it is now.

    `is_gone`: it left the shop, and comes back to the list with it. `cheaper_by` is how much its
    lowest price fell since it was put there; `is_back`: it was sold out then, and is not now.
    """

    card: ProductCard
    variants: tuple[VariantCard, ...]
    is_gone: bool
    cheaper_by: Money | None
    is_back: bool
    added_at: datetime

    @property
    def choices(self) -> tuple[VariantCard, ...]:
        """What could be moved to the cart now."""
        return tuple(variant for variant in self.variants if variant.is_in_stock)
