"""Real threads: whoever comes first, the books are right."""

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest

from apps.common.outbox.models import OutboxEvent
from apps.common.outbox.testing import deliver_events
from apps.common.tests.parallel import race
from apps.inventory.errors import OutOfStock
from apps.inventory.models import Stock
from apps.orders import facade
from apps.orders.models import Order
from apps.orders.services import confirm_delivery, move_part
from apps.orders.services.expire_order import expire_order
from apps.orders.services.mark_paid import mark_paid
from apps.orders.tests.factories import (
    approve,
    free,
    new_buyer,
    new_variant,
    paid_order,
    place,
    placed_order,
    ship,
)
from apps.payments import facade as payments
from apps.payments.gateways.sandbox import books
from apps.payments.gateways.sandbox.signing import SIGNATURE_HEADER, sign
from apps.payments.models import SandboxCharge

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], object]) -> list[Exception]:
    """Run all works in threads that start together; answers what they raised."""
    return [answer for answer in race(works) if isinstance(answer, Exception)]


def published(name: str) -> int:
    return OutboxEvent.objects.filter(name=name).count()


def test_20_buyers_for_the_last_unit() -> None:
    gown = new_variant(stock=1)
    buyers = [new_buyer() for _ in range(20)]
    refused = at_once(*[lambda buyer=buyer: place(gown, buyer=buyer) for buyer in buyers])
    assert Order.objects.count() == 1
    assert [type(error) for error in refused] == [OutOfStock] * 19
    assert free(gown) == 0


def test_mixed_baskets_in_any_order_do_not_deadlock() -> None:
    one, two = new_variant(stock=3), new_variant(stock=3)
    baskets = [(one, two), (two, one)] * 4
    buyers = [new_buyer() for _ in baskets]
    refused = at_once(
        *[
            lambda goods=goods, buyer=buyer: place(*goods, buyer=buyer)
            for goods, buyer in zip(baskets, buyers, strict=True)
        ]
    )
    assert [type(error) for error in refused] == [OutOfStock] * 5
    assert (free(one), free(two), Order.objects.count()) == (0, 0, 3)


def test_one_key_in_the_service_makes_one_order() -> None:
    """Goes red without the advisory lock: the second insert would break on the constraint."""
    gown, buyer = new_variant(), new_buyer()
    assert at_once(*[lambda: place(gown, buyer=buyer, key="one-key") for _ in range(8)]) == []
    assert Order.objects.count() == 1
    assert free(gown) == 9


def test_webhooks_and_the_browser_return_at_once_pay_once(api) -> None:
    order = placed_order()
    approve(order)
    body = books.webhook_body(SandboxCharge.objects.get())
    headers = {SIGNATURE_HEADER: sign(body)}

    def webhook() -> None:
        answer = type(api)().post("/api/v2/payments/webhooks/sandbox", raw=body, headers=headers)
        assert answer.status_code == 200
        deliver_events()

    def browser() -> None:
        facade.confirm_payment(order_id=order.id, buyer_id=order.buyer_id)

    assert at_once(webhook, browser, webhook, browser) == []
    deliver_events()
    order.refresh_from_db()
    assert order.status == "paid"
    assert published("payments.payment-succeeded") == published("orders.order-paid") == 1
    assert list(order.timeline.order_by("id").values_list("reason", flat=True)) == [
        "Order placed",
        "Paid",
    ]


def test_the_same_money_told_in_parallel_is_taken_once() -> None:
    """Goes red without the lock on the order."""
    gown = new_variant(stock=5)
    order = placed_order(gown)
    assert at_once(*[lambda: mark_paid(order_id=order.id, paid=order.total)] * 8) == []
    stock = Stock.objects.get(variant=gown)
    assert (stock.on_hand, stock.reserved) == (4, 0)
    assert order.timeline.count() == 2


def test_cancelling_while_paying_ends_in_one_of_two_ways() -> None:
    for _ in range(4):
        gown = new_variant(stock=1)
        order = placed_order(gown)
        approve(order)
        at_once(
            partial(facade.cancel_order, order_id=order.id, buyer_id=order.buyer_id),
            partial(payments.settle, reference=order.id),
            partial(expire_order, order_id=order.id),
        )
        deliver_events()
        order.refresh_from_db()
        assert order.status == "paid"  # the money is never lost, whoever was first
        assert Stock.objects.get(variant=gown).on_hand == 0


def test_the_last_two_parts_confirmed_at_once_complete_the_order(monkeypatch) -> None:
    """Goes red without the lock on the order: each would still see the other on its way."""
    look, meeting = move_part.end_order, threading.Barrier(2, timeout=3)

    def look_together(*facts: Any, **more: Any) -> None:
        look(*facts, **more)
        with suppress(threading.BrokenBarrierError):  # the lock lets one come at a time
            meeting.wait()  # so neither has committed when the other looks

    monkeypatch.setattr(confirm_delivery, "end_order", look_together)
    order = paid_order(new_variant(), new_variant())
    parts = list(order.parts.all())
    for part in parts:
        ship(part)
    raised = at_once(
        *[
            lambda part=part: facade.confirm_delivery(part_id=part.id, buyer_id=order.buyer_id)
            for part in parts
        ]
    )
    order.refresh_from_db()
    assert (raised, order.status) == ([], "completed")
