"""Returns and disputes as contracts: one, and pages of them."""

from uuid import UUID

from apps.common.http.pagination import PageOf, keyset_page
from apps.orders.aftersale_contracts import DisputeView, Party, ReturnView
from apps.orders.selectors.aftersale import (
    disputes_for,
    own_dispute,
    own_return,
    returns_for,
)
from apps.orders.selectors.aftersale_views import dispute_view, return_view
from apps.orders.states import DisputeStatus, ReturnStatus

NEWEST = ("-created_at", "-id")


def return_for(return_id: UUID, by: Party) -> ReturnView:
    """One return.

    Raises:
        ReturnNotFound: there is none, or not for this party.
    """
    found = own_return(return_id, by)
    return return_view(found, found.part.order.currency)


def dispute_for(dispute_id: UUID, by: Party) -> DisputeView:
    """One dispute.

    Raises:
        DisputeNotFound: there is none, or not for this party.
    """
    found = own_dispute(dispute_id, by)
    return dispute_view(found, found.part.order.currency)


def return_page(
    by: Party,
    *,
    status: ReturnStatus | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> PageOf[ReturnView]:
    """A page of the returns that somebody may see, newest first, in three statements.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    found = returns_for(by).select_related("refund", "part__order")
    if status is not None:
        found = found.filter(status=status)
    page = keyset_page(found, order=NEWEST, cursor=cursor, limit=limit)
    rows = [return_view(one, one.part.order.currency) for one in page.rows]
    return PageOf(rows, page.next_cursor, page.previous_cursor)


def dispute_page(
    by: Party,
    *,
    status: DisputeStatus | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> PageOf[DisputeView]:
    """A page of the disputes that somebody may see, newest first, in two statements.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    found = disputes_for(by).select_related("refund", "part__order")
    if status is not None:
        found = found.filter(status=status)
    page = keyset_page(found, order=NEWEST, cursor=cursor, limit=limit)
    rows = [dispute_view(one, one.part.order.currency) for one in page.rows]
    return PageOf(rows, page.next_cursor, page.previous_cursor)
