"""Paid goods are called off: who may, when, what goes back."""

import pytest

from apps.common.audit.models import AuditRecord
from apps.common.errors import InvalidInput
from apps.common.ids import new_id
from apps.common.outbox.models import OutboxEvent
from apps.common.outbox.testing import deliver_events
from apps.common.state_machine import IllegalTransition
from apps.orders import facade
from apps.orders.contracts import Party
from apps.orders.errors import FewerLeft, NotCancellable, NotYetPaid, PartNotFound, UnknownLine
from apps.orders.models import OrderLine, Refund, VendorPart
from apps.orders.tests.aftersale import (
    again,
    buyer_of,
    gone_back,
    on_hand,
    paid_part,
    staff,
    vendor_of,
)
from apps.orders.tests.factories import (
    new_buyer,
    new_variant,
    paid_order,
    placed_order,
    settle_and_deliver,
    ship,
)
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
GOWN, DELIVERY = 1_250_000, 250_000


def events(name: str) -> int:
    return OutboxEvent.objects.filter(name=f"orders.{name}").count()


@pytest.mark.parametrize(
    "party", [buyer_of, vendor_of, lambda _: staff()], ids=["buyer", "vendor", "staff"]
)
def test_a_whole_part_is_called_off_by_any_side(party) -> None:
    gown = new_variant(stock=5)
    part = paid_part(gown, quantity=2)
    facade.cancel_units(part_id=part.id, by=party(part), reason="Changed plans")
    part = again(part)
    assert (part.status, part.order.status) == ("refunded", "refunded")
    assert gone_back(part.order) == (2 * GOWN + DELIVERY,) * 3
    assert on_hand(gown) == 5
    assert part.order.timeline.filter(reason__contains="Changed plans").exists()
    assert events("part-cancelled") == events("refund-issued") == 1
    assert set(AuditRecord.objects.values_list("action", flat=True)) >= {
        "part.cancelled",
        "part.refunded",
    }


def test_some_units_are_called_off_and_the_rest_is_sent() -> None:
    gown = new_variant(stock=5)
    part = paid_part(gown, quantity=3)
    facade.cancel_units(part_id=part.id, by=buyer_of(part), lines={gown.id: 1})
    line = OrderLine.objects.get(part=part)
    assert (line.cancelled_quantity, line.kept, line.refunded_minor) == (1, 2, GOWN)
    assert again(part).status == "paid"
    assert gone_back(part.order) == (GOWN,) * 3
    assert on_hand(gown) == 3
    ship(part)
    facade.confirm_delivery(part_id=part.id, buyer_id=part.order.buyer_id)
    assert again(part).order.status == "completed"


def test_the_last_units_take_the_delivery_with_them() -> None:
    gown = new_variant()
    part = paid_part(gown, quantity=2)
    for _ in range(2):
        facade.cancel_units(part_id=part.id, by=buyer_of(part), lines={gown.id: 1})
    amounts = Refund.objects.order_by("created_at").values_list("amount_minor", flat=True)
    assert list(amounts) == [GOWN, GOWN + DELIVERY]
    assert (again(part).status, again(part).order.status) == ("refunded", "refunded")


def test_odd_discounts_add_up_to_the_kobo() -> None:
    gown = new_variant()
    part = paid_part(gown, quantity=3)
    OrderLine.objects.filter(part=part).update(discount_minor=100)
    VendorPart.objects.filter(id=part.id).update(discount_minor=100)
    for _ in range(3):
        facade.cancel_units(part_id=part.id, by=buyer_of(part), lines={gown.id: 1})
    line = OrderLine.objects.get(part=part)
    amounts = Refund.objects.order_by("created_at").values_list("amount_minor", flat=True)
    assert list(amounts) == [1_249_966, 1_249_967, 1_249_967 + DELIVERY]
    assert line.refunded_minor == 3 * GOWN - 100


