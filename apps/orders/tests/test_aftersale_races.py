"""Real threads after the sale: whoever comes first, stock and money agree."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from apps.common.money import Money
from apps.common.state_machine import IllegalTransition
from apps.common.tests.parallel import race
from apps.orders import facade
from apps.orders.contracts import Party
from apps.orders.errors import (
    DisputeOpenAlready,
    FewerLeft,
    NotCancellable,
    RefundTooLarge,
)
from apps.orders.models import Dispute, Order, OrderLine, Refund, Return
from apps.orders.selectors.invariants import faults
from apps.orders.states import DisputeReason
from apps.orders.tests.aftersale import (
    again,
    approved,
    asked_back,
    buyer_of,
    delivered_part,
    gone_back,
    on_hand,
    paid_part,
    staff,
    vendor_of,
)
from apps.orders.tests.factories import new_variant, paid_order, ship

pytestmark = pytest.mark.django_db(transaction=True)
GOWN = 1_250_000


def outcomes(*calls: Callable[[], Any]) -> tuple[int, list[type[Exception]]]:
    """How many calls succeeded when all start at once, and what the others raised."""
    answers = race(calls)
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    return len(answers) - len(refused), [type(error) for error in refused]


def test_ten_times_sixty_per_cent_of_one_charge_goes_back_once() -> None:
    """Red without the order's lock and the part's condition together: either is enough alone."""
    part = paid_part()
    by, most = staff(), Money(part.paid.minor * 6 // 10, "NGN")
    refund = partial(facade.refund_part, part_id=part.id, amount=most, reason="Sorry", by=by)
    assert outcomes(*[refund] * 10) == (1, [RefundTooLarge] * 9)
    assert gone_back(part.order) == (most.minor,) * 3
    assert list(faults()) == []


def test_ten_parts_of_one_charge_take_no_more_than_was_paid() -> None:
    order = paid_order(new_variant(), new_variant())
    by, parts = staff(), list(order.parts.all())
    calls = [
        partial(
            facade.refund_part,
            part_id=part.id,
            amount=Money(900_000, "NGN"),
            reason="Sorry",
            by=by,
        )
        for part in parts * 5
    ]
    won, refused = outcomes(*calls)
    assert (won, set(refused)) == (2, {RefundTooLarge})
    assert gone_back(order) == (1_800_000,) * 3


def test_two_returns_of_the_last_unit_are_one() -> None:
    """Red without the order's lock: each would see the unit free."""
    gown = new_variant()
    part = delivered_part(gown)
    wish = partial(asked_back, part, gown)
    assert outcomes(*[wish] * 6) == (1, [FewerLeft] * 5)
    assert Return.objects.count() == 1


def test_one_return_received_by_many_is_paid_once() -> None:
    """Red without the order's lock: each would see it approved."""
    gown = new_variant(stock=2)
    part = delivered_part(gown, quantity=2)
    receive = partial(facade.receive_return, return_id=approved(part, gown), by=vendor_of(part))
    assert outcomes(*[receive] * 6) == (1, [IllegalTransition] * 5)
    assert gone_back(part.order) == (GOWN,) * 3
    assert (on_hand(gown), OrderLine.objects.get(part=part).returned_quantity) == (1, 1)


def test_the_answer_and_the_withdrawal_of_a_return_do_not_both_stand() -> None:
    gown = new_variant()
    part = delivered_part(gown, quantity=4)
    for _ in range(3):
        return_id = asked_back(part, gown)
        won, refused = outcomes(
            partial(facade.refuse_return, return_id=return_id, by=vendor_of(part), answer="No"),
            partial(facade.withdraw_return, return_id=return_id, by=buyer_of(part)),
        )
        assert (won, refused) == (1, [IllegalTransition])


def test_cancelling_against_sending_has_one_winner() -> None:
    """Red without the order's lock: the part would be sent and paid back."""
    for _ in range(4):
        gown = new_variant(stock=1)
        part = paid_part(gown)
        won, refused = outcomes(
            partial(facade.cancel_units, part_id=part.id, by=buyer_of(part)),
            partial(ship, part),
        )
        status = again(part).status
        assert (won, status in {"refunded", "shipped"}) == (1, True)
        is_off = status == "refunded"
        assert refused == [IllegalTransition if is_off else NotCancellable]
        assert on_hand(gown) == int(is_off)
        assert gone_back(part.order) == ((part.paid.minor if is_off else 0),) * 3
    assert list(faults()) == []


def test_the_last_unit_is_called_off_once_by_all_sides() -> None:
    """Red without the order's lock: its money would go back more than once."""
    gown = new_variant(stock=2)
    part = paid_part(gown, quantity=2)
    sides = [buyer_of(part), vendor_of(part), staff()]
    calls = [
        partial(facade.cancel_units, part_id=part.id, by=by, lines={gown.id: 2}) for by in sides * 2
    ]
    assert outcomes(*calls) == (1, [NotCancellable] * 5)
    assert gone_back(part.order) == (part.paid.minor,) * 3
    assert (on_hand(gown), Refund.objects.count()) == (2, 1)


def test_both_parts_called_off_at_once_end_the_order() -> None:
    order = paid_order(new_variant(), new_variant())
    calls = [
        partial(facade.cancel_units, part_id=part.id, by=Party.buyer(order.buyer_id))
        for part in order.parts.all()
    ]
    assert outcomes(*calls) == (2, [])
    assert Order.objects.get().status == "refunded"


def test_a_dispute_is_opened_once_and_decided_once() -> None:
    part = delivered_part()
    wish = partial(
        facade.open_dispute,
        part_id=part.id,
        by=buyer_of(part),
        reason=DisputeReason.DAMAGED,
        text="Torn",
    )
    assert outcomes(*[wish] * 5) == (1, [DisputeOpenAlready] * 4)
    dispute_id, by = Dispute.objects.get().id, staff()
    for_buyer = partial(
        facade.decide_for_buyer,
        dispute_id=dispute_id,
        by=by,
        amount=Money(100, "NGN"),
        decision="Yes",
    )
    for_vendor = partial(facade.decide_for_vendor, dispute_id=dispute_id, by=by, decision="No")
    won, refused = outcomes(for_buyer, for_vendor, for_buyer, for_vendor)
    assert (won, refused) == (1, [IllegalTransition] * 3)
    is_buyers = Dispute.objects.get().status == "for-buyer"
    assert gone_back(part.order) == ((100 if is_buyers else 0),) * 3
