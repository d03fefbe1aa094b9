"""Write a new order with its parts, lines and first timeline entry."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection

from apps.authentication.contracts import UserId
from apps.common import clock
from apps.common.db import insert
from apps.orders.contracts import DeliveryAddress, OrderId
from apps.orders.models import Order, OrderDiscount, OrderLine, TimelineEntry, VendorPart
from apps.orders.rules import PricedLine, PricedOrder, PricedPart, number_of
from apps.promotions.contracts import Discount


@dataclass(frozen=True, kw_only=True)
class NewOrder:
    """What is known of an order before it is priced."""

    id: OrderId
    buyer_id: UserId
    key: str
    address: DeliveryAddress
    note: str


def write_order(new: NewOrder, priced: PricedOrder) -> Order:
    """Insert the order with all that belongs to it: two statements, one for its number.

    Runs in the caller's transaction.
    """
    order = _order(new, priced)
    parts = [
        _part(order, part, position=position) for position, part in enumerate(priced.parts, start=1)
    ]
    lines = [
        _line(part, line) for part, of in zip(parts, priced.parts, strict=True) for line in of.lines
    ]
    discounts = [_discount(order, one) for one in priced.discounts]
    placed = TimelineEntry(
        order=order, to_status=order.status, reason="Order placed", actor_id=new.buyer_id
    )
    insert(order, *parts, *lines, *discounts, placed)
    return order


def _order(new: NewOrder, priced: PricedOrder) -> Order:
    placed_at = clock.now()
    return Order(
        id=new.id,
        number=number_of(_next_serial()),
        buyer_id=new.buyer_id,
        key=new.key,
        currency=priced.total.currency,
        items_minor=priced.items.minor,
        delivery_minor=priced.delivery.minor,
        discount_minor=priced.discount.minor,
        total_minor=priced.total.minor,
        address=asdict(new.address),
        note=new.note,
        placed_at=placed_at,
        expires_at=placed_at + timedelta(minutes=settings.HOLD_MINUTES),
    )


def _next_serial() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('orders_number_seq')")
        serial: int = cursor.fetchone()[0]
    return serial


def _part(order: Order, part: PricedPart, *, position: int) -> VendorPart:
    return VendorPart(
        order=order,
        vendor_id=part.vendor_id,
        position=position,
        placed_at=order.placed_at,
        items_minor=part.items.minor,
        delivery_minor=part.delivery.minor,
        delivery_method=part.goes_by.name,
        delivery_kind=part.goes_by.kind,
        delivery_min_days=part.goes_by.min_days,
        delivery_max_days=part.goes_by.max_days,
        pickup_address=part.goes_by.pickup_address,
        discount_minor=part.discount_minor,
        delivery_discount_minor=part.delivery_discount_minor,
        platform_discount_minor=part.platform_discount_minor,
        commission_bp=part.commission_bp,
        commission_minor=part.commission.minor,
    )


def _line(part: VendorPart, line: PricedLine) -> OrderLine:
    variant = line.variant
    return OrderLine(
        part=part,
        variant_id=variant.id,
        title=variant.title,
        slug=variant.slug,
        sku=variant.sku,
        size=variant.size,
        colour=variant.colour,
        image_url=variant.image_url or "",
        unit_price_minor=variant.unit_price.minor,
        quantity=line.quantity,
        line_total_minor=line.total.minor,
        discount_minor=line.discount_minor,
    )


def _discount(order: Order, discount: Discount) -> OrderDiscount:
    return OrderDiscount(
        order=order,
        coupon_id=discount.coupon_id,
        code=discount.code,
        vendor_id=discount.vendor_id,
        amount_minor=discount.total.minor,
    )
