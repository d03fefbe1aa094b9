"""What neighbours see of refunds, returns and disputes: re-exported by `contracts`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from apps.common.money import Money
from apps.orders.states import (
    DisputeReason,
    DisputeStatus,
    RefundKind,
    RefundStatus,
    ReturnReason,
    ReturnStatus,
    Side,
)
from apps.products.contracts import VariantId


@dataclass(frozen=True, kw_only=True)
class Party:
    """Who acts on what, and for which side: others' parts do not exist for them."""

    user_id: UUID
    side: Side
    vendor_id: UUID | None = None

    @classmethod
    def buyer(cls, user_id: UUID) -> Self:
        """The buyer of the order."""
        return cls(user_id=user_id, side=Side.BUYER)

    @classmethod
    def vendor(cls, user_id: UUID, *, vendor_id: UUID) -> Self:
        """A person of the vendor's team."""
        return cls(user_id=user_id, side=Side.VENDOR, vendor_id=vendor_id)

    @classmethod
    def staff(cls, user_id: UUID) -> Self:
        """Somebody of the marketplace, whose permission was asked at the door."""
        return cls(user_id=user_id, side=Side.STAFF)


@dataclass(frozen=True, kw_only=True)
class RefundView:
    """Money on its way back; `part_id` is None where it is the whole order's."""

    id: UUID
    part_id: UUID | None
    kind: RefundKind
    status: RefundStatus
    amount: Money
    reason: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReturnLineView:
    """Units of one line that come back; `restocked` is known once the vendor has them."""

    variant_id: VariantId
    title: str
    size: str
    colour: str
    quantity: int
    restocked: int | None


@dataclass(frozen=True, kw_only=True)
class ReturnView:
    """A buyer's wish to send units of a part back, and what became of it."""

    id: UUID
    part_id: UUID
    status: ReturnStatus
    reason: ReturnReason
    comment: str
    answer: str
    lines: tuple[ReturnLineView, ...]
    photo_ids: tuple[UUID, ...]
    refund: RefundView | None
    created_at: datetime

    @property
    def reason_words(self) -> str:
        """The reason for a person."""
        return self.reason.replace("-", " ")

    @property
    def is_open(self) -> bool:
        """Whether the vendor still has something to do about it."""
        return self.status in {ReturnStatus.REQUESTED, ReturnStatus.APPROVED}


@dataclass(frozen=True, kw_only=True)
class EvidenceView:
    """What one side said; `has_file` tells whether it showed a picture or a PDF too."""

    id: UUID
    side: Side
    text: str
    has_file: bool
    is_pdf: bool
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DisputeView:
    """A quarrel about one part, oldest word first."""

    id: UUID
    part_id: UUID
    status: DisputeStatus
    reason: DisputeReason
    decision: str
    evidence: tuple[EvidenceView, ...]
    refund: RefundView | None
    created_at: datetime
    decided_at: datetime | None

    @property
    def reason_words(self) -> str:
        """The reason for a person."""
        return self.reason.replace("-", " ")

    @property
    def is_open(self) -> bool:
        """Whether staff have still to decide."""
        return self.status is DisputeStatus.OPEN
