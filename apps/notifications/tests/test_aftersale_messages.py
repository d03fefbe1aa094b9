"""After the sale the other side is told, once, in words that are right."""

from typing import Any

import pytest
from django.core import mail

from apps.authentication.models import User
from apps.common.money import Money
from apps.common.outbox.testing import deliver_events
from apps.orders import facade
from apps.orders.models import VendorPart
from apps.orders.states import DisputeReason, ShipmentStatus
from apps.orders.tests.aftersale import (
    approved,
    asked_back,
    buyer_of,
    delivered_part,
    paid_part,
    staff,
    vendor_of,
)
from apps.orders.tests.factories import new_buyer, new_variant, ship
from apps.products.models import Variant
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db


class Sale:
    """A buyer, a seller, what is sold, and the mails since the last look."""

    def __init__(self) -> None:
        self.buyer, self.seller = new_buyer(), new_buyer()
        self.gown: Variant = new_variant(vendor=VendorFactory.create(owner=self.seller))

    def paid(self) -> VendorPart:
        part = paid_part(self.gown, quantity=2, buyer=self.buyer)
        self.news()
        return part

    def delivered(self) -> VendorPart:
        part = delivered_part(self.gown, quantity=2, buyer=self.buyer)
        self.news()
        return part

    def news(self) -> dict[User, list[Any]]:
        """Deliver everything; answers what each side got."""
        mail.outbox.clear()
        deliver_events()
        outbox: list[Any] = mail.outbox
        for message in outbox:
            html = str(message.alternatives[0][0])
            words = message.body + html + message.subject
            assert "{{" not in words
            assert "{%" not in words
            assert "None" not in words
        return {
            person: [one.subject for one in mail.outbox if person.email in one.to]
            for person in (self.buyer, self.seller)
        }


@pytest.fixture
def sale() -> Sale:
    return Sale()


def test_who_did_not_call_off_is_told(sale: Sale) -> None:
    part = sale.paid()
    number = f"{part.order.number}-1"
    one = {sale.gown.id: 1}
    facade.cancel_units(part_id=part.id, by=buyer_of(part), lines=one)
    told = sale.news()
    assert told[sale.seller] == [f"Called off: {number}"]
    assert told[sale.buyer] == [f"₦12,500.00 of order {part.order.number} goes back to you"]
    facade.cancel_units(part_id=part.id, by=vendor_of(part), lines=one, reason="Sold out")
    told = sale.news()
    assert told[sale.seller] == []
    assert len(told[sale.buyer]) == 2
    assert any("called off a part" in subject for subject in told[sale.buyer])


def test_the_parcel_is_followed_by_mail(sale: Sale) -> None:
    part = sale.paid()
    ship(part)
    sale.news()
    for status, words in (
        (ShipmentStatus.OUT_FOR_DELIVERY, "out for delivery"),
        (ShipmentStatus.FAILED, "found nobody"),
        (ShipmentStatus.LOST, "got lost"),
    ):
        facade.move_shipment(part_id=part.id, by=vendor_of(part), status=status)
        sale.news()
        assert words in next(one.body for one in mail.outbox if "parcel" in one.subject)


def test_a_return_is_told_back_and_forth(sale: Sale) -> None:
    part = sale.delivered()
    first = asked_back(part, sale.gown)
    assert sale.news()[sale.seller] == [
        f"A buyer wants to return something of {part.order.number}-1"
    ]
    assert "does not fit" in mail.outbox[0].body
    facade.refuse_return(return_id=first, by=vendor_of(part), answer="It was worn.")
    assert sale.news()[sale.buyer] == [f"Your return of {part.order.number}-1 is refused"]
    assert "It was worn." in mail.outbox[0].body
    second = approved(part, sale.gown)
    sale.news()
    facade.receive_return(return_id=second, by=vendor_of(part))
    assert sale.news()[sale.buyer] == [f"₦12,500.00 of order {part.order.number} goes back to you"]
    third = asked_back(part, sale.gown)
    sale.news()
    facade.withdraw_return(return_id=third, by=buyer_of(part))
    assert sale.news()[sale.seller] == [f"A return of {part.order.number}-1 was withdrawn"]


def test_a_dispute_is_told_to_the_other_side(sale: Sale) -> None:
    part = sale.delivered()
    wish: dict[str, Any] = {
        "part_id": part.id,
        "by": buyer_of(part),
        "reason": DisputeReason.NOT_AS_DESCRIBED,
    }
    first = facade.open_dispute(**wish, text="It is blue.")
    assert sale.news()[sale.seller] == [f"A dispute about {part.order.number}-1"]
    assert "not as described" in mail.outbox[0].body
    for by, readers in (
        (buyer_of(part), [sale.seller]),
        (vendor_of(part), [sale.buyer]),
        (staff(), [sale.buyer, sale.seller]),
    ):
        facade.add_evidence(dispute_id=first, by=by, text="More")
        told = sale.news()
        assert [person for person in told if told[person]] == readers
    facade.decide_for_buyer(
        dispute_id=first, by=staff(), amount=Money(100, "NGN"), decision="It is blue indeed."
    )
    told = sale.news()
    assert f"The dispute about {part.order.number}-1 is decided" in told[sale.buyer]
    assert told[sale.seller] == [f"The dispute about {part.order.number}-1 is over"]
    assert any("It is blue indeed." in one.body for one in mail.outbox)
    second = facade.open_dispute(**wish, text="Still blue.")
    sale.news()
    facade.withdraw_dispute(dispute_id=second, by=buyer_of(part))
    told = sale.news()
    assert (told[sale.buyer], len(told[sale.seller])) == ([], 1)
