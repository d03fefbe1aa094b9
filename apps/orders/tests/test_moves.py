"""Cancelling, expiring, shipping, receiving: who may, when, and what follows."""

from datetime import timedelta

import pytest
import time_machine

from apps.common import clock
from apps.common.audit.testing import recorded
from apps.common.errors import InvalidInput
from apps.common.ids import new_id
from apps.common.outbox.models import OutboxEvent
from apps.common.outbox.testing import deliver_events
from apps.common.state_machine import IllegalTransition
from apps.orders import facade
from apps.orders.errors import AlreadyPaid, NotPayable, NotYetPaid, OrderNotFound, PartNotFound
from apps.orders.models import Order, VendorPart
from apps.orders.services.mark_paid import mark_paid
from apps.orders.tasks import expire_unpaid_orders
from apps.orders.tests.factories import (
    RETURN_URL,
    approve,
    decide,
    free,
    new_buyer,
    new_variant,
    paid_order,
    placed_order,
    settle_and_deliver,
    ship,
    shipped_part,
)
from apps.payments import facade as payments
from apps.payments.models import Intent, SandboxCharge
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db


def count(name: str) -> int:
    return OutboxEvent.objects.filter(name=f"orders.{name}").count()


def cancel(order: Order) -> None:
    facade.cancel_order(order_id=order.id, buyer_id=order.buyer_id)
    order.refresh_from_db()


def in_31_minutes() -> time_machine.travel:
    return time_machine.travel(clock.now() + timedelta(minutes=31))


def test_cancelling_frees_the_stock_and_ends_the_payment() -> None:
    gown = new_variant(stock=2)
    order = placed_order(gown, quantity=2)
    cancel(order)
    assert (order.status, free(gown), count("order-cancelled")) == ("cancelled", 2, 1)
    payment = payments.payment_of(order.id)
    assert payment is not None
    assert payment.status == "cancelled"
    entry = order.timeline.latest("id")
    assert (entry.from_status, entry.to_status) == ("pending", "cancelled")
    assert entry.actor_id == order.buyer_id


def test_nobody_else_can_cancel_or_pay_an_order() -> None:
    order, stranger = placed_order(), new_buyer()
    for act in (
        lambda: facade.cancel_order(order_id=order.id, buyer_id=stranger.pk),
        lambda: facade.confirm_payment(order_id=order.id, buyer_id=stranger.pk),
        lambda: facade.continue_payment(
            order_id=order.id, buyer_id=stranger.pk, return_url=RETURN_URL
        ),
        lambda: facade.order_for(order_id=order.id, buyer_id=stranger.pk),
        lambda: facade.order_for(number=order.number, buyer_id=stranger.pk),
    ):
        with pytest.raises(OrderNotFound):
            act()
    assert Order.objects.get().status == "pending"


def test_an_order_paid_a_moment_ago_is_not_cancelled() -> None:
    """The provider has the money, the shop has not heard of it."""
    order = placed_order()
    approve(order)
    with pytest.raises(AlreadyPaid):
        cancel(order)
    assert settle_and_deliver(order).status == "paid"


def test_a_cancelled_order_is_over() -> None:
    order = placed_order()
    cancel(order)
    with pytest.raises(IllegalTransition):
        cancel(order)
    with pytest.raises(NotPayable):
        facade.continue_payment(order_id=order.id, buyer_id=order.buyer_id, return_url=RETURN_URL)
    assert count("order-cancelled") == 1


def test_an_unpaid_order_expires_on_time_and_not_before() -> None:
    gown = new_variant(stock=1)
    order = placed_order(gown)
    assert expire_unpaid_orders.call() == 0
    with in_31_minutes():
        assert expire_unpaid_orders.call() == 1
        assert expire_unpaid_orders.call() == 0
    order.refresh_from_db()
    assert (order.status, free(gown), count("order-expired")) == ("expired", 1, 1)


