"""Staff decide, answer, pay back and call off from the admin: with the right, once, on record."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.common.audit.models import AuditRecord
from apps.orders import facade
from apps.orders.models import Dispute, Refund, Return, VendorPart
from apps.orders.states import DisputeReason
from apps.orders.tests.aftersale import (
    again,
    asked_back,
    buyer_of,
    delivered_part,
    gone_back,
    on_hand,
    paid_part,
)
from apps.orders.tests.factories import new_variant

pytestmark = pytest.mark.django_db
GOWN = 1_250_000


def desk(*rights: str) -> Client:
    """Somebody of the staff with these rights; with none named, with all."""
    person: User = UserFactory.create(is_staff=True, is_superuser=not rights)
    person.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(person)
    return client


def page_of(row: Any) -> str:
    return f"/admin/orders/{row._meta.model_name}/{row.pk}/change/"


def form_of(client: Client, row: Any) -> dict[str, str]:
    """The hidden fields of the page, as a browser would send them."""
    text = client.get(page_of(row)).text
    inputs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text)
    return {name: value for name, value in inputs if name != "csrfmiddlewaretoken"}


def move(client: Client, row: Any, move: str, **said: str) -> str:
    """Fill the form, send it, and read what the page that follows says."""
    body = form_of(client, row) | {"move": move, "words": "Looked into it.", **said}
    return client.post(page_of(row), body, follow=True).text


@pytest.fixture
def quarrel() -> Dispute:
    part = delivered_part()
    facade.open_dispute(
        part_id=part.id, by=buyer_of(part), reason=DisputeReason.DAMAGED, text="Torn"
    )
    return Dispute.objects.get()


def test_a_dispute_is_decided_for_the_buyer_once_with_its_money(quarrel: Dispute) -> None:
    client = desk()
    body = form_of(client, quarrel) | {"move": "buyer", "amount": "1500.50", "words": "It is."}
    for _ in range(2):  # a double click
        assert client.post(page_of(quarrel), body).status_code == 302
    quarrel.refresh_from_db()
    assert (quarrel.status, quarrel.decision) == ("for-buyer", "It is.")
    assert gone_back(quarrel.part.order) == (150_050,) * 3
    assert list(AuditRecord.objects.filter(action="dispute.closed")) != []
    assert not AuditRecord.objects.filter(action="dispute.changed").exists()
    assert 'name="move"' not in client.get(page_of(quarrel)).text


def test_a_dispute_is_decided_for_the_vendor_or_only_spoken_in(quarrel: Dispute) -> None:
    client = desk()
    move(client, quarrel, "say", words="Please send a picture.")
    assert quarrel.evidence.get(side="staff").text == "Please send a picture."
    move(client, quarrel, "vendor")
    quarrel.refresh_from_db()
    assert (quarrel.status, Refund.objects.count()) == ("for-vendor", 0)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"move": "buyer"}, "Say how much goes back"),
        ({"move": "buyer", "amount": "-1"}, "greater than or equal to 0"),
        ({"move": "buyer", "amount": "1e99"}, "no more than"),
        ({"move": "buyer", "amount": "0.001"}, "Nothing changed"),
        ({"move": "buyer", "amount": "99999999"}, "Nothing changed. ₦15,000.00 can be refunded"),
        ({"move": "vendor", "amount": "5"}, "leave it empty"),
        ({"move": "vendor", "words": " "}, "required"),
        ({"move": "burn"}, "not one of the available choices"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(
    quarrel: Dispute, said: dict[str, str], sentence: str
) -> None:
    assert sentence in move(desk(), quarrel, **said)
    quarrel.refresh_from_db()
    assert (quarrel.status, Refund.objects.count()) == ("open", 0)


def test_a_return_is_answered_and_taken_in_for_a_silent_vendor() -> None:
    client, gown = desk(), new_variant(stock=2)
    part = delivered_part(gown)
    wish = Return.objects.get(id=asked_back(part, gown))
    assert 'name="amount"' not in client.get(page_of(wish)).text
    move(client, wish, "approve", words="Send it to our shop.")
    wish.refresh_from_db()
    assert (wish.status, wish.answer) == ("approved", "Send it to our shop.")
    move(client, wish, "receive")
    wish.refresh_from_db()
    assert (wish.status, on_hand(gown)) == ("received", 2)
    assert gone_back(part.order) == (GOWN,) * 3


def test_goodwill_goes_back_once_for_each_form() -> None:
    client, part = desk(), delivered_part()
    body = form_of(client, part) | {"move": "refund", "amount": "100", "words": "Sorry"}
    for _ in range(2):
        client.post(page_of(part), body)
    assert gone_back(part.order) == (10_000,) * 3
    move(client, part, "refund", amount="100")
    assert gone_back(part.order) == (20_000,) * 3
    assert not AuditRecord.objects.filter(action="vendorpart.changed").exists()


def test_a_part_is_called_off_until_it_is_sent() -> None:
    client, part = desk(), paid_part()
    move(client, part, "call-off", words="The house closed. " * 20)
    assert again(part).status == "refunded"
    assert 'name="move"' not in client.get(page_of(part)).text
    assert "Call everything of it off" not in client.get(page_of(delivered_part())).text


def test_a_refused_refund_is_settled_by_hand() -> None:
    part = delivered_part()
    client = desk()
    move(client, part, "refund", amount="100")
    refund = Refund.objects.get()
    assert "nothing left to do" in move(client, refund, "settle")
    Refund.objects.update(status="failed")
    move(client, refund, "settle", words="By bank transfer 17.")
    refund.refresh_from_db()
    assert refund.status == "succeeded"


def test_who_may_only_look_has_no_form(quarrel: Dispute) -> None:
    client = desk("view_dispute", "view_vendorpart")
    for row in (quarrel, quarrel.part):
        assert 'name="move"' not in client.get(page_of(row)).text
        assert client.post(page_of(row), {"move": "vendor"}).status_code == 403


def test_each_move_needs_its_own_right() -> None:
    part = paid_part()
    client = desk("view_vendorpart", "change_vendorpart")
    assert "not one of the available choices" in move(client, part, "refund", amount="1")
    client = desk("view_vendorpart", "add_refund")
    assert "not one of the available choices" in move(client, part, "call-off")
    assert VendorPart.objects.get(id=part.id).status == "paid"
    assert Refund.objects.count() == 0
