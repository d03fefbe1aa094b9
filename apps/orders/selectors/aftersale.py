"""Returns, disputes and private pictures: which there are, and for whom."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Sum

from apps.common.db import Named, Nested, NestedOne, Plan, Prepared, plans, with_nested
from apps.orders.contracts import Party
from apps.orders.errors import DisputeNotFound, PhotoNotFound, ReturnNotFound
from apps.orders.models import (
    Dispute,
    DisputeEvidence,
    OrderLine,
    Refund,
    Return,
    ReturnLine,
    ReturnPhoto,
    VendorPart,
)
from apps.orders.selectors.parties import anybody, ids_of, parts_of, parts_of_any
from apps.orders.states import ReturnStatus, Side

OPEN_RETURNS = (ReturnStatus.REQUESTED, ReturnStatus.APPROVED)


def return_until(delivered_at: datetime) -> datetime:
    """The last moment at which a return can be asked for."""
    return delivered_at + timedelta(days=settings.RETURN_DAYS)


def whole_returns() -> QuerySet[Return]:
    """Returns with their lines, photos and refund, in one statement."""
    lines = with_nested(
        ReturnLine.objects.filter(of=OuterRef("pk")).order_by("id"),
        its_line=NestedOne(OrderLine.objects.filter(pk=OuterRef("line_id"))),
    )
    return with_nested(
        Return.objects.all(),
        its_refund=_refund(),
        all_lines=Nested(lines),
        all_photos=Nested(ReturnPhoto.objects.filter(of=OuterRef("pk")).order_by("id")),
    )


def whole_disputes() -> QuerySet[Dispute]:
    """Disputes with what was said and their refund, in one statement."""
    said = DisputeEvidence.objects.filter(dispute=OuterRef("pk")).order_by("at", "id")
    return with_nested(Dispute.objects.all(), its_refund=_refund(), all_evidence=Nested(said))


def _refund() -> NestedOne:
    return NestedOne(Refund.objects.filter(pk=OuterRef("refund_id")))


def returns_for(by: Party) -> QuerySet[Return]:
    """The returns that somebody may see."""
    return whole_returns().filter(part__in=parts_of(by))


def disputes_for(by: Party) -> QuerySet[Dispute]:
    """The disputes that somebody may see."""
    return whole_disputes().filter(part__in=parts_of(by))


@cache
def _return(side: Side) -> Prepared[Return]:
    return Prepared(
        lambda: returns_for(anybody(side)).select_related("part__order").filter(id=Named("id"))
    )


@cache
def _dispute(side: Side) -> Prepared[Dispute]:
    return Prepared(
        lambda: disputes_for(anybody(side)).select_related("part__order").filter(id=Named("id"))
    )


def own_return(return_id: UUID, by: Party) -> Plan[Return]:
    """Read one return, with its part and order.

    Raises:
        ReturnNotFound: there is none, or not for this party.
    """
    found = yield from plans.first(_return(by.side), id=return_id, **ids_of(by))
    if found is None:
        raise ReturnNotFound("There is no such return.")
    return found


def own_dispute(dispute_id: UUID, by: Party) -> Plan[Dispute]:
    """Read one dispute, with its part and order.

    Raises:
        DisputeNotFound: there is none, or not for this party.
    """
    found = yield from plans.first(_dispute(by.side), id=dispute_id, **ids_of(by))
    if found is None:
        raise DisputeNotFound("There is no such dispute.")
    return found


def units_coming_back(part: VendorPart) -> dict[int, int]:
    """Units by line that open returns speak for."""
    lines = ReturnLine.objects.filter(of__part=part, of__status__in=OPEN_RETURNS)
    summed = lines.order_by().values_list("line").annotate(units=Sum("quantity"))
    return dict(summed)


def side_in_dispute(dispute_id: UUID, parties: Sequence[Party]) -> Party:
    """On which side somebody is in a dispute; the first that fits.

    Raises:
        DisputeNotFound: there is none, or not for any of them.
    """
    for by in parties:
        if Dispute.objects.filter(id=dispute_id, part__in=parts_of(by)).exists():
            return by
    raise DisputeNotFound("There is no such dispute.")


def return_photo(photo_id: UUID, parties: Sequence[Party]) -> bytes:
    """The WebP of a return's photo.

    Raises:
        PhotoNotFound: there is none, or not for any of them.
    """
    photos = ReturnPhoto.objects.filter(of__part__in=parts_of_any(parties), id=photo_id)
    return _content(photos.first())


def evidence_file(evidence_id: UUID, parties: Sequence[Party]) -> bytes:
    """The WebP or PDF that a side of a dispute showed.

    Raises:
        PhotoNotFound: there is none, or not for any of them.
    """
    shown = DisputeEvidence.objects.filter(dispute__part__in=parts_of_any(parties)).exclude(file="")
    return _content(shown.filter(id=evidence_id).first())


def _content(row: ReturnPhoto | DisputeEvidence | None) -> bytes:
    try:
        if row is not None:
            with row.file.open("rb") as stored:
                content: bytes = stored.read()
                return content
    except FileNotFoundError:  # the row outlives a file that was lost with its disk
        pass
    raise PhotoNotFound("There is no such picture.")
