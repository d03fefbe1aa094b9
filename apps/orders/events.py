"""What orders tells the house."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from apps.common.money import Money
from apps.common.outbox import Event


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(Event):
    """An order waits for its money; its stock is held."""

    name: ClassVar[str] = "orders.order-placed"
    version: ClassVar[int] = 1
    aggregate_field: ClassVar[str] = "order_id"

    order_id: UUID
    buyer_id: UUID
    total: Money


@dataclass(frozen=True, kw_only=True)
class OrderPaid(Event):
    """The money is there and the stock is taken; vendors may ship."""

    name: ClassVar[str] = "orders.order-paid"
    version: ClassVar[int] = 1
    priority: ClassVar[int] = 50
    aggregate_field: ClassVar[str] = "order_id"

    order_id: UUID
    buyer_id: UUID
    part_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(Event):
    """The buyer gave an unpaid order up; its stock is free."""

    name: ClassVar[str] = "orders.order-cancelled"
    version: ClassVar[int] = 1
    aggregate_field: ClassVar[str] = "order_id"

    order_id: UUID
    buyer_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrderExpired(Event):
    """Nobody paid in time; the stock is free."""

    name: ClassVar[str] = "orders.order-expired"
    version: ClassVar[int] = 1
    aggregate_field: ClassVar[str] = "order_id"

    order_id: UUID
    buyer_id: UUID


@dataclass(frozen=True, kw_only=True)
class PartShipped(Event):
    """A vendor handed its part to a carrier."""

    name: ClassVar[str] = "orders.part-shipped"
    version: ClassVar[int] = 1
    aggregate_field: ClassVar[str] = "order_id"

    order_id: UUID
    part_id: UUID
    vendor_id: UUID
    buyer_id: UUID
    tracking_number: str
    carrier: str


@dataclass(frozen=True, kw_only=True)
class PartDelivered(Event):
    """The buyer has one vendor's part in hand."""

    name: ClassVar[str] = "orders.part-delivered"
    version: ClassVar[int] = 1
    aggregate_field: ClassVar[str] = "order_id"

    order_id: UUID
    part_id: UUID
    vendor_id: UUID
    buyer_id: UUID
