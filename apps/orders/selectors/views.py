"""Orders as contracts: what buyers, vendors and mails read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from apps.common.db import Plan, plans
from apps.common.money import Money
from apps.orders.contracts import (
    DeliveryAddress,
    OrderCard,
    OrderDetail,
    OrderId,
    PartId,
    TimelineView,
    VendorPartCard,
    VendorPartDetail,
)
from apps.orders.models import Order, TimelineEntry
from apps.orders.selectors.aftersale_views import refund_view
from apps.orders.selectors.orders import whole_order, whole_part
from apps.orders.selectors.part_views import part_view
from apps.orders.states import OrderStatus, PartStatus
from apps.payments import facade as payments
from apps.payments.contracts import PaymentState
from apps.vendors import facade as vendors
from apps.vendors.contracts import VendorId, VendorRef


def order_detail(
    *, order_id: UUID | None = None, number: str | None = None, buyer_id: UUID | None = None
) -> Plan[OrderDetail]:
    """Read one order, whole, in three statements.

    Raises:
        OrderNotFound: there is none, or it is another buyer's.
    """
    order = yield from whole_order(order_id=order_id, number=number, buyer_id=buyer_id)
    return (yield from order_details([order]))[0]


def order_details(orders: Sequence[Order]) -> Plan[list[OrderDetail]]:
    """Make contracts of `whole_orders`, in two statements more, however many."""
    sellers = {VendorId(part.vendor_id) for order in orders for part in order.all_parts}
    paid, stores = yield from plans.both(
        payments.payments_of(order.id for order in orders), vendors.refs_by_id(sellers)
    )
    return [_detail(order, stores, paid.get(order.id)) for order in orders]


def _detail(
    order: Order, stores: Mapping[VendorId, VendorRef], payment: PaymentState | None
) -> OrderDetail:
    is_pending = order.status == OrderStatus.PENDING
    parts = tuple(
        part_view(part, order, stores[VendorId(part.vendor_id)]) for part in order.all_parts
    )
    return OrderDetail(
        id=OrderId(order.id),
        number=order.number,
        buyer_id=order.buyer_id,
        status=OrderStatus(order.status),
        placed_at=order.placed_at,
        expires_at=order.expires_at,
        paid_at=order.paid_at,
        items_total=_money(order.items_minor, order),
        delivery_total=_money(order.delivery_minor, order),
        discount_total=_money(order.discount_minor, order),
        total=order.total,
        address=DeliveryAddress(**order.address),
        note=order.note,
        needs_attention=order.needs_attention,
        parts=parts,
        timeline=_timeline(order.all_timeline),
        payment=payment,
        can_pay=is_pending and payment is not None and payment.is_open,
        can_cancel=is_pending or any(part.can_cancel for part in parts),
        refunds=tuple(refund_view(refund, order.currency) for refund in order.all_refunds),
    )


def part_detail(*, part_id: UUID, vendor_id: UUID) -> Plan[VendorPartDetail]:
    """Read one vendor's own part, in two statements.

    Raises:
        PartNotFound: there is none, or it is another vendor's.
    """
    part, stores = yield from plans.both(
        whole_part(part_id=part_id, vendor_id=vendor_id), vendors.refs_by_id([VendorId(vendor_id)])
    )
    order = part.order
    return VendorPartDetail(
        part=part_view(part, order, stores[VendorId(vendor_id)]),
        order_id=OrderId(order.id),
        placed_at=order.placed_at,
        paid_at=order.paid_at,
        address=_address_for_vendor(order),
        note=order.note if order.paid_at else "",
        timeline=_timeline(part.all_timeline),
        refunds=tuple(refund_view(refund, order.currency) for refund in part.all_refunds),
    )


def _address_for_vendor(order: Order) -> DeliveryAddress:
    """Where to send it; before the money is there a vendor learns the town and no more."""
    if order.paid_at:
        return DeliveryAddress(**order.address)
    known = {name: order.address[name] for name in ("city", "lga", "state", "country")}
    return DeliveryAddress(**(dict.fromkeys(order.address, "") | known))


def order_card(row: Mapping[str, Any]) -> OrderCard:
    """A row of `order_rows`."""
    return OrderCard(
        id=OrderId(row["id"]),
        number=row["number"],
        status=OrderStatus(row["status"]),
        placed_at=row["placed_at"],
        total=Money(row["total_minor"], row["currency"]),
        units=row["units"],
        image_url=row["image_url"] or None,
    )


def part_card(row: Mapping[str, Any]) -> VendorPartCard:
    """A row of `part_rows`."""
    return VendorPartCard(
        id=PartId(row["id"]),
        number=f"{row['order__number']}-{row['position']}",
        status=PartStatus(row["status"]),
        placed_at=row["placed_at"],
        total=Money(row["total_minor"], row["order__currency"]),
        units=row["units"],
        city=row["order__address"]["city"],
        state=row["order__address"]["state"],
        image_url=row["image_url"] or None,
    )


def _timeline(entries: Iterable[TimelineEntry]) -> tuple[TimelineView, ...]:
    return tuple(
        TimelineView(
            part_id=PartId(entry.part_id) if entry.part_id else None,
            from_status=entry.from_status,
            to_status=entry.to_status,
            reason=entry.reason,
            at=entry.at,
        )
        for entry in entries
    )


def _money(minor: int, order: Order) -> Money:
    return Money(minor, order.currency)
