"""Refunds, returns and disputes as contracts."""

from apps.common.money import Money
from apps.orders.aftersale_contracts import (
    DisputeView,
    EvidenceView,
    RefundView,
    ReturnLineView,
    ReturnView,
)
from apps.orders.models import Dispute, DisputeEvidence, Refund, Return, ReturnLine
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


def refund_view(refund: Refund, currency: str) -> RefundView:
    """One refund."""
    return RefundView(
        id=refund.id,
        part_id=refund.part_id,
        kind=RefundKind(refund.kind),
        status=RefundStatus(refund.status),
        amount=Money(refund.amount_minor, currency),
        reason=refund.reason,
        created_at=refund.created_at,
    )


def return_view(found: Return, currency: str) -> ReturnView:
    """One of `whole_returns`."""
    return ReturnView(
        id=found.id,
        part_id=found.part_id,
        status=ReturnStatus(found.status),
        reason=ReturnReason(found.reason),
        comment=found.comment,
        answer=found.answer,
        lines=tuple(_return_line(back) for back in found.all_lines),
        photo_ids=tuple(photo.id for photo in found.all_photos),
        refund=refund_view(found.its_refund, currency) if found.its_refund else None,
        created_at=found.created_at,
    )


def dispute_view(found: Dispute, currency: str) -> DisputeView:
    """One of `whole_disputes`."""
    return DisputeView(
        id=found.id,
        part_id=found.part_id,
        status=DisputeStatus(found.status),
        reason=DisputeReason(found.reason),
        decision=found.decision,
        evidence=tuple(_evidence(piece) for piece in found.all_evidence),
        refund=refund_view(found.its_refund, currency) if found.its_refund else None,
        created_at=found.created_at,
        decided_at=found.decided_at,
    )


def _return_line(back: ReturnLine) -> ReturnLineView:
    line = back.its_line
    return ReturnLineView(
        variant_id=VariantId(line.variant_id),
        title=line.title,
        size=line.size,
        colour=line.colour,
        quantity=back.quantity,
        restocked=back.restocked,
    )


def _evidence(piece: DisputeEvidence) -> EvidenceView:
    return EvidenceView(
        id=piece.id,
        side=Side(piece.side),
        text=piece.text,
        has_file=bool(piece.file),
        is_pdf=piece.is_pdf,
        at=piece.at,
    )
