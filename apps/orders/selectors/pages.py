"""Pages of lists, as contracts."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model

from apps.common.http.pagination import PageOf, keyset_page
from apps.orders.contracts import OrderCard, VendorPartCard
from apps.orders.selectors.orders import Rows, order_rows, part_rows
from apps.orders.selectors.views import order_card, part_card
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


def _page[Of: Model, Card](
    rows: Rows[Of], card: Callable[[Mapping[str, Any]], Card], cursor: str | None, limit: int | None
) -> PageOf[Card]:
    page = keyset_page(rows, order=NEWEST, cursor=cursor, limit=limit)
    return PageOf(
        rows=[card(row) for row in page.rows],
        next_cursor=page.next_cursor,
        previous_cursor=page.previous_cursor,
    )
