"""People are told what happened: once, in words that are right."""

import smtplib
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from apps.authentication.models import User
from apps.common import clock
from apps.common.outbox.models import Delivery
from apps.common.outbox.testing import deliver_events
from apps.notifications.models import Message, MessageKind, MessageStatus
from apps.notifications.services.queue_message import queue_message
from apps.notifications.services.send_message import send_message
from apps.orders.facade import cancel_order, confirm_delivery
from apps.orders.models import Order
from apps.orders.tests.factories import (
    new_buyer,
    new_variant,
    paid_order,
    placed_order,
    shipped_part,
)
from apps.vendors.models import VendorMember
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db


def variant_of_a_vendor() -> tuple[Any, User]:
    owner = new_buyer()
    return new_variant(vendor=VendorFactory.create(owner=owner)), owner


def sent_to(account: User) -> list[Any]:
    return [message for message in mail.outbox if account.email in message.to]


def two_vendors_order() -> tuple[Order, User, list[User]]:
    (one, first), (two, second) = variant_of_a_vendor(), variant_of_a_vendor()
    buyer = new_buyer()
    order = paid_order(one, two, buyer=buyer)
    deliver_events()
    return order, buyer, [first, second]


def test_a_paid_order_is_confirmed_to_its_buyer_with_every_line() -> None:
    order, buyer, _ = two_vendors_order()
    [confirmation] = sent_to(buyer)
    assert confirmation.subject == f"Your order {order.number} is paid"
    html = confirmation.alternatives[0].content
    for words in (order.total.text(), f"/orders/{order.number}", "12 Adeniran Ogunsanya Street"):
        assert words in confirmation.body
        assert words in html
    assert "{" not in confirmation.body
    assert "{{" not in html
    assert "&#x27;" not in confirmation.body


def test_each_vendor_gets_one_notice_about_its_own_part_alone() -> None:
    order, _, owners = two_vendors_order()
    parts = {part.vendor_id: part for part in order.parts.select_related("vendor")}
    for owner in owners:
        [notice] = sent_to(owner)
        mine = parts[VendorMember.objects.get(user=owner).vendor_id]
        [other] = [part for part in parts.values() if part != mine]
        assert f"{order.number}-{mine.position}" in notice.subject
        said = notice.body + notice.alternatives[0].content
        assert mine.vendor.store_name in said
        assert other.vendor.store_name not in said


def test_shipping_is_told_to_the_buyer_and_delivery_to_the_vendor() -> None:
    buyer = new_buyer()
    part = shipped_part(buyer=buyer)
    deliver_events()
    shipped = sent_to(buyer)[-1]
    assert "has shipped" in shipped.subject
    assert part.shipment.tracking_number in shipped.body
    confirm_delivery(part_id=part.pk, buyer_id=buyer.pk)
    deliver_events()
    assert Message.objects.get(kind=MessageKind.PART_DELIVERED).status == MessageStatus.SENT


def test_a_cancelled_order_is_told_to_its_buyer() -> None:
    buyer = new_buyer()
    order = placed_order(buyer=buyer)
    cancel_order(order_id=order.pk, buyer_id=buyer.pk)
    deliver_events()
    [told] = sent_to(buyer)
    assert told.subject == f"Order {order.number} is cancelled"


def test_the_same_thing_is_told_once() -> None:
    order = paid_order()
    deliver_events()
    before = len(mail.outbox)
    queue_message(kind=MessageKind.ORDER_CONFIRMATION, order_id=order.pk, about_id=order.pk)
    deliver_events()
    message = Message.objects.get(kind=MessageKind.ORDER_CONFIRMATION)
    assert send_message(message_id=message.pk) is False
    assert len(mail.outbox) == before


def test_a_refused_mail_is_sent_later_under_the_same_id(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    accept = EmailBackend.send_messages

    def refuse_first(self: EmailBackend, messages: Any) -> int:
        messages = list(messages)
        seen.extend(message.extra_headers["Message-ID"] for message in messages)
        if len(seen) == 1:
            raise smtplib.SMTPServerDisconnected
        return accept(self, messages)

    buyer = new_buyer()
    order = placed_order(buyer=buyer)
    monkeypatch.setattr(EmailBackend, "send_messages", refuse_first)
    cancel_order(order_id=order.pk, buyer_id=buyer.pk)
    deliver_events()
    assert not mail.outbox
    Delivery.objects.update(due_at=clock.now())
    deliver_events()
    assert len(sent_to(buyer)) == 1
    assert seen[0] == seen[1]


def test_a_buyer_may_ask_for_the_confirmation_again_and_follow_it(api) -> None:
    order, buyer, _ = two_vendors_order()
    path = f"/api/v2/orders/{order.pk}/confirmation"
    answer = api.post(path, signed_in=buyer)
    assert answer.status_code == 202
    first, again = sent_to(buyer)
    assert first.subject == again.subject
    assert first.extra_headers["Message-ID"] != again.extra_headers["Message-ID"]
    assert api.post(path, signed_in=new_buyer()).status_code == 404


def test_an_unpaid_order_has_no_confirmation_to_send(api) -> None:
    buyer = new_buyer()
    order = placed_order(buyer=buyer)
    answer = api.post(f"/api/v2/orders/{order.pk}/confirmation", signed_in=buyer)
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing-to-send-again")
