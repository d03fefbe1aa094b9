"""A buyer asks the marketplace to decide, and both sides say and show what they have."""

from typing import NamedTuple
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction

from apps.common import audit
from apps.common.db import plans
from apps.common.errors import InvalidInput
from apps.common.ids import new_id
from apps.common.outbox import publish
from apps.common.papers import checked_pdf, is_pdf
from apps.common.pictures import reencode
from apps.orders.contracts import Party
from apps.orders.errors import DisputeClosed, DisputeOpenAlready, NotDisputable
from apps.orders.events import DisputeOpened, EvidenceAdded
from apps.orders.models import Dispute, DisputeEvidence
from apps.orders.rules import says_something
from apps.orders.selectors.aftersale import own_dispute
from apps.orders.services.lock_part import locked_part, only
from apps.orders.services.note_timeline import note
from apps.orders.states import DisputeReason, DisputeStatus, PartStatus, Side

MAX_TEXT = 2000
LONGEST_SIDE = 1600
MAX_PIECES = 40


class Exhibit(NamedTuple):
    """What a side shows, as it is kept."""

    ending: str
    content: bytes


@transaction.atomic
def open_dispute(
    *, part_id: UUID, by: Party, reason: DisputeReason, text: str, file: bytes | None = None
) -> UUID:
    """Open a dispute about a part that is on its way or delivered; answers its id.

    The buyer, or staff for the buyer. Locks the order; one dispute of a part is open at a time.

    Raises:
        PartNotFound: no such part for this party.
        NotAllowed: the vendor asks.
        InvalidInput: there is no text, or it is too long.
        PictureRefused, PdfRefused: the file is neither a picture that we read nor a PDF.
        NotDisputable: the part is not sent.
        DisputeOpenAlready: one is open.
    """
    only(by, Side.BUYER)
    words, exhibit = _checked(text, file)
    part = locked_part(part_id, by)
    if part.status not in {PartStatus.SHIPPED, PartStatus.DELIVERED}:
        raise NotDisputable(f"It is {part.status}.", status=part.status)
    if Dispute.objects.filter(part=part, status=DisputeStatus.OPEN).exists():
        raise DisputeOpenAlready("Wait for the decision, or withdraw the open one.")
    dispute = Dispute.objects.create(part=part, reason=reason)
    _write(dispute, by=by, text=words, exhibit=exhibit)
    said = f"Dispute opened: {reason.replace('-', ' ')}"
    note(part.order, part=part, to=DisputeStatus.OPEN, reason=said, actor_id=by.user_id)
    if by.side is Side.STAFF:
        audit.record("dispute.opened", subject=f"dispute:{dispute.id}", actor_id=by.user_id)
    publish(DisputeOpened(reason=reason, **about(dispute)))
    return dispute.id


@transaction.atomic
def add_evidence(*, dispute_id: UUID, by: Party, text: str, file: bytes | None = None) -> UUID:
    """Say or show something in an open dispute; answers its id. Locks the order.

    Raises:
        DisputeNotFound: no such dispute for this party.
        InvalidInput: there is no text, or it is too long.
        PictureRefused, PdfRefused: the file is neither a picture that we read nor a PDF.
        DisputeClosed: it is over, or holds as much as it may.
    """
    words, exhibit = _checked(text, file)
    dispute = locked_dispute(dispute_id, by)
    if dispute.status != DisputeStatus.OPEN:
        raise DisputeClosed("It is decided or withdrawn.")
    if DisputeEvidence.objects.filter(dispute=dispute).count() >= MAX_PIECES:
        raise DisputeClosed(f"It holds {MAX_PIECES} pieces of evidence already.")
    piece = _write(dispute, by=by, text=words, exhibit=exhibit)
    note(
        dispute.part.order,
        part=dispute.part,
        reason=f"The {by.side} added to the dispute",
        actor_id=by.user_id,
    )
    if by.side is Side.STAFF:
        audit.record("dispute.answered", subject=f"dispute:{dispute.id}", actor_id=by.user_id)
    publish(EvidenceAdded(evidence_id=piece.id, side=by.side, **about(dispute)))
    return piece.id


def locked_dispute(dispute_id: UUID, by: Party) -> Dispute:
    """The dispute with its part and order, which stays locked until the end of the transaction.

    Raises:
        DisputeNotFound: there is none, or not for this party.
    """
    part = locked_part(plans.run(own_dispute(dispute_id, by)).part_id, by)
    found = Dispute.objects.get(id=dispute_id)
    found.part = part
    return found


def about(dispute: Dispute) -> dict[str, UUID]:
    """What every event about a dispute tells."""
    part = dispute.part
    return {
        "dispute_id": dispute.id,
        "order_id": part.order_id,
        "part_id": part.id,
        "vendor_id": part.vendor_id,
        "buyer_id": part.order.buyer_id,
    }


def _checked(text: str, file: bytes | None) -> tuple[str, Exhibit | None]:
    words = text.strip()
    if not says_something(words) or len(words) > MAX_TEXT:
        raise InvalidInput(errors={"text": [f"Say it in 1 to {MAX_TEXT} characters."]})
    return words, _exhibit(file) if file is not None else None


def _exhibit(file: bytes) -> Exhibit:
    """A picture is written anew; a PDF stays as it is and is only ever downloaded."""
    if is_pdf(file):
        return Exhibit("pdf", checked_pdf(file))
    return Exhibit("webp", reencode(file, longest_side=LONGEST_SIDE))


def _write(dispute: Dispute, *, by: Party, text: str, exhibit: Exhibit | None) -> DisputeEvidence:
    piece = DisputeEvidence(
        id=new_id(), dispute=dispute, author_id=by.user_id, side=by.side, text=text
    )
    if exhibit is not None:
        piece.file.save(f"{piece.id}.{exhibit.ending}", ContentFile(exhibit.content), save=False)
    piece.save(force_insert=True)
    return piece