def test_one_tick_takes_all_orders_of_a_flash_sale(engine: None) -> None:
    """They only wait in the queue here: `test_flash_sale_ends` lets workers run them."""
    order = placed_order()
    fields = {field.attname: getattr(order, field.attname) for field in Order._meta.concrete_fields}
    Order.objects.bulk_create(
        Order(**fields | {"id": new_id(), "number": f"FS{n:08}", "key": new_id().hex})
        for n in range(600)
    )
    with in_31_minutes():
        assert expire_unpaid_orders.call() == 601


def test_the_expiry_job_asks_the_provider_first() -> None:
    order = placed_order()
    approve(order)  # and every webhook was lost
    with in_31_minutes():
        expire_unpaid_orders.call()
        order.refresh_from_db()
        assert order.status == "pending"
        assert settle_and_deliver(order).status == "paid"
    assert count("order-expired") == 0


def test_an_expired_order_whose_payment_is_odd_is_flagged() -> None:
    order = placed_order()
    approve(order)
    SandboxCharge.objects.update(amount_minor=1)
    with in_31_minutes():
        expire_unpaid_orders.call()
        deliver_events()
    order.refresh_from_db()
    assert (order.status, order.needs_attention) == ("expired", True)


def test_odd_money_that_comes_after_the_end_is_not_forgotten() -> None:
    order = placed_order()
    facade.continue_payment(order_id=order.id, buyer_id=order.buyer_id, return_url=RETURN_URL)
    with in_31_minutes():
        expire_unpaid_orders.call()
    decide(order, SandboxCharge.Outcome.APPROVED)
    SandboxCharge.objects.update(amount_minor=1)
    for _ in range(2):
        assert settle_and_deliver(order).needs_attention
    assert order.status == "expired"
    said = list(order.timeline.values_list("reason", flat=True))
    assert said.count("The provider reports another amount than was due") == 1
    [record], intent = recorded(f"payment:{order.id}"), Intent.objects.get()
    assert record.action == "payment.quarantined"
    assert record.after == {"intent_id": str(intent.pk), "due_minor": order.total_minor}


def test_a_part_goes_out_and_arrives() -> None:
    one, two = new_variant(), new_variant()
    order = paid_order(one, two)
    first, second = order.parts.order_by("position")
    for part in (first, second):
        ship(part)
    first.refresh_from_db()
    parcel = first.shipment
    assert (first.status, parcel.status) == ("shipped", "in-transit")
    assert (parcel.carrier, parcel.tracking_number) == ("GIG Logistics", "GIG123456")
    facade.confirm_delivery(part_id=first.id, buyer_id=order.buyer_id)
    order.refresh_from_db()
    assert order.status == "paid"
    facade.confirm_delivery(part_id=second.id, buyer_id=order.buyer_id)
    order.refresh_from_db()
    assert order.status == "completed"
    assert (count("part-shipped"), count("part-delivered")) == (2, 2)


def test_an_unpaid_part_is_not_shipped() -> None:
    part = VendorPart.objects.get(order=placed_order())
    with pytest.raises(NotYetPaid):
        ship(part)


@pytest.mark.parametrize(
    "wrong",
    [{"carrier": "c" * 61}, {"carrier": " "}, {"tracking_number": "t" * 65}]
    + [{"tracking_number": text} for text in ("", "GIG\nBcc: x", "GIG\u202e1")],
    ids=repr,
)
def test_a_parcel_without_a_readable_carrier_and_number_is_not_sent(wrong: dict[str, str]) -> None:
    part = VendorPart.objects.get(order=paid_order())
    parcel = {"carrier": "GIG", "tracking_number": "GIG-1"} | wrong
    with pytest.raises(InvalidInput) as refusal:
        facade.ship_part(part_id=part.id, vendor_id=part.vendor_id, actor_id=new_id(), **parcel)
    assert set(refusal.value.errors) == set(wrong)
    part.refresh_from_db()
    assert part.status == "paid"


