"""What staff see of orders: more than buyers and vendors do; and what they narrow lists to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.common.money import Money
from apps.orders.contracts import OrderDetail, OrderId, PartView, TimelineView
from apps.orders.states import OrderStatus, PartStatus
from apps.payments.contracts import RefundState
from apps.vendors.contracts import VendorRef


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """What lists of orders and of parts have in common; what is None or empty is not asked for.

    Times are half open: from the first moment, until just before the last. `vendor` is a slug or
    an id, `buyer` an address or an id, `number` and `q` are as a person types them.
    """

    vendor: str = ""
    buyer: str = ""
    number: str = ""
    placed_from: datetime | None = None
    placed_to: datetime | None = None
    open_return: bool | None = None
    open_dispute: bool | None = None
    refunded: bool | None = None
    q: str = ""


@dataclass(frozen=True, kw_only=True)
class OrderFilters(Narrowing):
    """What the list of orders is narrowed to; totals are minor units of `currency`."""

    status: OrderStatus | None = None
    part_status: PartStatus | None = None
    paid_from: datetime | None = None
    paid_to: datetime | None = None
    total_min: int | None = None
    total_max: int | None = None
    currency: str = ""
    coupon: str = ""
    needs_attention: bool | None = None


@dataclass(frozen=True, kw_only=True)
class PartFilters(Narrowing):
    """What the list of vendors' parts is narrowed to."""

    status: PartStatus | None = None
    order_status: OrderStatus | None = None


@dataclass(frozen=True, kw_only=True)
class DiscountView:
    """What one coupon took off; `vendor` is None where the platform pays for it."""

    code: str
    vendor: VendorRef | None
    amount: Money


@dataclass(frozen=True, kw_only=True)
class StaffTimelineView(TimelineView):
    """One thing that happened, and whose account did it; None is the shop itself."""

    actor_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class StaffOrder(OrderDetail):
    """One order with all that staff may ask about; `payment_refunds` is the provider's side."""

    timeline: tuple[StaffTimelineView, ...]
    buyer_email: str
    buyer_name: str
    discounts: tuple[DiscountView, ...]
    payment_refunds: tuple[RefundState, ...]


@dataclass(frozen=True, kw_only=True)
class StaffPart:
    """One vendor's part with what staff need of its order."""

    part: PartView
    order_id: OrderId
    order_number: str
    order_status: OrderStatus
    buyer_id: UUID
    placed_at: datetime
    paid_at: datetime | None
