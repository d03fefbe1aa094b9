"""Money goes back: never more than came, and every end is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.common.errors import InvalidInput, NotAllowed
from apps.common.ids import new_id
from apps.common.money import Money
from apps.common.outbox.testing import deliver_events
from apps.common.state_machine import IllegalTransition
from apps.orders import facade
from apps.orders.errors import NotYetPaid, RefundNotFound, RefundTooLarge, StillRefunding
from apps.orders.models import Refund
from apps.orders.refund_rules import capped, worth_of_units
from apps.orders.services.settle_refund import settle_refund
from apps.orders.states import RefundStatus
from apps.orders.tests.aftersale import (
    again,
    buyer_of,
    delivered_part,
    gone_back,
    paid_part,
    staff,
    vendor_of,
)
from apps.orders.tests.factories import placed_order

SOME = Money(400_000, "NGN")
CURRENCIES = st.sampled_from(["NGN", "JPY", "KWD", "USD"])


@given(
    st.integers(min_value=0, max_value=10**12),
    st.integers(min_value=1, max_value=1000),
    CURRENCIES,
    st.data(),
)
def test_all_units_add_up_to_what_was_paid(
    minor: int, quantity: int, currency: str, data: st.DataObject
) -> None:
    paid, back, worths = Money(minor, currency), 0, []
    while back < quantity:
        units = data.draw(st.integers(min_value=1, max_value=quantity - back))
        worth = worth_of_units(units, paid=paid, quantity=quantity, given_back=back)
        assert abs(worth.minor * quantity - minor * units) < quantity  # within one minor unit
        worths.append(worth)
        back += units
    assert sum(worths, start=Money.zero(currency)) == paid
    assert all(worth.minor >= 0 for worth in worths)


@given(st.integers(max_value=0) | st.integers(min_value=6))
def test_more_units_than_are_left_have_no_worth(units: int) -> None:
    with pytest.raises(ValueError, match="units"):
        worth_of_units(units, paid=Money(100, "NGN"), quantity=7, given_back=2)


@given(
    st.lists(st.integers(min_value=0, max_value=10**12), max_size=12),
    st.integers(min_value=0, max_value=10**13),
    CURRENCIES,
)
def test_what_is_left_is_never_exceeded(minors: list[int], left: int, currency: str) -> None:
    worths = [Money(minor, currency) for minor in minors]
    given_back = capped(worths, Money(left, currency))
    assert len(given_back) == len(worths)
    assert all(0 <= one.minor <= worth.minor for one, worth in zip(given_back, worths, strict=True))
    assert sum(one.minor for one in given_back) == min(left, sum(minors))


pytest_db = pytest.mark.django_db


@pytest_db
def test_goodwill_is_given_up_to_what_was_paid() -> None:
    part = delivered_part()
    facade.refund_part(part_id=part.id, amount=SOME, reason="A late parcel", by=staff())
    with pytest.raises(RefundTooLarge) as refusal:
        facade.refund_part(part_id=part.id, amount=part.paid, reason="All", by=staff())
    assert refusal.value.members["refundable"] == {"amount": "11000.00", "currency": "NGN"}
    left = again(part).refundable
    facade.refund_part(part_id=part.id, amount=left, reason="The rest", by=staff())
    assert gone_back(part.order) == (part.paid.minor,) * 3
    assert again(part).status == "delivered"


@pytest_db
def test_nothing_of_an_unpaid_part_is_told_to_be_refundable_or_returnable() -> None:
    waiting, over = placed_order(), placed_order()
    facade.cancel_order(order_id=over.id, buyer_id=over.buyer_id)
    for order in (waiting, over):
        [part] = facade.order_for(order_id=order.id, buyer_id=order.buyer_id).parts
        assert part.refundable == Money(0, "NGN")
        assert part.lines[0].returnable == 0
    here = delivered_part(quantity=2)
    [part] = facade.order_for(order_id=here.order_id, buyer_id=here.order.buyer_id).parts
    assert (part.refundable, part.lines[0].returnable) == (part.total, 2)


@pytest_db
@pytest.mark.parametrize(
    ("amount", "reason"),
    [(Money(0, "NGN"), "x"), (Money(-5, "NGN"), "x"), (Money(5, "USD"), "x"), (SOME, " ")],
    ids=str,
)
def test_a_refund_needs_an_amount_and_a_reason(amount: Money, reason: str) -> None:
    part = paid_part()
    with pytest.raises(InvalidInput):
        facade.refund_part(part_id=part.id, amount=amount, reason=reason, by=staff())
    assert Refund.objects.count() == 0


@pytest_db
def test_only_staff_give_goodwill_and_only_for_what_was_paid() -> None:
    part = paid_part()
    for by in (buyer_of(part), vendor_of(part)):
        with pytest.raises(NotAllowed):
            facade.refund_part(part_id=part.id, amount=SOME, reason="x", by=by)
    unpaid = placed_order().parts.get()
    with pytest.raises(NotYetPaid):
        facade.refund_part(part_id=unpaid.id, amount=SOME, reason="x", by=staff())


@pytest_db
def test_a_refused_refund_is_flagged_and_paid_by_hand() -> None:
    part = paid_part()
    refund_id = facade.refund_part(part_id=part.id, amount=SOME, reason="x", by=staff())
    with pytest.raises(StillRefunding):
        facade.settle_by_hand(refund_id=refund_id, reason="Bank transfer", by=staff())
    for _ in range(2):  # a repeat changes nothing
        settle_refund(
            refund_id=refund_id, amount=SOME, status=RefundStatus.FAILED, reason="card closed"
        )
    order = again(part).order
    assert order.needs_attention
    said = order.timeline.filter(reason="The refund of ₦4,000.00 was refused: card closed")
    assert said.count() == 1
    with pytest.raises(NotAllowed):
        facade.settle_by_hand(refund_id=refund_id, reason="x", by=buyer_of(part))
    facade.settle_by_hand(refund_id=refund_id, reason="Bank transfer", by=staff())
    assert Refund.objects.get().status == "succeeded"
    assert again(part).refunded_minor == SOME.minor
    with pytest.raises(IllegalTransition):
        facade.settle_by_hand(refund_id=refund_id, reason="Again", by=staff())


@pytest_db
def test_a_refund_that_orders_did_not_ask_for_is_left_alone() -> None:
    settle_refund(refund_id=new_id(), amount=SOME, status=RefundStatus.SUCCEEDED)
    with pytest.raises(RefundNotFound):
        facade.settle_by_hand(refund_id=new_id(), reason="x", by=staff())


@pytest_db
def test_the_provider_pays_and_the_books_agree() -> None:
    part = paid_part()
    facade.refund_part(part_id=part.id, amount=SOME, reason="x", by=staff())
    deliver_events()
    assert Refund.objects.get().status == "succeeded"
    assert part.order.timeline.filter(reason="₦4,000.00 went back").count() == 1
    assert gone_back(part.order) == (SOME.minor,) * 3