def test_a_part_is_shipped_and_received_once() -> None:
    part = shipped_part()
    buyer_id = part.order.buyer_id
    with pytest.raises(IllegalTransition):
        ship(part)
    facade.confirm_delivery(part_id=part.id, buyer_id=buyer_id)
    with pytest.raises(IllegalTransition):
        facade.confirm_delivery(part_id=part.id, buyer_id=buyer_id)
    assert (count("part-shipped"), count("part-delivered")) == (1, 1)


def test_a_part_that_was_not_shipped_cannot_arrive() -> None:
    order = paid_order()
    with pytest.raises(IllegalTransition):
        facade.confirm_delivery(part_id=order.parts.get().id, buyer_id=order.buyer_id)


def test_a_cancelled_part_is_not_shipped() -> None:
    order = placed_order()
    cancel(order)
    with pytest.raises(IllegalTransition):
        ship(order.parts.get())


def test_other_stores_and_buyers_see_no_part() -> None:
    part = shipped_part()
    other_store, stranger = VendorFactory.create(), new_buyer()
    for act in (
        lambda: facade.part_for(part_id=part.id, vendor_id=other_store.id),
        lambda: facade.part_for(part_id=new_id(), vendor_id=part.vendor_id),
        lambda: facade.confirm_delivery(part_id=part.id, buyer_id=stranger.pk),
        lambda: facade.ship_part(
            part_id=part.id,
            vendor_id=other_store.id,
            actor_id=stranger.pk,
            tracking_number="T",
            carrier="C",
        ),
    ):
        with pytest.raises(PartNotFound):
            act()
    assert facade.parts_of_vendor(other_store.id).rows == []


def test_a_vendor_sees_its_part_and_no_other() -> None:
    one, two = new_variant(), new_variant()
    order = placed_order(one, two)
    mine, theirs = order.parts.order_by("position")
    seen = facade.part_for(part_id=mine.id, vendor_id=mine.vendor_id)
    assert [line.variant_id for line in seen.part.lines] == [one.id]
    assert [card.id for card in facade.parts_of_vendor(mine.vendor_id).rows] == [mine.id]
    assert str(theirs.id) not in repr(seen)
    assert str(two.id) not in repr(seen)


def test_an_order_reads_whole_by_id_and_by_a_sloppy_number() -> None:
    order = paid_order()
    by_id = facade.order_for(order_id=order.id, buyer_id=order.buyer_id)
    sloppy = order.number.lower().replace("-", " ")
    assert facade.order_for(number=sloppy, buyer_id=order.buyer_id) == by_id
    assert facade.order_for_notice(order.id) == by_id
    assert by_id.total == by_id.parts[0].total == order.total
    assert by_id.address.phone == "+2348031234567"
    assert (by_id.can_pay, by_id.can_cancel) == (False, True)
    assert [entry.reason for entry in by_id.timeline] == ["Order placed", "Paid"]


@pytest.mark.parametrize("number", ["", "FS", "\0", "FS-0000-0000", "x" * 5000, "\ud800", "' OR 1"])
def test_a_number_of_no_order_is_not_found(number: str) -> None:
    with pytest.raises(OrderNotFound):
        facade.order_for(number=number, buyer_id=placed_order().buyer_id)


def test_payment_confirmed_by_the_browser() -> None:
    order = placed_order()
    approve(order)
    state = facade.confirm_payment(order_id=order.id, buyer_id=order.buyer_id)
    assert state.is_paid
    with pytest.raises(NotPayable):
        facade.continue_payment(order_id=order.id, buyer_id=order.buyer_id, return_url=RETURN_URL)


def test_paying_an_unknown_order_is_an_error_that_the_outbox_keeps() -> None:
    with pytest.raises(OrderNotFound):
        mark_paid(order_id=new_id(), paid=placed_order().total)
