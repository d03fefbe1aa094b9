"""How an order and each vendor's part of it may move."""

from enum import StrEnum

from apps.common.state_machine import Transitions


class OrderStatus(StrEnum):
    """Where the whole order stands."""

    PENDING = "pending"
    PAID = "paid"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class PartStatus(StrEnum):
    """Where one vendor's part stands."""

    PENDING = "pending"
    PAID = "paid"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


ORDER = Transitions(
    {
        OrderStatus.PENDING: frozenset(
            {
                OrderStatus.PAID,
                OrderStatus.CANCELLED,
                OrderStatus.EXPIRED,
            }
        ),
        OrderStatus.PAID: frozenset({OrderStatus.COMPLETED}),
        OrderStatus.COMPLETED: frozenset(),
        # Money may arrive late; where the goods are still there, the order lives again.
        OrderStatus.CANCELLED: frozenset({OrderStatus.PAID}),
        OrderStatus.EXPIRED: frozenset({OrderStatus.PAID}),
    }
)

PART = Transitions(
    {
        PartStatus.PENDING: frozenset({PartStatus.PAID, PartStatus.CANCELLED}),
        PartStatus.PAID: frozenset({PartStatus.SHIPPED}),
        PartStatus.SHIPPED: frozenset({PartStatus.DELIVERED}),
        PartStatus.DELIVERED: frozenset(),
        PartStatus.CANCELLED: frozenset({PartStatus.PAID}),
    }
)