def test_what_was_given_back_before_is_not_given_back_again() -> None:
    part = paid_part(new_variant(), quantity=2)
    facade.refund_part(part_id=part.id, amount=part.paid.percent(5000), reason="Sorry", by=staff())
    facade.cancel_units(part_id=part.id, by=buyer_of(part))
    assert gone_back(part.order) == (part.paid.minor,) * 3


def test_one_of_two_parts_called_off_leaves_the_other() -> None:
    order = paid_order(new_variant(), new_variant())
    first, second = order.parts.order_by("position")
    facade.cancel_units(part_id=first.id, by=Party.buyer(order.buyer_id))
    order.refresh_from_db()
    assert order.status == "paid"
    ship(second)
    facade.confirm_delivery(part_id=second.id, buyer_id=order.buyer_id)
    order.refresh_from_db()
    assert (order.status, again(first).status) == ("completed", "refunded")


def test_cancelling_a_paid_order_calls_off_what_was_not_sent() -> None:
    order = paid_order(new_variant(), new_variant())
    first, second = order.parts.order_by("position")
    ship(first)
    facade.cancel_order(order_id=order.id, buyer_id=order.buyer_id)
    assert [again(part).status for part in (first, second)] == ["shipped", "refunded"]
    assert gone_back(order) == (GOWN + DELIVERY,) * 3
    with pytest.raises(NotCancellable):
        facade.cancel_order(order_id=order.id, buyer_id=order.buyer_id)


def test_the_provider_gives_the_money_and_the_timeline_says_so() -> None:
    part = paid_part()
    facade.cancel_units(part_id=part.id, by=buyer_of(part))
    deliver_events()
    settle_and_deliver(part.order)
    refund = Refund.objects.get()
    assert refund.status == "succeeded"
    assert part.order.timeline.filter(reason="₦15,000.00 went back").count() == 1


@pytest.mark.parametrize(
    ("state", "refusal"),
    [("pending", NotYetPaid), ("shipped", NotCancellable), ("refunded", NotCancellable)],
)
def test_only_what_is_paid_and_not_sent_is_called_off(state: str, refusal: type[Exception]) -> None:
    order = placed_order() if state == "pending" else paid_order()
    part = order.parts.select_related("order").get()
    if state == "shipped":
        ship(part)
    if state == "refunded":
        facade.cancel_units(part_id=part.id, by=buyer_of(part))
    before = gone_back(order)
    for party in (buyer_of(part), vendor_of(part), staff()):
        with pytest.raises(refusal):
            facade.cancel_units(part_id=part.id, by=party)
    assert again(part).status == state
    assert gone_back(order) == before


def test_wrong_lines_are_refused_and_nothing_moves() -> None:
    gown, other = new_variant(stock=9), new_variant()
    part = paid_part(gown, quantity=2)
    for lines, refusal in (
        ({gown.id: 3}, FewerLeft),
        ({gown.id: 0}, InvalidInput),
        ({gown.id: -1}, InvalidInput),
        ({other.id: 1}, UnknownLine),
        ({new_id(): 1}, UnknownLine),
        ({}, InvalidInput),
    ):
        with pytest.raises(refusal):
            facade.cancel_units(part_id=part.id, by=buyer_of(part), lines=lines)
    assert (Refund.objects.count(), on_hand(gown), events("part-cancelled")) == (0, 7, 0)


def test_others_parts_do_not_exist() -> None:
    part = paid_part()
    for party in (
        Party.buyer(new_buyer().pk),
        Party.vendor(part.order.buyer_id, vendor_id=VendorFactory.create().id),
    ):
        with pytest.raises(PartNotFound):
            facade.cancel_units(part_id=part.id, by=party)
    assert again(part).status == "paid"


def test_a_part_called_off_is_neither_sent_nor_received() -> None:
    part = paid_part()
    facade.cancel_units(part_id=part.id, by=vendor_of(part))
    with pytest.raises(IllegalTransition):
        ship(part)
    with pytest.raises(IllegalTransition):
        facade.confirm_delivery(part_id=part.id, buyer_id=part.order.buyer_id)
