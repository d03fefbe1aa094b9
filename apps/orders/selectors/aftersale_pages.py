"""Returns and disputes as contracts: one, and pages of them."""

from functools import cache
from typing import Any
from uuid import UUID

from apps.common.db import Named, PageOf, Pages, Plan, plans
from apps.orders.aftersale_contracts import DisputeView, Party, ReturnView
from apps.orders.models import Dispute, Return
from apps.orders.selectors.aftersale import (
    disputes_for,
    own_dispute,
    own_return,
    returns_for,
)
from apps.orders.selectors.aftersale_views import dispute_view, return_view
from apps.orders.selectors.parties import anybody, ids_of
from apps.orders.states import DisputeStatus, ReturnStatus, Side

NEWEST = ("-created_at", "-id")


def return_for(return_id: UUID, by: Party) -> Plan[ReturnView]:
    """Read one return, in one statement.

    Raises:
        ReturnNotFound: there is none, or not for this party.
    """
    return _return_view((yield from own_return(return_id, by)))


def dispute_for(dispute_id: UUID, by: Party) -> Plan[DisputeView]:
    """Read one dispute, in one statement.

    Raises:
        DisputeNotFound: there is none, or not for this party.
    """
    return _dispute_view((yield from own_dispute(dispute_id, by)))


def return_page(
    by: Party,
    *,
    status: ReturnStatus | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Plan[PageOf[ReturnView]]:
    """Read a page of the returns that somebody may see, newest first, in one statement.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    asked = ids_of(by) | {"status": status and str(status)}
    pages = _returns(by.side, status is not None)
    return (yield from plans.page(pages, cursor=cursor, limit=limit, **asked)).of(_return_view)


def dispute_page(
    by: Party,
    *,
    status: DisputeStatus | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Plan[PageOf[DisputeView]]:
    """Read a page of the disputes that somebody may see, newest first, in one statement.

    Raises:
        BadCursor: the cursor is not of this list.
    """
    asked = ids_of(by) | {"status": status and str(status)}
    pages = _disputes(by.side, status is not None)
    return (yield from plans.page(pages, cursor=cursor, limit=limit, **asked)).of(_dispute_view)


@cache
def _returns(side: Side, has_status: bool) -> Pages[Return]:  # noqa: FBT001 -- the shape
    wanted: dict[str, Any] = {"status": Named("status")} if has_status else {}
    return Pages(
        lambda: returns_for(anybody(side)).select_related("part__order").filter(**wanted),
        order=NEWEST,
    )


@cache
def _disputes(side: Side, has_status: bool) -> Pages[Dispute]:  # noqa: FBT001 -- the shape
    wanted: dict[str, Any] = {"status": Named("status")} if has_status else {}
    return Pages(
        lambda: disputes_for(anybody(side)).select_related("part__order").filter(**wanted),
        order=NEWEST,
    )


def _return_view(found: Return) -> ReturnView:
    return return_view(found, found.part.order.currency)


def _dispute_view(found: Dispute) -> DisputeView:
    return dispute_view(found, found.part.order.currency)
