"""What a vendor does after the sale: follow the parcel, call off, answer returns and disputes."""

from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from ninja import Router, Status

from apps.authentication.contracts import UserId
from apps.common import reads
from apps.common.http.auth import SignedIn
from apps.common.http.openapi import ONCE
from apps.common.http.pagination import Cursor, Limit, Page
from apps.orders import facade
from apps.orders.apis.v2.aftersale_schemas import (
    AnswerIn,
    CancelPartIn,
    DisputeOut,
    EvidenceIn,
    ReceiveIn,
    ReturnOut,
    ShipmentIn,
    units_of,
)
from apps.orders.apis.v2.calling_off import call_off
from apps.orders.apis.v2.vendor_schemas import VendorPartOut
from apps.orders.contracts import DisputeView, Party, ReturnView, VendorPartDetail
from apps.orders.selectors.aftersale_pages import (
    dispute_for,
    dispute_page,
    return_for,
    return_page,
)
from apps.orders.selectors.views import part_detail
from apps.orders.states import DisputeStatus, ReturnStatus
from apps.vendors import facade as vendors

router = Router(tags=["after the sale, for vendors"])


async def _us(request: SignedIn) -> Party:
    """The asker's own store: the scope of every vendor route."""
    store = await vendors.require_vendor_here(UserId(request.auth.id))
    return Party.vendor(request.auth.id, vendor_id=store.id)


@router.post(
    "/vendor/orders/{part_id}/shipment", response=VendorPartOut, operation_id="move_shipment"
)
async def move_shipment(request: SignedIn, part_id: UUID, body: ShipmentIn) -> VendorPartDetail:
    """Say where the parcel is. A lost one is paid back at once."""
    us = await _us(request)
    await sync_to_async(facade.move_shipment)(part_id=part_id, by=us, status=body.status)
    return await _part(us, part_id)


@router.post(
    "/vendor/orders/{part_id}/cancel",
    response=VendorPartOut,
    operation_id="cancel_vendor_part",
    openapi_extra=ONCE,
)
async def cancel_part(request: SignedIn, part_id: UUID, body: CancelPartIn) -> VendorPartDetail:
    """Call units off that you cannot send; their money goes back."""
    us = await _us(request)
    await call_off(request, part_id, body, us)
    return await _part(us, part_id)


@router.get("/vendor/returns", response=Page[ReturnOut], operation_id="list_vendor_returns")
async def list_returns(
    request: SignedIn, status: ReturnStatus | None = None, cursor: Cursor = None, limit: Limit = 50
) -> Any:
    """List the returns to your store, newest first."""
    own = return_page(await _us(request), status=status, cursor=cursor, limit=limit)
    page = await reads.run(own)
    return page.as_json(request, lambda found: found)


@router.get("/vendor/returns/{return_id}", response=ReturnOut, operation_id="show_vendor_return")
async def show_return(request: SignedIn, return_id: UUID) -> ReturnView:
    """Show one return to your store."""
    return await reads.run(return_for(return_id, await _us(request)))


@router.post(
    "/vendor/returns/{return_id}/approve", response=ReturnOut, operation_id="approve_return"
)
async def approve_return(request: SignedIn, return_id: UUID, body: AnswerIn) -> ReturnView:
    """Agree to take the goods back."""
    us, approve = await _us(request), sync_to_async(facade.approve_return)
    await approve(return_id=return_id, by=us, answer=body.answer)
    return await reads.run(return_for(return_id, us))


@router.post("/vendor/returns/{return_id}/refuse", response=ReturnOut, operation_id="refuse_return")
async def refuse_return(request: SignedIn, return_id: UUID, body: AnswerIn) -> ReturnView:
    """Do not take the goods back, and say why."""
    us, refuse = await _us(request), sync_to_async(facade.refuse_return)
    await refuse(return_id=return_id, by=us, answer=body.answer)
    return await reads.run(return_for(return_id, us))


@router.post(
    "/vendor/returns/{return_id}/receive", response=ReturnOut, operation_id="receive_return"
)
async def receive_return(request: SignedIn, return_id: UUID, body: ReceiveIn) -> ReturnView:
    """Say that the goods are back; the buyer is refunded."""
    us, receive = await _us(request), sync_to_async(facade.receive_return)
    shelved = units_of(body.restocked) if body.restocked is not None else None
    await receive(return_id=return_id, by=us, restocked=shelved)
    return await reads.run(return_for(return_id, us))


@router.get("/vendor/disputes", response=Page[DisputeOut], operation_id="list_vendor_disputes")
async def list_disputes(
    request: SignedIn, status: DisputeStatus | None = None, cursor: Cursor = None, limit: Limit = 50
) -> Any:
    """List the disputes about your store's parts, newest first."""
    own = dispute_page(await _us(request), status=status, cursor=cursor, limit=limit)
    page = await reads.run(own)
    return page.as_json(request, lambda found: found)


@router.get(
    "/vendor/disputes/{dispute_id}", response=DisputeOut, operation_id="show_vendor_dispute"
)
async def show_dispute(request: SignedIn, dispute_id: UUID) -> DisputeView:
    """Show one dispute with what was said."""
    return await reads.run(dispute_for(dispute_id, await _us(request)))


@router.post(
    "/vendor/disputes/{dispute_id}/evidence",
    response={201: DisputeOut},
    operation_id="answer_dispute",
)
async def answer_dispute(
    request: SignedIn, dispute_id: UUID, body: EvidenceIn
) -> Status[DisputeView]:
    """Tell your side."""
    us, add = await _us(request), sync_to_async(facade.add_evidence)
    await add(dispute_id=dispute_id, by=us, text=body.text)
    return Status(201, await reads.run(dispute_for(dispute_id, us)))


async def _part(us: Party, part_id: UUID) -> VendorPartDetail:
    assert us.vendor_id is not None  # noqa: S101 -- made by `_us`
    return await reads.run(part_detail(part_id=part_id, vendor_id=us.vendor_id))
