"""What a buyer does after the sale: call off, send back, quarrel."""

from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from ninja import Router, Status

from apps.common import reads
from apps.common.http.auth import SignedIn
from apps.common.http.openapi import ONCE
from apps.common.http.pagination import Cursor, Limit, Page
from apps.orders import facade
from apps.orders.apis.v2.aftersale_schemas import (
    CancelPartIn,
    DisputeIn,
    DisputeOut,
    EvidenceIn,
    ReturnIn,
    ReturnOut,
    units_of,
)
from apps.orders.apis.v2.calling_off import call_off
from apps.orders.apis.v2.schemas import OrderOut
from apps.orders.contracts import DisputeView, OrderDetail, Party, ReturnView
from apps.orders.selectors.aftersale_pages import (
    dispute_for,
    dispute_page,
    return_for,
    return_page,
)
from apps.orders.selectors.views import order_detail
from apps.orders.states import DisputeStatus, ReturnStatus

router = Router(tags=["after the sale"])


def _me(request: SignedIn) -> Party:
    return Party.buyer(request.auth.id)


@router.post(
    "/orders/parts/{part_id}/cancel",
    response=OrderOut,
    operation_id="cancel_part",
    openapi_extra=ONCE,
)
async def cancel_part(request: SignedIn, part_id: UUID, body: CancelPartIn) -> OrderDetail:
    """Call units of a paid part off before they are sent; their money goes back."""
    order_id = await call_off(request, part_id, body, _me(request))
    return await reads.run(order_detail(buyer_id=request.auth.id, order_id=order_id))


@router.post(
    "/orders/parts/{part_id}/returns", response={201: ReturnOut}, operation_id="request_return"
)
async def request_return(request: SignedIn, part_id: UUID, body: ReturnIn) -> Status[ReturnView]:
    """Ask to send units of a delivered part back. Photos: `POST /api/v1/returns/{id}/photos/`."""
    return_id = await sync_to_async(facade.request_return)(
        part_id=part_id,
        by=_me(request),
        lines=units_of(body.lines),
        reason=body.reason,
        comment=body.comment,
    )
    return Status(201, await _return(request, return_id))


@router.get("/returns", response=Page[ReturnOut], operation_id="list_returns")
async def list_returns(
    request: SignedIn, status: ReturnStatus | None = None, cursor: Cursor = None, limit: Limit = 50
) -> Any:
    """List your returns, newest first."""
    own = return_page(_me(request), status=status, cursor=cursor, limit=limit)
    page = await reads.run(own)
    return page.as_json(request, lambda found: found)


@router.get("/returns/{return_id}", response=ReturnOut, operation_id="show_return")
async def show_return(request: SignedIn, return_id: UUID) -> ReturnView:
    """Show one of your returns."""
    return await _return(request, return_id)


@router.post("/returns/{return_id}/withdraw", response=ReturnOut, operation_id="withdraw_return")
async def withdraw_return(request: SignedIn, return_id: UUID) -> ReturnView:
    """Keep it after all."""
    await sync_to_async(facade.withdraw_return)(return_id=return_id, by=_me(request))
    return await _return(request, return_id)


@router.post(
    "/orders/parts/{part_id}/disputes", response={201: DisputeOut}, operation_id="open_dispute"
)
async def open_dispute(request: SignedIn, part_id: UUID, body: DisputeIn) -> Status[DisputeView]:
    """Ask the marketplace to decide about a part that is on its way or delivered."""
    dispute_id = await sync_to_async(facade.open_dispute)(
        part_id=part_id, by=_me(request), reason=body.reason, text=body.text
    )
    return Status(201, await _dispute(request, dispute_id))


@router.get("/disputes", response=Page[DisputeOut], operation_id="list_disputes")
async def list_disputes(
    request: SignedIn, status: DisputeStatus | None = None, cursor: Cursor = None, limit: Limit = 50
) -> Any:
    """List your disputes, newest first."""
    own = dispute_page(_me(request), status=status, cursor=cursor, limit=limit)
    page = await reads.run(own)
    return page.as_json(request, lambda found: found)


@router.get("/disputes/{dispute_id}", response=DisputeOut, operation_id="show_dispute")
async def show_dispute(request: SignedIn, dispute_id: UUID) -> DisputeView:
    """Show one of your disputes with what was said."""
    return await _dispute(request, dispute_id)


@router.post(
    "/disputes/{dispute_id}/evidence", response={201: DisputeOut}, operation_id="add_evidence"
)
async def add_evidence(
    request: SignedIn, dispute_id: UUID, body: EvidenceIn
) -> Status[DisputeView]:
    """Say something more."""
    add = sync_to_async(facade.add_evidence)
    await add(dispute_id=dispute_id, by=_me(request), text=body.text)
    return Status(201, await _dispute(request, dispute_id))


@router.post(
    "/disputes/{dispute_id}/withdraw", response=DisputeOut, operation_id="withdraw_dispute"
)
async def withdraw_dispute(request: SignedIn, dispute_id: UUID) -> DisputeView:
    """Say that there is no quarrel any more."""
    await sync_to_async(facade.withdraw_dispute)(dispute_id=dispute_id, by=_me(request))
    return await _dispute(request, dispute_id)


async def _return(request: SignedIn, return_id: UUID) -> ReturnView:
    return await reads.run(return_for(return_id, _me(request)))


async def _dispute(request: SignedIn, dispute_id: UUID) -> DisputeView:
    return await reads.run(dispute_for(dispute_id, _me(request)))
