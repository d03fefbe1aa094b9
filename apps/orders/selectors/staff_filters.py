"""Narrowing orders and parts to what staff ask for. The admin's filters use the same words."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.orders.models import Dispute, Order, OrderDiscount, Refund, Return, VendorPart
from apps.orders.rules import read_number
from apps.orders.selectors.aftersale import OPEN_RETURNS
from apps.orders.selectors.staff_search import as_uuid, orders_found, parts_found
from apps.orders.staff_contracts import Narrowing, OrderFilters, PartFilters
from apps.orders.states import DisputeStatus, RefundStatus


def filtered_orders(filters: OrderFilters) -> QuerySet[Order]:
    """The orders that all the filters admit; of part status and vendor: one part has both."""
    conditions = [
        *_asked(status=filters.status, currency=filters.currency),
        *_asked(total_minor__gte=filters.total_min, total_minor__lte=filters.total_max),
        *_asked(needs_attention=filters.needs_attention),
        *_between("placed_at", filters.placed_from, filters.placed_to),
        *_between("paid_at", filters.paid_from, filters.paid_to),
        *_buyer(filters.buyer),
        *_asked(number=read_number(filters.number) if filters.number else ""),
        *_after_sale(filters, order_of="part__order"),
    ]
    if filters.part_status or filters.vendor:
        parts = VendorPart.objects.filter(
            *_asked(status=filters.part_status), *_vendor(filters.vendor), order=OuterRef("pk")
        )
        conditions.append(Q(Exists(parts)))
    if filters.coupon:
        codes = OrderDiscount.objects.filter(code=filters.coupon.upper(), order=OuterRef("pk"))
        conditions.append(Q(Exists(codes)))
    if filters.q:
        conditions.append(orders_found(filters.q))
    return Order.objects.filter(*conditions)


def filtered_parts(filters: PartFilters) -> QuerySet[VendorPart]:
    """The parts that all the filters admit."""
    conditions = [
        *_asked(status=filters.status, order__status=filters.order_status),
        *_between("placed_at", filters.placed_from, filters.placed_to),
        *_vendor(filters.vendor),
        *_buyer(filters.buyer, "order__"),
        *_asked(order__number=read_number(filters.number) if filters.number else ""),
        *_after_sale(filters, order_of=None),
    ]
    if filters.q:
        conditions.append(parts_found(filters.q))
    return VendorPart.objects.filter(*conditions)


def with_open_return(order_of: str | None) -> Exists:
    """Whether a return waits: of an order where the path to it is given, else of a part."""
    return _any(Return.objects.filter(status__in=OPEN_RETURNS), order_of)


def with_open_dispute(order_of: str | None) -> Exists:
    """Whether a dispute is open: of an order where the path to it is given, else of a part."""
    return _any(Dispute.objects.filter(status=DisputeStatus.OPEN), order_of)


def with_refund(order_of: str | None) -> Exists:
    """Whether money went back or is on its way: of an order, or of a part."""
    refunds = Refund.objects.exclude(status=RefundStatus.FAILED)
    return _any(refunds, "order" if order_of else None)


def _any(rows: QuerySet[Any], order_of: str | None) -> Exists:
    return Exists(rows.filter(**{order_of or "part": OuterRef("pk")}))


def _after_sale(filters: Narrowing, *, order_of: str | None) -> Iterable[Q]:
    asked = (
        (filters.open_return, with_open_return),
        (filters.open_dispute, with_open_dispute),
        (filters.refunded, with_refund),
    )
    for wanted, condition in asked:
        if wanted is not None:
            yield Q(condition(order_of)) if wanted else ~Q(condition(order_of))


def _asked(**columns: Any) -> list[Q]:
    return [Q(**{name: value}) for name, value in columns.items() if value not in {None, ""}]


def _between(column: str, first: datetime | None, end: datetime | None) -> list[Q]:
    return _asked(**{f"{column}__gte": first, f"{column}__lt": end})


def _vendor(slug_or_id: str) -> list[Q]:
    vendor_id = as_uuid(slug_or_id)
    return [Q(vendor_id=vendor_id)] if vendor_id else _asked(vendor__slug=slug_or_id)


def _buyer(email_or_id: str, path: str = "") -> list[Q]:
    if buyer_id := as_uuid(email_or_id):
        return [Q(**{f"{path}buyer_id": buyer_id})]
    return _asked(**{f"{path}buyer__email": email_or_id.lower()})
