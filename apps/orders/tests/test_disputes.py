"""Quarrels: opened by the buyer, told by both sides, decided by staff."""

import pytest
from django.db import DatabaseError, transaction

from apps.common.audit.models import AuditRecord
from apps.common.errors import InvalidInput, NotAllowed
from apps.common.money import Money
from apps.common.papers import PdfRefused
from apps.common.pictures import PictureRefused
from apps.common.state_machine import IllegalTransition
from apps.orders import facade
from apps.orders.contracts import Party
from apps.orders.errors import (
    DisputeClosed,
    DisputeNotFound,
    DisputeOpenAlready,
    NotDisputable,
    PhotoNotFound,
    RefundTooLarge,
)
from apps.orders.models import Dispute, DisputeEvidence, VendorPart
from apps.orders.states import DisputeReason
from apps.orders.tests.aftersale import (
    again,
    buyer_of,
    delivered_part,
    gone_back,
    paid_part,
    picture,
    staff,
    vendor_of,
)
from apps.orders.tests.factories import new_buyer, ship, shipped_part
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
SOME = Money(500_000, "NGN")


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "private": settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path}}
    }


def opened(part: VendorPart, **more):
    return facade.open_dispute(
        part_id=part.id,
        by=buyer_of(part),
        reason=DisputeReason.DAMAGED,
        text="The seam is open.",
        **more,
    )


def test_a_dispute_from_the_first_word_to_the_money() -> None:
    part = delivered_part()
    dispute_id = opened(part, file=picture())
    facade.add_evidence(dispute_id=dispute_id, by=vendor_of(part), text="It left us whole.")
    facade.add_evidence(dispute_id=dispute_id, by=staff(), text="When was it opened?")
    view = facade.dispute_for(dispute_id, vendor_of(part))
    assert [(piece.side, piece.has_file) for piece in view.evidence] == [
        ("buyer", True),
        ("vendor", False),
        ("staff", False),
    ]
    facade.decide_for_buyer(dispute_id=dispute_id, by=staff(), amount=SOME, decision="Half each.")
    view = facade.dispute_for(dispute_id, buyer_of(part))
    assert (view.status, view.decision) == ("for-buyer", "Half each.")
    assert view.refund is not None
    assert view.refund.amount == SOME
    assert gone_back(part.order) == (SOME.minor,) * 3
    assert AuditRecord.objects.filter(action="dispute.closed").count() == 1
    assert "Dispute for buyer: Half each." in part.order.timeline.values_list("reason", flat=True)


def test_for_the_vendor_moves_no_money() -> None:
    part = delivered_part()
    dispute_id = opened(part)
    facade.decide_for_vendor(dispute_id=dispute_id, by=staff(), decision="It was worn.")
    assert facade.dispute_for(dispute_id, buyer_of(part)).status == "for-vendor"
    assert gone_back(part.order) == (0, 0, 0)


def test_what_never_arrived_and_is_paid_back_whole_is_over() -> None:
    part = shipped_part()
    part = again(part)
    dispute_id = opened(part)
    facade.decide_for_buyer(
        dispute_id=dispute_id, by=staff(), amount=part.refundable, decision="Never came."
    )
    assert (again(part).status, again(part).order.status) == ("refunded", "refunded")


def test_one_dispute_at_a_time() -> None:
    part = delivered_part()
    first = opened(part)
    with pytest.raises(DisputeOpenAlready):
        opened(part)
    facade.withdraw_dispute(dispute_id=first, by=buyer_of(part))
    second = opened(part)
    assert Dispute.objects.filter(part=part).count() == 2
    with pytest.raises(IllegalTransition):
        facade.withdraw_dispute(dispute_id=first, by=buyer_of(part))
    facade.decide_for_vendor(dispute_id=second, by=staff(), decision="No.")
    for act in (
        lambda: facade.decide_for_vendor(dispute_id=second, by=staff(), decision="No."),
        lambda: facade.decide_for_buyer(
            dispute_id=second, by=staff(), amount=SOME, decision="Yes."
        ),
        lambda: facade.withdraw_dispute(dispute_id=second, by=buyer_of(part)),
    ):
        with pytest.raises(IllegalTransition):
            act()
    with pytest.raises(DisputeClosed):
        facade.add_evidence(dispute_id=second, by=buyer_of(part), text="But")
    assert gone_back(part.order) == (0, 0, 0)


