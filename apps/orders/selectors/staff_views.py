"""Orders and parts as contracts for staff."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

from apps.common.db import plans
from apps.common.money import Money
from apps.orders.contracts import OrderDetail, OrderId, PartId
from apps.orders.models import Order, OrderDiscount, TimelineEntry, VendorPart
from apps.orders.selectors.part_views import part_view
from apps.orders.selectors.views import order_details
from apps.orders.staff_contracts import DiscountView, StaffOrder, StaffPart, StaffTimelineView
from apps.orders.states import OrderStatus
from apps.payments import facade as payments
from apps.payments.contracts import RefundState
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId, VendorRef

_SHARED = [field.name for field in fields(OrderDetail) if field.name != "timeline"]


def staff_orders(orders: Sequence[Order]) -> list[StaffOrder]:
    """Orders with buyer and discounts loaded, in four statements more, however many."""
    returned = payments.refunds_of(order.id for order in orders)
    return [
        _staff_order(order, detail, returned.get(order.id, []))
        for order, detail in zip(orders, plans.run(order_details(orders)), strict=True)
    ]


def staff_parts(parts: Sequence[VendorPart]) -> list[StaffPart]:
    """Parts with their orders loaded, in one statement more, however many."""
    stores = vendors.vendors_by_id(VendorId(part.vendor_id) for part in parts)
    return [_staff_part(part, stores) for part in parts]


def _staff_order(order: Order, detail: OrderDetail, returned: Sequence[RefundState]) -> StaffOrder:
    stores = {VendorId(part.vendor.id): part.vendor for part in detail.parts}
    return StaffOrder(
        **{name: getattr(detail, name) for name in _SHARED},
        timeline=tuple(_happened(entry) for entry in order.all_timeline),
        buyer_email=order.buyer.email,
        buyer_name=order.buyer.name,
        discounts=tuple(_discount(one, order, stores) for one in order.discounts.all()),
        payment_refunds=tuple(returned),
    )


def _discount(
    one: OrderDiscount, order: Order, stores: Mapping[VendorId, VendorRef]
) -> DiscountView:
    vendor = stores[VendorId(one.vendor_id)] if one.vendor_id else None
    return DiscountView(
        code=one.code, vendor=vendor, amount=Money(one.amount_minor, order.currency)
    )


def _happened(entry: TimelineEntry) -> StaffTimelineView:
    return StaffTimelineView(
        part_id=PartId(entry.part_id) if entry.part_id else None,
        from_status=entry.from_status,
        to_status=entry.to_status,
        reason=entry.reason,
        at=entry.at,
        actor_id=entry.actor_id,
    )


def _staff_part(part: VendorPart, stores: Mapping[VendorId, VendorRef]) -> StaffPart:
    order = part.order
    return StaffPart(
        part=part_view(part, order, stores[VendorId(part.vendor_id)]),
        order_id=OrderId(order.id),
        order_number=order.number,
        order_status=OrderStatus(order.status),
        buyer_id=order.buyer_id,
        placed_at=order.placed_at,
        paid_at=order.paid_at,
    )
