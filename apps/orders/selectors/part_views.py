"""A vendor's part as a contract, with all that came after the sale."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from apps.common import clock
from apps.common.money import Money
from apps.orders.contracts import LineView, PartId, PartView, ReturnView
from apps.orders.models import Order, OrderLine, Shipment, VendorPart
from apps.orders.selectors.aftersale import return_until
from apps.orders.selectors.aftersale_views import dispute_view, return_view
from apps.orders.states import PartStatus, ShipmentStatus
from apps.products.contracts import VariantId
from apps.vendors.contracts import VendorRef

_DELIVERY = (
    *("delivery_method", "delivery_kind", "delivery_min_days", "delivery_max_days"),
    "pickup_address",
)


def part_view(part: VendorPart, order: Order, store: VendorRef) -> PartView:
    """A part of `whole_parts`, seen by those who may see it."""
    part.order = order
    currency = order.currency
    discount = part.discount_minor + part.delivery_discount_minor
    parcel = part.its_parcel
    returns = tuple(return_view(one, currency) for one in part.all_returns)
    disputes = tuple(dispute_view(one, currency) for one in part.all_disputes)
    until = return_until(parcel.delivered_at) if parcel and parcel.delivered_at else None
    lines = _lines(part, currency, returns, takes_back=_takes_back(part, until))
    return PartView(
        id=PartId(part.id),
        number=f"{order.number}-{part.position}",
        vendor=store,
        status=PartStatus(part.status),
        lines=lines,
        items_total=Money(part.items_minor, currency),
        delivery=Money(part.delivery_minor, currency),
        discount=Money(discount, currency),
        platform_discount=Money(part.platform_discount_minor, currency),
        **{name: getattr(part, name) for name in _DELIVERY},
        total=part.paid,
        refunded=Money(part.refunded_minor, currency),
        refundable=part.refundable,
        **_parcel(parcel),
        return_until=until,
        returns=returns,
        disputes=disputes,
        can_ship=part.status == PartStatus.PAID,
        can_confirm=part.status == PartStatus.SHIPPED,
        can_cancel=part.status == PartStatus.PAID,
        can_return=any(line.returnable for line in lines),
        can_dispute=part.status in {PartStatus.SHIPPED, PartStatus.DELIVERED}
        and not any(dispute.is_open for dispute in disputes),
    )


def _parcel(parcel: Shipment | None) -> dict[str, Any]:
    if parcel is None:
        nothing = dict.fromkeys(("carrier", "tracking_number", "tracking_url"), "")
        return nothing | dict.fromkeys(("shipment_status", "shipped_at", "delivered_at"))
    return {
        "carrier": parcel.carrier,
        "tracking_number": parcel.tracking_number,
        "tracking_url": parcel.tracking_url,
        "shipment_status": ShipmentStatus(parcel.status),
        "shipped_at": parcel.shipped_at,
        "delivered_at": parcel.delivered_at,
    }


def _takes_back(part: VendorPart, until: datetime | None) -> bool:
    is_in_time = until is not None and clock.now() <= until
    return is_in_time and part.status == PartStatus.DELIVERED


def _lines(
    part: VendorPart, currency: str, returns: Sequence[ReturnView], *, takes_back: bool
) -> tuple[LineView, ...]:
    return tuple(_line(line, currency, returns, takes_back=takes_back) for line in part.all_lines)


def _line(
    line: OrderLine, currency: str, returns: Sequence[ReturnView], *, takes_back: bool
) -> LineView:
    coming = sum(
        back.quantity
        for one in returns
        if one.is_open
        for back in one.lines
        if back.variant_id == line.variant_id
    )
    return LineView(
        variant_id=VariantId(line.variant_id),
        title=line.title,
        slug=line.slug,
        sku=line.sku,
        size=line.size,
        colour=line.colour,
        image_url=line.image_url or None,
        unit_price=Money(line.unit_price_minor, currency),
        quantity=line.quantity,
        line_total=Money(line.line_total_minor, currency),
        cancelled=line.cancelled_quantity,
        returned=line.returned_quantity,
        kept=line.kept,
        returnable=line.kept - coming if takes_back else 0,
        refunded=Money(line.refunded_minor, currency),
    )
