"""The money arrives: in time, twice, late, wrong."""

from datetime import timedelta

import pytest
import structlog
import time_machine

from apps.common import clock
from apps.common.money import Money
from apps.common.outbox.models import OutboxEvent
from apps.common.state_machine import IllegalTransition
from apps.inventory import facade as inventory
from apps.inventory.models import Stock
from apps.orders.models import Order, OrderDiscount, Refund
from apps.orders.services.cancel_order import cancel_order
from apps.orders.services.expire_order import expire_order
from apps.orders.services.mark_paid import mark_paid
from apps.orders.services.pay_order import continue_payment
from apps.orders.tests.factories import (
    RETURN_URL,
    approve,
    decide,
    free,
    new_variant,
    paid_order,
    place,
    placed_order,
    settle_and_deliver,
)
from apps.payments import facade as payments
from apps.payments.models import SandboxCharge
from apps.promotions.tests.factories import CouponFactory

pytestmark = pytest.mark.django_db


def times_paid() -> int:
    return OutboxEvent.objects.filter(name="orders.order-paid").count()


def reasons(order: Order) -> list[str]:
    return list(order.timeline.order_by("id").values_list("reason", flat=True))


def test_a_paid_order_takes_its_stock_for_good() -> None:
    gown = new_variant(stock=5)
    order = paid_order(gown, quantity=2)
    stock = Stock.objects.get(variant=gown)
    assert (order.status, stock.on_hand, stock.reserved) == ("paid", 3, 0)
    assert order.paid_at is not None
    assert set(order.parts.values_list("status", flat=True)) == {"paid"}
    assert times_paid() == 1
    assert reasons(order) == ["Order placed", "Paid"]


def test_a_second_word_of_the_same_money_changes_nothing() -> None:
    order = paid_order()
    mark_paid(order_id=order.id, paid=order.total)
    assert times_paid() == 1
    assert reasons(order) == ["Order placed", "Paid"]


def test_late_money_revives_the_order_where_the_goods_are_free() -> None:
    gown = new_variant(stock=1)
    order = placed_order(gown)
    approve_late(order)
    assert free(gown) == 1
    settle_and_deliver(order)
    assert (order.status, order.needs_attention, free(gown)) == ("paid", False, 0)
    assert reasons(order)[-2:] == ["Not paid in time", "Paid late; the goods were still there"]
    assert times_paid() == 1


def test_late_money_for_sold_goods_goes_back_and_never_oversells() -> None:
    gown = new_variant(stock=1)
    order = placed_order(gown)
    approve_late(order)
    rival = paid_order(gown)
    with structlog.testing.capture_logs() as logs:
        settle_and_deliver(order)
    assert (rival.status, order.status, order.needs_attention) == ("paid", "refunded", False)
    stock = Stock.objects.get(variant=gown)
    assert (stock.on_hand, stock.reserved) == (0, 0)
    [refund] = payments.refunds_of([order.id])[order.id]
    assert refund.amount == order.total
    assert Refund.objects.get(order=order).kind == "late-payment"
    [line] = [line for line in logs if line["event"] == "order.late_payment_refunded"]
    assert line["log_level"] == "warning"
    mark_paid(order_id=order.id, paid=order.total)
    assert len(payments.refunds_of([order.id])[order.id]) == 1
    with pytest.raises(IllegalTransition):  # and not: look again in a moment
        cancel_order(order_id=order.id, buyer_id=order.buyer_id)


def approve_late(order: Order) -> None:
    """The order expires while its buyer is on the provider's page; then the buyer approves."""
    continue_payment(order_id=order.id, buyer_id=order.buyer_id, return_url=RETURN_URL)
    with time_machine.travel(clock.now() + timedelta(minutes=31)):
        expire_order(order_id=order.id)
    decide(order, SandboxCharge.Outcome.APPROVED)


def test_another_sum_than_the_total_is_never_taken_for_payment() -> None:
    order = placed_order()
    mark_paid(order_id=order.id, paid=order.total - Money(1, "NGN"))
    order.refresh_from_db()
    assert (order.status, order.needs_attention, times_paid()) == ("expired", True, 0)


def test_the_money_of_a_pending_order_whose_hold_was_lost_goes_back() -> None:
    """Staff took the units off the shelf by hand."""
    gown = new_variant(stock=1)
    order = placed_order(gown)
    inventory.release(reference=order.id)
    rival = paid_order(gown)
    approve(order)
    settle_and_deliver(order)
    assert (rival.status, order.status) == ("paid", "refunded")
    assert [refund.amount for refund in payments.refunds_of([order.id])[order.id]] == [order.total]


def test_late_money_whose_coupon_is_used_up_goes_back() -> None:
    coupon = CouponFactory.create(code="ONLYONE", total_limit=1)
    order, gown = placed_order(coupons=("ONLYONE",)), new_variant()
    approve_late(order)
    coupon.refresh_from_db()
    assert coupon.used == 0
    rival = placed_order(gown, coupons=("ONLYONE",))
    settle_and_deliver(order)
    assert order.status == "refunded"
    assert [refund.amount for refund in payments.refunds_of([order.id])[order.id]] == [order.total]
    assert OrderDiscount.objects.filter(order=rival).exists()
    coupon.refresh_from_db()
    assert coupon.used == 1


def test_late_money_holds_its_coupon_again() -> None:
    coupon = CouponFactory.create(code="ONLYONE", total_limit=1)
    order = placed_order(coupons=("ONLYONE",))
    approve_late(order)
    settle_and_deliver(order)
    coupon.refresh_from_db()
    assert (order.status, coupon.used) == ("paid", 1)


def test_declines_are_told_and_the_order_waits_on() -> None:
    order = Order.objects.get(id=place().order_id)
    continue_payment(order_id=order.id, buyer_id=order.buyer_id, return_url=RETURN_URL)
    decide(order, SandboxCharge.Outcome.DECLINED)
    settle_and_deliver(order)
    assert order.status == "pending"
    assert reasons(order)[-1] == "Payment failed: declined by the payer"
    approve(order)
    assert settle_and_deliver(order).status == "paid"
