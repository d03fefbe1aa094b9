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
class LatePaymentReturned(Event):
    """Money came when the goods or the coupon were gone; all of it is on its way back."""

    name: ClassVar[str] = "orders.late-payment-returned"
    version: ClassVar[int] = 1
    priority: ClassVar[int] = 50
    aggregate_field: ClassVar[str] = "order_id"

    order_id: UUID
    buyer_id: UUID
    refund_id: UUID
    amount: Money


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


@dataclass(frozen=True, kw_only=True)
class PartEvent(Event):
    """What every event about one part of an order tells."""

    name: ClassVar[str] = "orders.part-event"
    aggregate_field: ClassVar[str] = "order_id"

    order_id: UUID
    part_id: UUID
    vendor_id: UUID
    buyer_id: UUID


@dataclass(frozen=True, kw_only=True)
class PartCancelled(PartEvent):
    """Units of a paid part were called off before it was sent."""

    name: ClassVar[str] = "orders.part-cancelled"
    version: ClassVar[int] = 1

    cancellation_id: UUID
    by: str
    units: int
    is_whole: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class ShipmentMoved(PartEvent):
    """A parcel is out for delivery, found nobody, arrived or got lost."""

    name: ClassVar[str] = "orders.shipment-moved"
    version: ClassVar[int] = 1

    move_id: UUID
    status: str


@dataclass(frozen=True, kw_only=True)
class RefundIssued(PartEvent):
    """Money of a part is on its way back to the buyer."""

    name: ClassVar[str] = "orders.refund-issued"
    version: ClassVar[int] = 1
    priority: ClassVar[int] = 50

    refund_id: UUID
    kind: str
    amount: Money


@dataclass(frozen=True, kw_only=True)
class ReturnRequested(PartEvent):
    """A buyer wants to send something back."""

    name: ClassVar[str] = "orders.return-requested"
    version: ClassVar[int] = 1

    return_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReturnApproved(PartEvent):
    """The vendor takes it back."""

    name: ClassVar[str] = "orders.return-approved"
    version: ClassVar[int] = 1

    return_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReturnRefused(PartEvent):
    """The vendor does not take it back, and said why."""

    name: ClassVar[str] = "orders.return-refused"
    version: ClassVar[int] = 1

    return_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReturnWithdrawn(PartEvent):
    """The buyer keeps it after all."""

    name: ClassVar[str] = "orders.return-withdrawn"
    version: ClassVar[int] = 1

    return_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReturnReceived(PartEvent):
    """The goods are back at the vendor."""

    name: ClassVar[str] = "orders.return-received"
    version: ClassVar[int] = 1

    return_id: UUID
    refund_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class DisputeOpened(PartEvent):
    """A buyer asks the marketplace to decide."""

    name: ClassVar[str] = "orders.dispute-opened"
    version: ClassVar[int] = 1

    dispute_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class EvidenceAdded(PartEvent):
    """One side of a dispute said or showed something."""

    name: ClassVar[str] = "orders.evidence-added"
    version: ClassVar[int] = 1

    dispute_id: UUID
    evidence_id: UUID
    side: str


@dataclass(frozen=True, kw_only=True)
class DisputeDecided(PartEvent):
    """Staff decided a dispute."""

    name: ClassVar[str] = "orders.dispute-decided"
    version: ClassVar[int] = 1

    dispute_id: UUID
    status: str
    refund_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class DisputeWithdrawn(PartEvent):
    """The buyer has no quarrel any more."""

    name: ClassVar[str] = "orders.dispute-withdrawn"
    version: ClassVar[int] = 1

    dispute_id: UUID
