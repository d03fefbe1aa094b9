"""Vendors hear once that something runs low, buyers once that it is back."""

import pytest
from django.core import mail

from apps.authentication.contracts import UserId
from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.common.outbox.testing import deliver_events
from apps.inventory import facade as inventory
from apps.inventory.contracts import StockLine
from apps.notifications.models import Message
from apps.products.contracts import VariantId
from apps.products.tests.factories import ProductFactory, VariantFactory
from apps.vendors.models import Vendor
from apps.vendors.tests.factories import VendorFactory, VendorMemberFactory

pytestmark = pytest.mark.django_db


def gown(units: int, vendor: Vendor | None = None) -> VariantId:
    product = ProductFactory.create(
        title="Moon & star gown", vendor=vendor or VendorFactory.create()
    )
    variant = VariantFactory.create(product=product, size="UK 12", colour_name="Indigo")
    variant_id = VariantId(variant.pk)
    inventory.set_on_hand(variant_id=variant_id, quantity=units, reason="test")
    deliver_events()
    mail.outbox.clear()
    return variant_id


def buy(variant_id: VariantId, units: int) -> None:
    line = StockLine(variant_id, units)
    inventory.reserve(lines=[line], reference=new_id(), minutes=10)


def said(message: mail.EmailMultiAlternatives) -> str:
    return str(message.body) + str(message.alternatives[0].content)  # type: ignore[attr-defined]


def test_the_whole_team_hears_once_that_a_piece_runs_low() -> None:
    vendor = VendorFactory.create()
    clerk = VendorMemberFactory.create(vendor=vendor).user
    dress = gown(5, vendor)
    buy(dress, 2)
    deliver_events()
    [notice] = mail.outbox
    assert clerk.email in notice.to
    assert notice.subject.startswith("Only 3 left: Moon & star gown")
    assert "/vendor/stock?low=1" in notice.body
    assert "{" not in said(notice)  # type: ignore[arg-type]
    buy(dress, 1)
    deliver_events()
    assert len(mail.outbox) == 1


def test_no_notice_goes_out_for_what_was_restocked_meanwhile() -> None:
    dress = gown(5)
    buy(dress, 3)
    inventory.receive([StockLine(dress, 50)], reason="delivery")
    deliver_events()
    assert mail.outbox == []
    assert Message.objects.get().status == "sent"


def waiting(dress: VariantId) -> User:
    buyer: User = UserFactory.create()
    inventory.ask_when_back(variant_id=dress, buyer_id=UserId(buyer.pk))
    return buyer


def test_a_waiting_buyer_gets_one_mail_when_it_is_back() -> None:
    dress = gown(0)
    buyer, gave_up = waiting(dress), waiting(dress)
    inventory.take_wish_back(variant_id=dress, buyer_id=UserId(gave_up.pk))
    for units in (4, 0, 4):
        inventory.set_on_hand(variant_id=dress, quantity=units, reason="test")
        deliver_events()
    [letter] = [one for one in mail.outbox if one.to == [buyer.email]]
    assert letter.subject == "Moon & star gown is back"
    assert "UK 12 in Indigo" in letter.body
    assert "/p/" in letter.body
    assert "{" not in said(letter)  # type: ignore[arg-type]
    assert not [one for one in mail.outbox if gave_up.email in one.to]
