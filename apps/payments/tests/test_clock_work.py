"""What payments asks providers about by the clock: unsettled refunds, and money that came late."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
import time_machine
from django.db import connection

from apps.common import clock
from apps.common.ids import new_id
from apps.common.outbox.models import OutboxEvent
from apps.common.tests.parallel import in_parallel
from apps.payments import facade, tasks
from apps.payments.contracts import RefundStatus
from apps.payments.events import PaymentSucceeded
from apps.payments.models import Attempt, Intent, Refund, SandboxCharge
from apps.payments.models.refunds import UNSETTLED
from apps.payments.services.find_late_money import take_late_payments
from apps.payments.services.settle_refund import settle_refund
from apps.payments.services.sweep_refunds import take_due_refunds
from apps.payments.states import AttemptStatus, IntentStatus
from apps.payments.tests.factories import (
    IntentFactory,
    asked_refund,
    charge_of,
    paid_intent,
    set_fault,
    started_intent,
)

pytestmark = pytest.mark.django_db
Fault = SandboxCharge.RefundFault
Outcome = SandboxCharge.Outcome
MINUTE = timedelta(minutes=1)


def given_up() -> Intent:
    intent = started_intent()
    facade.cancel_intent(reference=intent.reference)
    return intent


def pay_silently(intent: Intent) -> None:
    """The payer pays, and neither webhook nor browser comes back."""
    SandboxCharge.objects.filter(id=charge_of(intent).id).update(outcome=Outcome.APPROVED)


def pauses(take: Callable[..., list[UUID]], due: Callable[[], datetime | None]) -> list[int]:
    """Ask whenever something is due, 40 times at most; tell the minutes between."""
    asked = [clock.now()]
    with time_machine.travel(asked[0], tick=False) as time:
        while (moment := due()) and len(asked) <= 40:
            time.move_to(moment)
            assert len(take(limit=10)) == 1
            asked.append(moment)
    return [round((b - a) / MINUTE) for a, b in pairwise(asked)]


def test_a_lost_answer_is_found_within_two_ticks() -> None:
    intent = paid_intent()
    set_fault(intent, Fault.ANSWER_LOST)
    settle_refund(refund_id=asked_refund(intent).id)
    assert tasks.sweep_refunds.call() == 0  # the call may still be on its way
    with time_machine.travel(clock.now() + timedelta(minutes=3)):
        assert tasks.sweep_refunds.call() == 1
    assert Refund.objects.get().status == RefundStatus.SUCCEEDED


def test_a_refund_whose_event_is_lost_is_sent_by_the_clock() -> None:
    asked_refund(paid_intent())
    with time_machine.travel(clock.now() + timedelta(minutes=3)):
        tasks.sweep_refunds.call()
    assert Refund.objects.get().status == RefundStatus.SUCCEEDED


def test_looks_at_a_refund_grow_apart_to_ten_minutes() -> None:
    asked_refund(paid_intent())
    found = pauses(take_due_refunds, lambda: Refund.objects.get().look_at)
    assert found[:7] == [2, 1, 2, 4, 8, 10, 10]
    assert set(found[7:]) == {10}


def test_one_that_fails_keeps_no_other(settings) -> None:
    """The oldest belongs to a gateway that is away; it does not stand in the way of the rest."""
    broken, fine = asked_refund(paid_intent()), asked_refund(paid_intent())
    Intent.objects.filter(id=broken.intent_id).update(gateway="gone")
    with time_machine.travel(clock.now() + timedelta(minutes=3)):
        assert take_due_refunds(limit=1) == [broken.id]
        assert take_due_refunds(limit=1) == [fine.id]
        assert take_due_refunds(limit=1) == []


def test_settled_refunds_are_left_alone() -> None:
    settle_refund(refund_id=asked_refund(paid_intent()).id)
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert take_due_refunds(limit=9) == []


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_share_the_work() -> None:
    wanted = {asked_refund(paid_intent()).id for _ in range(6)}
    Refund.objects.update(look_at=clock.now())
    taken = in_parallel(4, lambda _: take_due_refunds(limit=9))
    assert sorted(refund_id for batch in taken for refund_id in batch) == sorted(wanted)


def test_money_that_came_after_we_gave_up_is_found() -> None:
    intent = given_up()
    pay_silently(intent)
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        assert tasks.find_late_money.call() == 1
    payment = facade.payment_of(intent.reference)
    assert payment is not None
    assert payment.is_paid
    assert OutboxEvent.objects.filter(name=PaymentSucceeded.name).count() == 1
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert tasks.find_late_money.call() == 0


def test_a_late_decline_ends_the_questions() -> None:
    intent = given_up()
    SandboxCharge.objects.update(outcome=Outcome.DECLINED)
    for hours in (1, 30):
        with time_machine.travel(clock.now() + timedelta(hours=hours)):
            tasks.find_late_money.call()
    payment = facade.payment_of(intent.reference)
    assert payment is not None
    assert payment.status is IntentStatus.CANCELLED
    assert Attempt.objects.get().asks == 1


def test_questions_about_late_money_grow_apart_and_end_after_three_days() -> None:
    given_up()
    found = pauses(take_late_payments, lambda: Attempt.objects.get().ask_at)
    assert found[:9] == [1, 2, 4, 8, 16, 32, 64, 128, 256]
    assert set(found[9:]) == {6 * 60}
    assert 3 * 24 * 60 - 6 * 60 < sum(found) < 3 * 24 * 60
    assert Attempt.objects.get().ask_at is None


def test_only_what_was_given_up_is_asked_about() -> None:
    started_intent()
    paid_intent()
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        assert take_late_payments(limit=9) == []


def test_a_payer_who_was_perhaps_never_sent_is_asked_about_too() -> None:
    """The page may have been opened by a process that died, or is opened at this moment."""
    intent = IntentFactory.create()
    facade.cancel_intent(reference=intent.reference)
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        assert take_late_payments(limit=9) == [intent.reference]


def test_a_batch_has_an_end() -> None:
    wanted = [given_up().reference for _ in range(3)]
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        assert [take_late_payments(limit=2), take_late_payments(limit=2)] == [
            wanted[:2],
            wanted[2:],
        ]


def test_the_questions_find_their_rows_by_index() -> None:
    for _ in range(2):
        given_up()
        asked_refund(paid_intent())
    attempts = Attempt.objects.filter(status=AttemptStatus.OPEN, ask_at__lte=clock.now())
    refunds = Refund.objects.filter(status__in=UNSETTLED, look_at__lte=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "attempt_to_ask_about" in attempts.order_by("ask_at").explain()
    assert "refund_to_look_at" in refunds.order_by("look_at").explain()


def test_each_tick_costs_five_statements_at_most(django_assert_max_num_queries) -> None:
    for _ in range(3):
        given_up()
        asked_refund(paid_intent())
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        with django_assert_max_num_queries(5):
            assert len(take_late_payments(limit=9)) == 3
        with django_assert_max_num_queries(5):
            assert len(take_due_refunds(limit=9)) == 3


def test_an_unknown_refund_in_the_queue_is_an_error() -> None:
    with pytest.raises(Refund.DoesNotExist):
        tasks.settle_waiting_refund.call(str(new_id()))
