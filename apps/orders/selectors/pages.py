"""Pages of lists, as contracts."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model

from apps.common.http.pagination import PageOf, keyset_page
from apps.orders.contracts import OrderCard, OrderDetail, VendorPartCard
from apps.orders.rules import read_number
from apps.orders.selectors.orders import Rows, order_rows, part_rows, whole_orders
from apps.orders.selectors.views import order_card, order_details, part_card
from apps.orders.states import PartStatus

NEWEST = ("-placed_at", "-id")


def order_page(
    buyer_id: UUID, *, cursor: str | None = None, limit: int | None = None
) -> PageOf[OrderCard]:
    """A page of one buyer's orders, newest first, in one statement.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    return _page(order_rows(buyer_id), order_card, cursor, limit)


def part_page(
    vendor_id: UUID,
    *,
    status: PartStatus | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> PageOf[VendorPartCard]:
    """A page of one vendor's parts, newest first, in one statement.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    return _page(part_rows(vendor_id, status), part_card, cursor, limit)


def staff_page(
    *,
    status: str | None = None,
    needs_attention: bool | None = None,
    number: str | None = None,
    cursor: str | None = None,
) -> PageOf[OrderDetail]:
    """A page of everybody's orders, whole, newest first, in six statements.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    orders = whole_orders()
    if status is not None:
        orders = orders.filter(status=status)
    if needs_attention is not None:
        orders = orders.filter(needs_attention=needs_attention)
    if number is not None:
        orders = orders.filter(number=read_number(number))
    page = keyset_page(orders, order=NEWEST, cursor=cursor)
    return PageOf(order_details(page.rows), page.next_cursor, page.previous_cursor)


def _page[Of: Model, Card](
    rows: Rows[Of], card: Callable[[Mapping[str, Any]], Card], cursor: str | None, limit: int | None
) -> PageOf[Card]:
    page = keyset_page(rows, order=NEWEST, cursor=cursor, limit=limit)
    return PageOf(
        rows=[card(row) for row in page.rows],
        next_cursor=page.next_cursor,
        previous_cursor=page.previous_cursor,
    )
