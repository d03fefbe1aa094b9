"""What neighbours see of orders."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NewType, Self
from uuid import UUID

from apps.authentication.contracts import UserId
from apps.cart.contracts import CartOwner
from apps.common.money import Money
from apps.customers.contracts import AddressFields
from apps.delivery.contracts import MethodId, days_text
from apps.orders.aftersale_contracts import DisputeView, Party, RefundView, ReturnView
from apps.orders.sales_contracts import SaleDay, Sales
from apps.orders.states import DisputeReason, OrderStatus, PartStatus, ReturnReason, ShipmentStatus
from apps.payments.contracts import IntentId, PaymentState
from apps.products.contracts import VariantId
from apps.vendors.contracts import VendorId, VendorRef

__all__ = [
    "DeliveryAddress",
    "DisputeReason",
    "DisputeView",
    "LineView",
    "NewLine",
    "OrderCard",
    "OrderDetail",
    "OrderId",
    "OrderRequest",
    "OrderStatus",
    "PartId",
    "PartView",
    "Party",
    "PlacedOrder",
    "RefundView",
    "ReturnReason",
    "ReturnView",
    "SaleDay",
    "Sales",
    "ShipmentStatus",
    "TimelineView",
    "VendorPartCard",
    "VendorPartDetail",
]

OrderId = NewType("OrderId", UUID)
PartId = NewType("PartId", UUID)


@dataclass(frozen=True, kw_only=True)
class DeliveryAddress:
    """Where an order goes, as it was when the order was placed. Absent lines are empty texts."""

    name: str
    phone: str
    line1: str
    line2: str
    landmark: str
    city: str
    lga: str
    state: str
    country: str
    postcode: str


@dataclass(frozen=True, kw_only=True)
class NewLine:
    """Some units of one variant that a buyer asks for by name, without a cart."""

    variant_id: VariantId
    quantity: int


@dataclass(frozen=True, kw_only=True)
class OrderRequest:
    """What a buyer wants: `items` where given, else the whole cart of `owner`.

    It goes to a saved address or to a new one, each vendor's part by the method named in
    `delivery`, else by the vendor's default.
    """

    buyer_id: UserId
    payer_email: str
    owner: CartOwner | None = None
    items: tuple[NewLine, ...] | None = None
    address_id: UUID | None = None
    address: AddressFields | None = None
    delivery: Mapping[VendorId, MethodId | None] = field(default_factory=dict)
    coupons: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PlacedOrder:
    """An order that waits for its money; where nothing is due it has no intent."""

    order_id: OrderId
    number: str
    intent_id: IntentId | None
    total: Money

    def as_json(self) -> dict[str, Any]:
        """Return it as an idempotency key keeps it."""
        return {
            "order_id": str(self.order_id),
            "number": self.number,
            "intent_id": str(self.intent_id) if self.intent_id else None,
            "total": self.total.as_json(),
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        """Read back what `as_json` wrote."""
        return cls(
            order_id=OrderId(UUID(body["order_id"])),
            number=body["number"],
            intent_id=IntentId(UUID(body["intent_id"])) if body["intent_id"] else None,
            total=Money.of(**body["total"]),
        )


@dataclass(frozen=True, kw_only=True)
class OrderCard:
    """One row of a buyer's list of orders."""

    id: OrderId
    number: str
    status: OrderStatus
    placed_at: datetime
    total: Money
    units: int
    image_url: str | None


@dataclass(frozen=True, kw_only=True)
class LineView:
    """One line as it was sold."""

    variant_id: VariantId
    title: str
    slug: str
    sku: str
    size: str
    colour: str
    image_url: str | None
    unit_price: Money
    quantity: int
    line_total: Money
    cancelled: int
    returned: int
    kept: int
    returnable: int
    refunded: Money


@dataclass(frozen=True, kw_only=True)
class PartView:
    """One vendor's part; `number` is the order's with the part's place behind it.

    `total` is what the buyer pays: items and delivery less the discount. `platform_discount` is
    the share of that discount for which the platform, not the vendor, pays.
    """

    id: PartId
    number: str
    vendor: VendorRef
    status: PartStatus
    lines: tuple[LineView, ...]
    items_total: Money
    delivery: Money
    discount: Money
    platform_discount: Money
    delivery_method: str
    delivery_kind: str
    delivery_min_days: int | None
    delivery_max_days: int | None
    pickup_address: str
    total: Money
    refunded: Money
    refundable: Money
    carrier: str
    tracking_number: str
    tracking_url: str
    shipment_status: ShipmentStatus | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    return_until: datetime | None
    returns: tuple[ReturnView, ...]
    disputes: tuple[DisputeView, ...]
    can_ship: bool
    can_confirm: bool
    can_cancel: bool
    can_return: bool
    can_dispute: bool

    @property
    def is_one_piece(self) -> bool:
        """Whether a single unit is left, so that nobody has to choose among units."""
        return sum(line.kept for line in self.lines) == 1

    @property
    def delivery_days(self) -> str:
        """The expected days for a person; empty for orders from before methods were kept."""
        least, most = self.delivery_min_days, self.delivery_max_days
        return "" if least is None or most is None else days_text(least, most)


@dataclass(frozen=True, kw_only=True)
class TimelineView:
    """One thing that happened to an order, or to one part of it."""

    part_id: PartId | None
    from_status: str
    to_status: str
    reason: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class OrderDetail:
    """One order with all its parts, for its buyer and for mails."""

    id: OrderId
    number: str
    buyer_id: UUID
    status: OrderStatus
    placed_at: datetime
    expires_at: datetime
    paid_at: datetime | None
    items_total: Money
    delivery_total: Money
    discount_total: Money
    total: Money
    address: DeliveryAddress
    note: str
    needs_attention: bool
    parts: tuple[PartView, ...]
    timeline: tuple[TimelineView, ...]
    payment: PaymentState | None
    can_pay: bool
    can_cancel: bool
    refunds: tuple[RefundView, ...]


@dataclass(frozen=True, kw_only=True)
class VendorPartCard:
    """One row of a vendor's list: its own part of somebody's order."""

    id: PartId
    number: str
    status: PartStatus
    placed_at: datetime
    total: Money
    units: int
    city: str
    state: str
    image_url: str | None


@dataclass(frozen=True, kw_only=True)
class VendorPartDetail:
    """A vendor's own part, with where to send it; nothing of the other vendors' parts."""

    part: PartView
    order_id: OrderId
    placed_at: datetime
    paid_at: datetime | None
    address: DeliveryAddress
    note: str
    timeline: tuple[TimelineView, ...]
    refunds: tuple[RefundView, ...]
