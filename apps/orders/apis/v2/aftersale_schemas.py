"""Bodies in and out of what comes after the sale."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, BaseModel, Field, StrictInt

from apps.common.http.money_schema import MoneyOut
from apps.orders.apis.v2.words import Note, visible
from apps.orders.errors import DuplicateLine
from apps.orders.states import (
    DisputeReason,
    DisputeStatus,
    RefundKind,
    RefundStatus,
    ReturnReason,
    ReturnStatus,
    ShipmentStatus,
    Side,
)

MAX_LINES = 100


type Evidence = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(visible)]


class UnitsIn(BaseModel):
    """Some units of one line, named by its variant."""

    variant_id: UUID
    quantity: Annotated[StrictInt, Field(ge=1, le=1000)]


class ShelvedIn(BaseModel):
    """Units of one line that are fit for sale again."""

    variant_id: UUID
    quantity: Annotated[StrictInt, Field(ge=0, le=1000)]


type Lines = Annotated[list[UnitsIn], Field(min_length=1, max_length=MAX_LINES)]


class CancelPartIn(BaseModel):
    """Which units are called off (without `lines`: all that are left), and why."""

    lines: Lines | None = None
    reason: Annotated[str, Field(max_length=150), AfterValidator(visible)] = ""


class ReturnIn(BaseModel):
    """Which units go back, and why."""

    lines: Lines
    reason: ReturnReason
    comment: Note = ""


class AnswerIn(BaseModel):
    """What the vendor says to a return."""

    answer: Note = ""


class ReceiveIn(BaseModel):
    """Which units are fit for sale again, the rest is written off; without it, all are."""

    restocked: Annotated[list[ShelvedIn], Field(max_length=MAX_LINES)] | None = None


class DisputeIn(BaseModel):
    """What the quarrel is about."""

    reason: DisputeReason
    text: Evidence


class EvidenceIn(BaseModel):
    """What one side has to say. Pictures go to `/api/v1/disputes/{id}/evidence/`."""

    text: Evidence


class ShipmentIn(BaseModel):
    """Where the parcel is now."""

    status: ShipmentStatus


class RefundOut(Schema):
    """Money on its way back; `part_id` is null where it is the whole order's."""

    id: UUID
    part_id: UUID | None
    kind: RefundKind
    status: RefundStatus
    amount: MoneyOut
    reason: str
    created_at: datetime


class ReturnLineOut(Schema):
    """Units that come back; `restocked` is null until the vendor has them."""

    variant_id: UUID
    title: str
    size: str
    colour: str
    quantity: int
    restocked: int | None


class ReturnOut(Schema):
    """A wish to send something back, and what became of it."""

    id: UUID
    part_id: UUID
    status: ReturnStatus
    reason: ReturnReason
    comment: str
    answer: str
    lines: list[ReturnLineOut]
    photo_ids: list[UUID]
    refund: RefundOut | None
    created_at: datetime


class EvidenceOut(Schema):
    """What one side said; its picture is at `/api/v1/disputes/evidence/{id}/`."""

    id: UUID
    side: Side
    text: str
    has_file: bool
    is_pdf: bool
    at: datetime


class DisputeOut(Schema):
    """A quarrel that staff decide."""

    id: UUID
    part_id: UUID
    status: DisputeStatus
    reason: DisputeReason
    decision: str
    evidence: list[EvidenceOut]
    refund: RefundOut | None
    created_at: datetime
    decided_at: datetime | None


def units_of(lines: list[UnitsIn] | list[ShelvedIn]) -> Mapping[UUID, int]:
    """Units by variant.

    Raises:
        DuplicateLine: one variant stands on two lines.
    """
    units = {line.variant_id: line.quantity for line in lines}
    if len(units) < len(lines):
        raise DuplicateLine("Put each variant on one line and give its quantity.")
    return units
