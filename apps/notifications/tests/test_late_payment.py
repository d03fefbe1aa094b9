"""Money that comes late is told, and no mail says what is no longer true."""

from datetime import timedelta

import pytest
from django.core import mail

from apps.authentication.models import User
from apps.common import clock
from apps.common.outbox.testing import deliver_events
from apps.orders.models import Order, Refund
from apps.orders.services.expire_order import expire_order
from apps.orders.services.pay_order import continue_payment
from apps.orders.tests.factories import (
    RETURN_URL,
    decide,
    new_buyer,
    new_variant,
    paid_order,
    placed_order,
    settle_and_deliver,
)
from apps.payments.models import SandboxCharge

pytestmark = pytest.mark.django_db


def expired(order: Order) -> None:
    """Its buyer is on the provider's page while the hold ends."""
    continue_payment(order_id=order.id, buyer_id=order.buyer_id, return_url=RETURN_URL)
    Order.objects.filter(id=order.id).update(expires_at=clock.now() - timedelta(minutes=1))
    expire_order(order_id=order.id)


def pay_late(order: Order) -> None:
    decide(order, SandboxCharge.Outcome.APPROVED)
    settle_and_deliver(order)


def told(buyer: User) -> dict[str, str]:
    """Subject and words of what this buyer got."""
    return {str(one.subject): str(one.body) for one in mail.outbox if buyer.email in one.to}


def test_a_buyer_whose_late_money_goes_back_is_told_how_much_and_why() -> None:
    buyer, gown = new_buyer(), new_variant(stock=1)
    order = placed_order(gown, buyer=buyer)
    expired(order)
    deliver_events()
    assert list(told(buyer)) == [f"Order {order.number} is expired"]
    paid_order(gown)
    mail.outbox.clear()
    pay_late(order)
    deliver_events()
    [(subject, words)] = told(buyer).items()
    assert subject == f"{order.total.text()} of order {order.number} goes back to you"
    assert "after the time to pay had ended" in words
    pay_late(order)
    deliver_events()
    assert Refund.objects.filter(order=order).count() == len(told(buyer)) == 1


def test_a_revived_order_is_never_told_to_be_over() -> None:
    buyer = new_buyer()
    order = placed_order(buyer=buyer)
    expired(order)  # its mail still waits when the money comes
    pay_late(order)
    deliver_events()
    assert list(told(buyer)) == [f"Your order {order.number} is paid"]


def test_a_payment_under_review_is_never_called_no_payment() -> None:
    buyer = new_buyer()
    order = placed_order(buyer=buyer)
    expired(order)
    Order.objects.filter(id=order.id).update(needs_attention=True)
    deliver_events()
    [words] = told(buyer).values()
    assert "Nothing was charged" not in words
    assert "does not fit" in words
