"""Where a parcel is, and what follows."""

import pytest

from apps.common.audit.testing import recorded
from apps.common.errors import InvalidInput, NotAllowed
from apps.common.outbox.models import OutboxEvent
from apps.common.state_machine import IllegalTransition
from apps.orders import facade
from apps.orders.errors import NotShipped
from apps.orders.models import Shipment, VendorPart
from apps.orders.states import ShipmentStatus
from apps.orders.tests.aftersale import (
    again,
    buyer_of,
    gone_back,
    on_hand,
    paid_part,
    staff,
    vendor_of,
)
from apps.orders.tests.factories import new_variant, ship

pytestmark = pytest.mark.django_db
OUT, FAILED, THERE, LOST = (
    ShipmentStatus.OUT_FOR_DELIVERY,
    ShipmentStatus.FAILED,
    ShipmentStatus.DELIVERED,
    ShipmentStatus.LOST,
)


def sent_part(**fields) -> VendorPart:
    part = paid_part(new_variant(**fields))
    ship(part)
    return again(part)


def moved(part: VendorPart, *ways: ShipmentStatus) -> Shipment:
    for way in ways:
        facade.move_shipment(part_id=part.id, by=vendor_of(part), status=way)
    return Shipment.objects.get(part=part)


def test_a_parcel_finds_nobody_then_arrives() -> None:
    part = sent_part()
    parcel = moved(part, OUT, FAILED, OUT, THERE)
    assert parcel.delivered_at is not None
    assert (again(part).status, again(part).order.status) == ("delivered", "completed")
    assert OutboxEvent.objects.filter(name="orders.shipment-moved").count() == 4
    assert OutboxEvent.objects.filter(name="orders.part-delivered").count() == 1
    said = list(part.order.timeline.order_by("id").values_list("reason", flat=True))
    assert said[3:] == [
        "Out for delivery",
        "The rider found nobody",
        "Out for delivery",
        "Delivered, says the vendor",
        "Everything arrived",
    ]
    with pytest.raises(IllegalTransition):
        facade.confirm_delivery(part_id=part.id, buyer_id=part.order.buyer_id)


def test_the_buyer_may_be_faster_than_the_rider() -> None:
    part = sent_part()
    moved(part, OUT)
    facade.confirm_delivery(part_id=part.id, buyer_id=part.order.buyer_id)
    assert Shipment.objects.get(part=part).status == "delivered"
    with pytest.raises(IllegalTransition):
        moved(part, LOST)
    assert gone_back(part.order) == (0, 0, 0)


def test_a_lost_parcel_is_paid_back_whole_and_nothing_returns_to_the_shelf() -> None:
    gown = new_variant(stock=4)
    part = paid_part(gown, quantity=2)
    ship(part)
    assert moved(part, LOST).status == "lost"
    part = again(part)
    assert (part.status, part.order.status) == ("refunded", "refunded")
    assert gone_back(part.order) == (part.paid.minor,) * 3
    assert on_hand(gown) == 2
    with pytest.raises(IllegalTransition):
        moved(part, LOST)
    with pytest.raises(IllegalTransition):
        facade.confirm_delivery(part_id=part.id, buyer_id=part.order.buyer_id)


def test_no_parcel_moves_before_it_is_sent_nor_by_the_buyer() -> None:
    part = paid_part()
    with pytest.raises(NotShipped):
        moved(part, OUT)
    ship(part)
    with pytest.raises(NotAllowed):
        facade.move_shipment(part_id=part.id, by=buyer_of(part), status=THERE)


def test_what_staff_note_of_a_parcel_is_on_record() -> None:
    part, clerk = sent_part(), staff()
    moved(part, OUT)
    assert recorded(f"part:{part.id}") == []
    facade.move_shipment(part_id=part.id, by=clerk, status=THERE)
    [record] = recorded(f"part:{part.id}")
    assert (record.action, record.actor_id) == ("shipment.moved", clerk.user_id)
    assert (record.before, record.after) == (
        {"shipment": "out-for-delivery"},
        {"shipment": "delivered"},
    )


def shipped_with(part: VendorPart, url: str) -> None:
    facade.ship_part(
        part_id=part.id,
        vendor_id=part.vendor_id,
        actor_id=part.order.buyer_id,
        carrier="GIG",
        tracking_number="1",
        tracking_url=url,
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://gig.example/1",
        "javascript:alert(1)",
        "https://",
        "https://a:b@gig.example/",
        "https://gig.example/" + "x" * 500,
        "https://gig.example/a b",
        "https://[",
        "ftp://x/y",
    ],
)
def test_a_tracking_address_is_https_or_nothing(url: str) -> None:
    part = paid_part()
    with pytest.raises(InvalidInput):
        shipped_with(part, url)
    assert again(part).status == "paid"
    shipped_with(part, " https://gig.example/track?n=1 ")
    seen = facade.part_for(part_id=part.id, vendor_id=part.vendor_id)
    assert seen.part.tracking_url == "https://gig.example/track?n=1"
