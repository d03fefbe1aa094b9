"""Rows of orders: whose they are, and which are due."""

from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from apps.common import clock
from apps.common.db import Named, Nested, NestedOne, Plan, Prepared, plans, with_nested
from apps.orders.errors import OrderNotFound, PartNotFound
from apps.orders.models import Order, OrderLine, Refund, Shipment, TimelineEntry, VendorPart
from apps.orders.rules import read_number
from apps.orders.selectors.aftersale import whole_disputes, whole_returns
from apps.orders.states import OrderStatus, PartStatus

PART_TOTAL = (
    F("items_minor") + F("delivery_minor") - F("discount_minor") - F("delivery_discount_minor")
)
type Rows[Of: Model] = QuerySet[Of, Any]


def own_order(*, order_id: UUID, buyer_id: UUID) -> Order:
    """One order of one buyer.

    Raises:
        OrderNotFound: there is none, or it is another buyer's.
    """
    order = Order.objects.filter(id=order_id, buyer_id=buyer_id).first()
    if order is None:
        raise OrderNotFound("There is no such order.")
    return order


def is_first_order(buyer_id: UUID) -> bool:
    """Whether the buyer has neither bought before nor holds another order open.

    What was paid back before any of it was sent is as if it had not been bought.
    """
    over = {OrderStatus.CANCELLED, OrderStatus.EXPIRED}
    sent = Shipment.objects.filter(part__order=OuterRef("pk"))
    bought = Order.objects.filter(buyer_id=buyer_id).exclude(status__in=over)
    return not bought.exclude(~Exists(sent), status=OrderStatus.REFUNDED).exists()


def overdue_order_ids(*, limit: int) -> list[UUID]:
    """Unpaid orders whose time is over, the oldest first."""
    waiting = Order.objects.filter(status=OrderStatus.PENDING, expires_at__lte=clock.now())
    return list(waiting.order_by("expires_at").values_list("id", flat=True)[:limit])


def order_rows(buyer_id: UUID) -> Rows[Order]:
    """Orders of one buyer as plain rows, each with its units and first picture."""
    lines = OrderLine.objects.filter(part__order=OuterRef("pk"))
    return Order.objects.filter(buyer_id=buyer_id).values(
        "id",
        "number",
        "status",
        "placed_at",
        "total_minor",
        "currency",
        units=_units(lines, "part__order"),
        image_url=_first_picture(lines),
    )


def part_rows(vendor_id: UUID, status: PartStatus | None = None) -> Rows[VendorPart]:
    """Parts of one vendor as plain rows, each with its units and first picture."""
    lines = OrderLine.objects.filter(part=OuterRef("pk"))
    parts = VendorPart.objects.filter(vendor_id=vendor_id)
    if status is not None:
        parts = parts.filter(status=status)
    return parts.values(
        "id",
        "position",
        "status",
        "placed_at",
        "order__number",
        "order__currency",
        "order__address",
        total_minor=PART_TOTAL,
        units=_units(lines, "part"),
        image_url=_first_picture(lines),
    )


def whole_orders() -> QuerySet[Order]:
    """Orders with all that belongs to them, in one statement."""
    parts = whole_parts().filter(order=OuterRef("pk")).order_by("position")
    timeline = TimelineEntry.objects.filter(order=OuterRef("pk")).order_by("id")
    refunds = Refund.objects.filter(order=OuterRef("pk")).order_by("id")
    return with_nested(
        Order.objects.all(),
        all_parts=Nested(parts),
        all_timeline=Nested(timeline),
        all_refunds=Nested(refunds),
    )


def whole_parts() -> QuerySet[VendorPart]:
    """Parts with lines, parcel, returns and disputes, in one statement."""
    own = {"part": OuterRef("pk")}
    return with_nested(
        VendorPart.objects.all(),
        its_parcel=NestedOne(Shipment.objects.filter(**own)),
        all_lines=Nested(OrderLine.objects.filter(**own).order_by("id")),
        all_returns=Nested(whole_returns().filter(**own).order_by("id")),
        all_disputes=Nested(whole_disputes().filter(**own).order_by("id")),
    )


@cache
def _whole_order(key: str, of_buyer: bool) -> Prepared[Order]:  # noqa: FBT001 -- the shape
    names = (key, "buyer_id") if of_buyer else (key,)
    return Prepared(lambda: whole_orders().filter(**{name: Named(name) for name in names}))


def whole_order(
    *, order_id: UUID | None = None, number: str | None = None, buyer_id: UUID | None = None
) -> Plan[Order]:
    """Read one order with all that belongs to it, by id or by number, of one buyer where given.

    Raises:
        OrderNotFound: there is none, or it is another buyer's.
    """
    key = {"number": read_number(number or "")} if order_id is None else {"id": order_id}
    known = _whole_order(next(iter(key)), buyer_id is not None)
    order = yield from plans.first(known, buyer_id=buyer_id, **key)
    if order is None:
        raise OrderNotFound("There is no such order.")
    return order


def _of_vendor() -> QuerySet[VendorPart]:
    """One part of one vendor, and what it may know of the order: nothing of the other parts."""
    refunds = Refund.objects.filter(part=OuterRef("pk")).order_by("id")
    happened = TimelineEntry.objects.filter(order=OuterRef("order_id")).order_by("id")
    parts = with_nested(
        whole_parts(),
        all_refunds=Nested(refunds),
        all_timeline=Nested(happened.filter(Q(part=OuterRef("pk")) | Q(part=None))),
    )
    return parts.select_related("order").filter(id=Named("id"), vendor_id=Named("vendor_id"))


_PART_OF_VENDOR = Prepared(_of_vendor)


def whole_part(*, part_id: UUID, vendor_id: UUID) -> Plan[VendorPart]:
    """Read one part of one vendor with its order and all that belongs to it.

    Raises:
        PartNotFound: there is none, or it is another vendor's.
    """
    part = yield from plans.first(_PART_OF_VENDOR, id=part_id, vendor_id=vendor_id)
    if part is None:
        raise PartNotFound("Your store has no such order.")
    return part


def order_of_part(part_id: UUID) -> UUID:
    """The order of a part, whoever's it is. For staff.

    Raises:
        PartNotFound: there is none.
    """
    order_id = VendorPart.objects.filter(id=part_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise PartNotFound("There is no such order.")
    return order_id


def _units(lines: QuerySet[OrderLine], by: str) -> Coalesce:
    summed = lines.order_by().values(by).annotate(units=Sum("quantity")).values("units")
    return Coalesce(Subquery(summed), Value(0))


def _first_picture(lines: QuerySet[OrderLine]) -> Coalesce:
    pictured = lines.exclude(image_url="").order_by("id").values("image_url")
    return Coalesce(Subquery(pictured[:1]), Value(""))
