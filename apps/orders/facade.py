"""What neighbours may ask of orders."""

from uuid import UUID

from apps.common.db import PageOf, plans
from apps.orders.contracts import (
    DisputeView,
    OrderCard,
    OrderDetail,
    Party,
    ReturnView,
    VendorPartCard,
    VendorPartDetail,
)
from apps.orders.selectors import aftersale_pages
from apps.orders.selectors.aftersale import evidence_file, return_photo, side_in_dispute
from apps.orders.selectors.orders import order_of_part
from apps.orders.selectors.pages import order_page, part_page
from apps.orders.selectors.parties import sides_of
from apps.orders.selectors.sales import (
    SHOP_SALES,
    VENDOR_SALES,
    first_sale_day,
    sale_day,
    sales_by_product,
    sales_by_vendor,
    sales_of_shop,
)
from apps.orders.selectors.vendor_desk import VENDOR_FORECAST, VENDOR_WORK, shop_work
from apps.orders.selectors.views import order_detail, part_detail
from apps.orders.services.answer_return import approve_return, refuse_return, withdraw_return
from apps.orders.services.call_off import call_off
from apps.orders.services.cancel_order import cancel_order
from apps.orders.services.cancel_units import cancel_units
from apps.orders.services.confirm_delivery import confirm_delivery
from apps.orders.services.decide_dispute import (
    decide_for_buyer,
    decide_for_vendor,
    withdraw_dispute,
)
from apps.orders.services.move_shipment import move_shipment
from apps.orders.services.open_dispute import add_evidence, open_dispute
from apps.orders.services.pay_order import confirm_payment, continue_payment, payment_page
from apps.orders.services.place_order import place_order
from apps.orders.services.quote_order import quote_order
from apps.orders.services.receive_return import receive_return
from apps.orders.services.refund_part import refund_part, settle_by_hand
from apps.orders.services.request_return import add_photo, request_return
from apps.orders.services.ship_part import ship_part
from apps.orders.states import DisputeStatus, PartStatus, ReturnStatus

__all__ = [
    "SHOP_SALES",
    "VENDOR_FORECAST",
    "VENDOR_SALES",
    "VENDOR_WORK",
    "add_evidence",
    "add_photo",
    "approve_return",
    "call_off",
    "cancel_order",
    "cancel_units",
    "confirm_delivery",
    "confirm_payment",
    "continue_payment",
    "decide_for_buyer",
    "decide_for_vendor",
    "dispute_for",
    "dispute_page",
    "evidence_file",
    "first_sale_day",
    "move_shipment",
    "open_dispute",
    "order_for",
    "order_for_notice",
    "order_of_part",
    "orders_of",
    "part_for",
    "parts_of_vendor",
    "payment_page",
    "place_order",
    "quote_order",
    "receive_return",
    "refund_part",
    "refuse_return",
    "request_return",
    "return_for",
    "return_page",
    "return_photo",
    "sale_day",
    "sales_by_product",
    "sales_by_vendor",
    "sales_of_shop",
    "settle_by_hand",
    "ship_part",
    "shop_work",
    "side_in_dispute",
    "sides_of",
    "withdraw_dispute",
    "withdraw_return",
]


def order_for(
    *, buyer_id: UUID, order_id: UUID | None = None, number: str | None = None
) -> OrderDetail:
    """One order of one buyer, by id or by number.

    Raises:
        OrderNotFound: there is none, or it is another buyer's.
    """
    return plans.run(order_detail(order_id=order_id, number=number, buyer_id=buyer_id))


def order_for_notice(order_id: UUID) -> OrderDetail:
    """One order for mails, whoever's it is. Never for a page.

    Raises:
        OrderNotFound: there is none.
    """
    return plans.run(order_detail(order_id=order_id))


def orders_of(
    buyer_id: UUID, cursor: str | None = None, limit: int | None = None
) -> PageOf[OrderCard]:
    """One buyer's orders, newest first.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    return plans.run(order_page(buyer_id, cursor=cursor, limit=limit))


def parts_of_vendor(
    vendor_id: UUID,
    status: PartStatus | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> PageOf[VendorPartCard]:
    """One vendor's parts, newest first. Ask `vendors.facade.require_vendor` for the id.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    return plans.run(part_page(vendor_id, status=status, cursor=cursor, limit=limit))


def part_for(*, part_id: UUID, vendor_id: UUID) -> VendorPartDetail:
    """One part of one vendor; nothing of the other vendors of the order.

    Raises:
        PartNotFound: there is none, or it is another vendor's.
    """
    return plans.run(part_detail(part_id=part_id, vendor_id=vendor_id))


def return_for(return_id: UUID, by: Party) -> ReturnView:
    """One return.

    Raises:
        ReturnNotFound: there is none, or not for this party.
    """
    return plans.run(aftersale_pages.return_for(return_id, by))


def return_page(
    by: Party,
    *,
    status: ReturnStatus | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> PageOf[ReturnView]:
    """A page of the returns that somebody may see, newest first.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    found = aftersale_pages.return_page(by, status=status, cursor=cursor, limit=limit)
    return plans.run(found)


def dispute_for(dispute_id: UUID, by: Party) -> DisputeView:
    """One dispute.

    Raises:
        DisputeNotFound: there is none, or not for this party.
    """
    return plans.run(aftersale_pages.dispute_for(dispute_id, by))


def dispute_page(
    by: Party,
    *,
    status: DisputeStatus | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> PageOf[DisputeView]:
    """A page of the disputes that somebody may see, newest first.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    found = aftersale_pages.dispute_page(by, status=status, cursor=cursor, limit=limit)
    return plans.run(found)
