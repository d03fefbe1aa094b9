"""Pages of lists, as contracts."""

from functools import cache
from typing import Any
from uuid import UUID

from apps.common.db import Named, PageOf, Pages, Plan, plans
from apps.orders.contracts import OrderCard, VendorPartCard
from apps.orders.selectors.orders import order_rows, part_rows
from apps.orders.selectors.views import order_card, part_card
from apps.orders.states import PartStatus

NEWEST = ("-placed_at", "-id")
_BUYER: Any = Named("buyer_id")
_VENDOR: Any = Named("vendor_id")
_ORDERS = Pages(lambda: order_rows(_BUYER), order=NEWEST)


@cache
def _parts(has_status: bool) -> Pages[Any]:  # noqa: FBT001 -- the shape
    status: Any = Named("status") if has_status else None
    return Pages(lambda: part_rows(_VENDOR, status), order=NEWEST)


def order_page(
    buyer_id: UUID, *, cursor: str | None = None, limit: int | None = None
) -> Plan[PageOf[OrderCard]]:
    """Read a page of one buyer's orders, newest first, in one statement.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    page = yield from plans.page(_ORDERS, cursor=cursor, limit=limit, buyer_id=buyer_id)
    return page.of(order_card)


def part_page(
    vendor_id: UUID,
    *,
    status: PartStatus | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Plan[PageOf[VendorPartCard]]:
    """Read a page of one vendor's parts, newest first, in one statement.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    asked = {"vendor_id": vendor_id, "status": status and str(status)}
    pages = _parts(status is not None)
    return (yield from plans.page(pages, cursor=cursor, limit=limit, **asked)).of(part_card)
