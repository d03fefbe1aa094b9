"""Goods come back: asked for in time, answered once, paid for what came."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from apps.common import clock
from apps.common.audit.models import AuditRecord
from apps.common.errors import InvalidInput, NotAllowed
from apps.common.pictures import PictureRefused
from apps.common.state_machine import IllegalTransition
from apps.orders import facade
from apps.orders.contracts import Party
from apps.orders.errors import (
    FewerLeft,
    NotReturnable,
    PhotoNotFound,
    ReturnNotFound,
    ReturnWindowClosed,
    TooManyPhotos,
    UnknownLine,
)
from apps.orders.models import OrderLine, Return, Shipment
from apps.orders.states import ReturnReason
from apps.orders.tests.aftersale import (
    approved,
    asked_back,
    buyer_of,
    delivered_part,
    gone_back,
    on_hand,
    paid_part,
    picture,
    staff,
    took_back,
    vendor_of,
)
from apps.orders.tests.factories import new_buyer, new_variant, ship
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
GOWN = 1_250_000


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "private": settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path}}
    }


def test_a_return_from_the_wish_to_the_money() -> None:
    gown = new_variant(stock=5)
    part = delivered_part(gown, quantity=3)
    return_id = approved(part, gown, 2)
    assert (on_hand(gown), gone_back(part.order)) == (2, (0, 0, 0))
    facade.receive_return(return_id=return_id, by=vendor_of(part), restocked={gown.id: 1})
    found = Return.objects.get(id=return_id)
    line = OrderLine.objects.get(part=part)
    assert (found.status, line.returned_quantity, line.kept) == ("received", 2, 1)
    assert gone_back(part.order) == (2 * GOWN,) * 3
    assert (on_hand(gown), took_back(gown, "return"), took_back(gown, "damage")) == (3, 1, 1)
    view = facade.return_for(return_id, buyer_of(part))
    assert view.refund is not None
    assert view.refund.amount.minor == 2 * GOWN
    assert [line.restocked for line in view.lines] == [1]
    reasons = list(part.order.timeline.values_list("reason", flat=True))
    assert {"Return requested: does not fit", "Return approved", "Return received"} <= set(reasons)
    assert AuditRecord.objects.filter(action="return.received").count() == 1


def test_all_of_it_is_fit_for_sale_unless_told_otherwise() -> None:
    gown = new_variant(stock=1)
    part = delivered_part(gown)
    facade.receive_return(return_id=approved(part, gown), by=vendor_of(part))
    assert on_hand(gown) == 1


def test_units_are_spoken_for_by_open_returns() -> None:
    gown = new_variant()
    part = delivered_part(gown, quantity=2)
    first = asked_back(part, gown, 2)
    with pytest.raises(FewerLeft):
        asked_back(part, gown)
    facade.withdraw_return(return_id=first, by=buyer_of(part))
    second = asked_back(part, gown)
    facade.refuse_return(return_id=second, by=vendor_of(part), answer="It was worn.")
    asked_back(part, gown, 2)


def test_a_return_is_answered_once() -> None:
    gown = new_variant()
    part = delivered_part(gown, quantity=2)
    vendor, buyer = vendor_of(part), buyer_of(part)
    return_id = asked_back(part, gown)
    with pytest.raises(IllegalTransition):
        facade.receive_return(return_id=return_id, by=vendor)
    for nothing in (" ", "\u200b"):
        with pytest.raises(InvalidInput):
            facade.refuse_return(return_id=return_id, by=vendor, answer=nothing)
    with pytest.raises(InvalidInput):
        facade.approve_return(return_id=return_id, by=vendor, answer="x" * 501)
    facade.refuse_return(return_id=return_id, by=vendor, answer="It was worn.")
    for act in (
        lambda: facade.approve_return(return_id=return_id, by=vendor),
        lambda: facade.refuse_return(return_id=return_id, by=vendor, answer="No."),
        lambda: facade.withdraw_return(return_id=return_id, by=buyer),
        lambda: facade.receive_return(return_id=return_id, by=vendor),
    ):
        with pytest.raises(IllegalTransition):
            act()
    assert facade.return_for(return_id, buyer).answer == "It was worn."


def test_received_twice_is_paid_once() -> None:
    gown = new_variant()
    part = delivered_part(gown, quantity=2)
    return_id = approved(part, gown)
    facade.receive_return(return_id=return_id, by=vendor_of(part))
    with pytest.raises(IllegalTransition):
        facade.receive_return(return_id=return_id, by=vendor_of(part))
    assert gone_back(part.order) == (GOWN,) * 3


def test_the_last_day_is_told_as_the_clocks_of_the_shop_show_it() -> None:
    gown = new_variant()
    part = delivered_part(gown)
    arrived = datetime(2025, 11, 9, 23, 30, tzinfo=UTC)  # half past midnight in Lagos
    Shipment.objects.filter(part=part).update(delivered_at=arrived)
    with pytest.raises(ReturnWindowClosed, match="24 November 2025"):
        asked_back(part, gown)


def test_the_window_closes_after_fourteen_days(settings) -> None:
    gown = new_variant()
    part = delivered_part(gown, quantity=2)
    with time_machine.travel(clock.now() + timedelta(days=14, minutes=-1)):
        asked_back(part, gown)
    with (
        time_machine.travel(clock.now() + timedelta(days=14, minutes=1)),
        pytest.raises(ReturnWindowClosed),
    ):
        asked_back(part, gown)
    settings.RETURN_DAYS = 0
    with (
        time_machine.travel(clock.now() + timedelta(minutes=1)),
        pytest.raises(ReturnWindowClosed),
    ):
        asked_back(part, gown)


def test_only_what_arrived_can_come_back() -> None:
    gown = new_variant()
    part = paid_part(gown)
    with pytest.raises(NotReturnable):
        asked_back(part, gown)
    ship(part)
    with pytest.raises(NotReturnable):
        asked_back(part, gown)


def test_wrong_lines_are_refused() -> None:
    gown = new_variant()
    part = delivered_part(gown, quantity=2)
    for lines, refusal in (
        ({gown.id: 3}, FewerLeft),
        ({gown.id: 0}, InvalidInput),
        ({new_variant().id: 1}, UnknownLine),
        ({}, InvalidInput),
    ):
        with pytest.raises(refusal):
            facade.request_return(
                part_id=part.id, by=buyer_of(part), lines=lines, reason=ReturnReason.DAMAGED
            )
    return_id = approved(part, gown)
    for restocked, refusal in (
        ({gown.id: 2}, FewerLeft),
        ({gown.id: -1}, InvalidInput),
        ({new_variant().id: 1}, UnknownLine),
    ):
        with pytest.raises(refusal):
            facade.receive_return(return_id=return_id, by=vendor_of(part), restocked=restocked)
    assert gone_back(part.order) == (0, 0, 0)


def test_each_side_does_its_own_and_staff_do_either() -> None:
    gown = new_variant()
    part = delivered_part(gown, quantity=2)
    buyer, vendor, house = buyer_of(part), vendor_of(part), staff()
    with pytest.raises(NotAllowed):
        facade.request_return(
            part_id=part.id, by=vendor, lines={gown.id: 1}, reason=ReturnReason.DAMAGED
        )
    return_id = asked_back(part, gown)
    for act in (
        lambda: facade.approve_return(return_id=return_id, by=buyer),
        lambda: facade.refuse_return(return_id=return_id, by=buyer, answer="No."),
        lambda: facade.withdraw_return(return_id=return_id, by=vendor),
        lambda: facade.receive_return(return_id=return_id, by=buyer),
    ):
        with pytest.raises(NotAllowed):
            act()
    facade.approve_return(return_id=return_id, by=house)
    facade.receive_return(return_id=return_id, by=house)
    other = facade.request_return(
        part_id=part.id, by=house, lines={gown.id: 1}, reason=ReturnReason.DAMAGED
    )
    facade.withdraw_return(return_id=other, by=house)
    actions = AuditRecord.objects.filter(subject__startswith="return:")
    assert set(actions.values_list("action", flat=True)) == {
        "return.requested",
        "return.approved",
        "return.received",
        "return.withdrawn",
    }


def test_other_peoples_returns_do_not_exist() -> None:
    gown = new_variant()
    part = delivered_part(gown)
    return_id = asked_back(part, gown)
    stranger = Party.buyer(new_buyer().pk)
    rival = Party.vendor(new_buyer().pk, vendor_id=VendorFactory.create().id)
    for act in (
        lambda: facade.return_for(return_id, stranger),
        lambda: facade.return_for(return_id, rival),
        lambda: facade.withdraw_return(return_id=return_id, by=stranger),
        lambda: facade.approve_return(return_id=return_id, by=rival),
        lambda: facade.receive_return(return_id=return_id, by=rival),
        lambda: facade.add_photo(return_id=return_id, by=stranger, content=picture()),
    ):
        with pytest.raises(ReturnNotFound):
            act()
    assert facade.return_page(stranger).rows == []


def test_photos_are_cleaned_private_and_at_most_four() -> None:
    gown = new_variant()
    part = delivered_part(gown)
    buyer, vendor = buyer_of(part), vendor_of(part)
    return_id = facade.request_return(
        part_id=part.id,
        by=buyer,
        lines={gown.id: 1},
        reason=ReturnReason.DAMAGED,
        photos=[picture(), picture("blue", fmt="JPEG") + b"<script>"],
    )
    third = facade.add_photo(return_id=return_id, by=buyer, content=picture("green"))
    facade.add_photo(return_id=return_id, by=buyer, content=picture("white"))
    with pytest.raises(TooManyPhotos):
        facade.add_photo(return_id=return_id, by=buyer, content=picture())
    ids = facade.return_for(return_id, vendor).photo_ids
    assert len(ids) == 4
    for party in (buyer, vendor, staff()):
        content = facade.return_photo(third, [party])
        assert content[8:12] == b"WEBP"
        assert b"script" not in facade.return_photo(ids[1], [party])
    for party in (
        Party.buyer(new_buyer().pk),
        Party.vendor(new_buyer().pk, vendor_id=VendorFactory.create().id),
    ):
        with pytest.raises(PhotoNotFound):
            facade.return_photo(third, [party])


def test_bad_photos_keep_the_whole_return_away() -> None:
    gown = new_variant()
    part = delivered_part(gown)
    for photos, refusal in (([b"no picture"], PictureRefused), ([picture()] * 5, TooManyPhotos)):
        with pytest.raises(refusal):
            facade.request_return(
                part_id=part.id,
                by=buyer_of(part),
                lines={gown.id: 1},
                reason=ReturnReason.DAMAGED,
                photos=photos,
            )
    assert Return.objects.count() == 0


def test_no_photo_is_added_once_the_vendor_has_answered() -> None:
    gown = new_variant()
    part = delivered_part(gown)
    return_id = approved(part, gown)
    with pytest.raises(TooManyPhotos):
        facade.add_photo(return_id=return_id, by=buyer_of(part), content=picture())
