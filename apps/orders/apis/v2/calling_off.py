"""Calling units off over HTTP, for buyers and vendors: once per Idempotency-Key."""

from uuid import UUID

from asgiref.sync import sync_to_async

from apps.common.http.auth import SignedIn
from apps.common.http.idempotency import idempotency_key
from apps.orders import facade
from apps.orders.apis.v2.aftersale_schemas import CancelPartIn, units_of
from apps.orders.contracts import OrderId, Party


async def call_off(request: SignedIn, part_id: UUID, body: CancelPartIn, by: Party) -> OrderId:
    """Call the units of the body off; answers the order."""
    return await sync_to_async(facade.call_off)(
        part_id=part_id,
        by=by,
        key=idempotency_key(request),
        lines=units_of(body.lines) if body.lines is not None else None,
        reason=body.reason,
    )