def test_there_is_nothing_to_dispute_before_it_is_sent() -> None:
    part = paid_part()
    with pytest.raises(NotDisputable):
        opened(part)
    ship(part)
    opened(part)


def test_who_may_do_what() -> None:
    part = delivered_part()
    buyer, vendor = buyer_of(part), vendor_of(part)
    with pytest.raises(NotAllowed):
        facade.open_dispute(part_id=part.id, by=vendor, reason=DisputeReason.OTHER, text="x")
    dispute_id = opened(part)
    for by in (buyer, vendor):
        with pytest.raises(NotAllowed):
            facade.decide_for_buyer(dispute_id=dispute_id, by=by, amount=SOME, decision="x")
        with pytest.raises(NotAllowed):
            facade.decide_for_vendor(dispute_id=dispute_id, by=by, decision="x")
    with pytest.raises(NotAllowed):
        facade.withdraw_dispute(dispute_id=dispute_id, by=vendor)
    stranger = Party.buyer(new_buyer().pk)
    rival = Party.vendor(new_buyer().pk, vendor_id=VendorFactory.create().id)
    for by in (stranger, rival):
        with pytest.raises(DisputeNotFound):
            facade.dispute_for(dispute_id, by)
        with pytest.raises(DisputeNotFound):
            facade.add_evidence(dispute_id=dispute_id, by=by, text="x")


@pytest.mark.parametrize(
    ("amount", "refusal"),
    [
        (Money(0, "NGN"), InvalidInput),
        (Money(-1, "NGN"), InvalidInput),
        (Money(100, "USD"), InvalidInput),
        (Money(1_500_001, "NGN"), RefundTooLarge),
        (Money(10**18, "NGN"), RefundTooLarge),
    ],
    ids=str,
)
def test_an_amount_that_cannot_go_back_leaves_it_open(amount, refusal) -> None:
    part = delivered_part()
    dispute_id = opened(part)
    with pytest.raises(refusal):
        facade.decide_for_buyer(dispute_id=dispute_id, by=staff(), amount=amount, decision="x")
    assert facade.dispute_for(dispute_id, buyer_of(part)).is_open
    assert gone_back(part.order) == (0, 0, 0)


@pytest.mark.parametrize("text", ["", "  ", " \u200b\u202e", "x" * 2001])
def test_evidence_is_words(text: str) -> None:
    part = delivered_part()
    with pytest.raises(InvalidInput):
        facade.open_dispute(
            part_id=part.id, by=buyer_of(part), reason=DisputeReason.OTHER, text=text
        )
    assert Dispute.objects.count() == 0


def test_evidence_is_append_only_and_its_pictures_are_private() -> None:
    part = delivered_part()
    dispute_id = opened(part, file=picture())
    [piece] = DisputeEvidence.objects.all()
    for change in (
        lambda: DisputeEvidence.objects.update(text="Other"),
        lambda: DisputeEvidence.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    for by in (buyer_of(part), vendor_of(part), staff()):
        assert facade.evidence_file(piece.id, [by])[8:12] == b"WEBP"
    with pytest.raises(PhotoNotFound):
        facade.evidence_file(piece.id, [Party.buyer(new_buyer().pk)])
    with pytest.raises(PictureRefused):
        facade.add_evidence(dispute_id=dispute_id, by=buyer_of(part), text="x", file=b"<svg/>")


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def test_a_pdf_is_kept_as_it_is_and_named_as_one() -> None:
    part = delivered_part()
    dispute_id = opened(part, file=PDF)
    [piece] = facade.dispute_for(dispute_id, vendor_of(part)).evidence
    assert (piece.has_file, piece.is_pdf) == (True, True)
    assert facade.evidence_file(piece.id, [vendor_of(part)]) == PDF
    with pytest.raises(PhotoNotFound):
        facade.evidence_file(piece.id, [Party.buyer(new_buyer().pk)])


@pytest.mark.parametrize(
    "file",
    [
        b"%PDF-1.7",
        b" " + PDF,
        b"<html>" + PDF,
        PDF + b"x" * 2000,
        b"%PDF-" + b"0" * (5 * 1024 * 1024) + b"%%EOF",
    ],
    ids=["cut off", "space before", "another format", "no end", "too large"],
)
def test_what_is_no_whole_pdf_is_no_evidence(file: bytes) -> None:
    part = delivered_part()
    with pytest.raises((PdfRefused, PictureRefused)):
        opened(part, file=file)
    assert not DisputeEvidence.objects.exists()
