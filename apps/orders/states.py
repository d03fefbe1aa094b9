"""How an order, a vendor's part, its shipment, a return, a refund and a dispute may move."""

from enum import StrEnum

from apps.common.state_machine import Transitions


class OrderStatus(StrEnum):
    """Where the whole order stands."""

    PENDING = "pending"
    PAID = "paid"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REFUNDED = "refunded"


class PartStatus(StrEnum):
    """Where one vendor's part stands. REFUNDED was paid and then called off as a whole."""

    PENDING = "pending"
    PAID = "paid"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class ShipmentStatus(StrEnum):
    """Where the parcel of a part is. FAILED is a try at the door that found nobody."""

    IN_TRANSIT = "in-transit"
    OUT_FOR_DELIVERY = "out-for-delivery"
    FAILED = "failed"
    DELIVERED = "delivered"
    LOST = "lost"


class ReturnStatus(StrEnum):
    """Where a buyer's wish to send something back stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    RECEIVED = "received"


class RefundStatus(StrEnum):
    """Where money on its way back stands; the provider decides."""

    REQUESTED = "requested"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class DisputeStatus(StrEnum):
    """Where a quarrel that staff decide stands."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"
    FOR_BUYER = "for-buyer"
    FOR_VENDOR = "for-vendor"


class RefundKind(StrEnum):
    """Why money goes back. LATE_PAYMENT is that of a whole order, the others of one part."""

    LATE_PAYMENT = "late-payment"
    CANCELLATION = "cancellation"
    RETURN = "return"
    LOST = "lost"
    DISPUTE = "dispute"
    GOODWILL = "goodwill"


class Side(StrEnum):
    """For whom somebody acts. Staff may act for either of the other two."""

    BUYER = "buyer"
    VENDOR = "vendor"
    STAFF = "staff"


class ReturnReason(StrEnum):
    """Why a buyer sends something back."""

    DOES_NOT_FIT = "does-not-fit"
    DAMAGED = "damaged"
    NOT_AS_DESCRIBED = "not-as-described"
    WRONG_ITEM = "wrong-item"
    CHANGED_MIND = "changed-mind"


class DisputeReason(StrEnum):
    """What a buyer quarrels about."""

    NOT_RECEIVED = "not-received"
    INCOMPLETE = "incomplete"
    DAMAGED = "damaged"
    NOT_AS_DESCRIBED = "not-as-described"
    WRONG_ITEM = "wrong-item"
    RETURN_REFUSED = "return-refused"
    OTHER = "other"


ORDER = Transitions(
    {
        OrderStatus.PENDING: frozenset(
            {OrderStatus.PAID, OrderStatus.CANCELLED, OrderStatus.EXPIRED}
        ),
        OrderStatus.PAID: frozenset({OrderStatus.COMPLETED, OrderStatus.REFUNDED}),
        OrderStatus.COMPLETED: frozenset(),
        # Money may arrive late: where the goods are still there the order lives again, otherwise
        # the money goes back.
        OrderStatus.CANCELLED: frozenset({OrderStatus.PAID, OrderStatus.REFUNDED}),
        OrderStatus.EXPIRED: frozenset({OrderStatus.PAID, OrderStatus.REFUNDED}),
        OrderStatus.REFUNDED: frozenset(),
    }
)

PART = Transitions(
    {
        PartStatus.PENDING: frozenset({PartStatus.PAID, PartStatus.CANCELLED}),
        PartStatus.PAID: frozenset({PartStatus.SHIPPED, PartStatus.REFUNDED}),
        # A parcel that got lost never arrives: its money goes back.
        PartStatus.SHIPPED: frozenset({PartStatus.DELIVERED, PartStatus.REFUNDED}),
        PartStatus.DELIVERED: frozenset(),
        PartStatus.CANCELLED: frozenset({PartStatus.PAID}),
        PartStatus.REFUNDED: frozenset(),
    }
)

SHIPMENT = Transitions(
    {
        ShipmentStatus.IN_TRANSIT: frozenset(
            {
                ShipmentStatus.OUT_FOR_DELIVERY,
                ShipmentStatus.FAILED,
                ShipmentStatus.DELIVERED,
                ShipmentStatus.LOST,
            }
        ),
        ShipmentStatus.OUT_FOR_DELIVERY: frozenset(
            {ShipmentStatus.FAILED, ShipmentStatus.DELIVERED, ShipmentStatus.LOST}
        ),
        ShipmentStatus.FAILED: frozenset(
            {ShipmentStatus.OUT_FOR_DELIVERY, ShipmentStatus.DELIVERED, ShipmentStatus.LOST}
        ),
        ShipmentStatus.DELIVERED: frozenset(),
        ShipmentStatus.LOST: frozenset(),
    }
)

RETURN = Transitions(
    {
        ReturnStatus.REQUESTED: frozenset(
            {ReturnStatus.APPROVED, ReturnStatus.REFUSED, ReturnStatus.WITHDRAWN}
        ),
        ReturnStatus.APPROVED: frozenset({ReturnStatus.RECEIVED, ReturnStatus.WITHDRAWN}),
        ReturnStatus.REFUSED: frozenset(),
        ReturnStatus.WITHDRAWN: frozenset(),
        ReturnStatus.RECEIVED: frozenset(),
    }
)

REFUND = Transitions(
    {
        RefundStatus.REQUESTED: frozenset({RefundStatus.SUCCEEDED, RefundStatus.FAILED}),
        RefundStatus.SUCCEEDED: frozenset(),
        # Staff pay a refused refund by another way and say so.
        RefundStatus.FAILED: frozenset({RefundStatus.SUCCEEDED}),
    }
)

DISPUTE = Transitions(
    {
        DisputeStatus.OPEN: frozenset(
            {DisputeStatus.WITHDRAWN, DisputeStatus.FOR_BUYER, DisputeStatus.FOR_VENDOR}
        ),
        DisputeStatus.WITHDRAWN: frozenset(),
        DisputeStatus.FOR_BUYER: frozenset(),
        DisputeStatus.FOR_VENDOR: frozenset(),
    }
)
