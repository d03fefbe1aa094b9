"""Tables of orders: what was bought, and what happened to it afterwards."""

from apps.orders.models.aftersale import (
    Dispute,
    DisputeEvidence,
    Refund,
    Return,
    ReturnLine,
    ReturnPhoto,
)
from apps.orders.models.order import Order, OrderDiscount, TimelineEntry
from apps.orders.models.part import OrderLine, Shipment, VendorPart

__all__ = [
    "Dispute",
    "DisputeEvidence",
    "Order",
    "OrderDiscount",
    "OrderLine",
    "Refund",
    "Return",
    "ReturnLine",
    "ReturnPhoto",
    "Shipment",
    "TimelineEntry",
    "VendorPart",
]
