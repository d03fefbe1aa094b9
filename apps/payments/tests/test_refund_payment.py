"""Asking for a refund: what is written down, what is refused, and nothing twice."""

from functools import partial
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from apps.common.errors import DomainError
from apps.common.ids import new_id
from apps.common.money import Money
from apps.common.outbox.models import OutboxEvent
from apps.common.tests.parallel import race
from apps.payments import facade
from apps.payments.contracts import RefundState, RefundStatus
from apps.payments.errors import (
    InvalidRefund,
    PaymentNotReceived,
    RefundDiffers,
    RefundExceedsPayment,
    UnknownPayment,
)
from apps.payments.events import RefundRequested
from apps.payments.models import Intent, Refund, SandboxCharge
from apps.payments.states import IntentStatus
from apps.payments.tests.factories import asked_refund, decide, paid_intent, started_intent

pytestmark = pytest.mark.django_db


def ask(
    intent: Intent, minor: int, currency: str = "NGN", *, refund_id: UUID | None = None
) -> RefundState:
    return facade.refund(
        refund_id=refund_id or new_id(),
        reference=intent.reference,
        amount=Money(minor, currency),
        reason="Too small",
    )


def requested() -> int:
    return OutboxEvent.objects.filter(name=RefundRequested.name).count()


def refunded(intent: Intent) -> int:
    return Intent.objects.get(id=intent.id).refunded_minor


def test_a_refund_is_written_down_before_anybody_is_called() -> None:
    intent = paid_intent()
    state = ask(intent, 250_000)
    assert (state.reference, state.amount) == (intent.reference, Money(250_000, "NGN"))
    assert (state.status, state.reason) == (RefundStatus.REQUESTED, "Too small")
    assert not state.is_settled
    payment = facade.payment_of(intent.reference)
    assert payment is not None
    assert payment.refunded == Money(250_000, "NGN")
    assert payment.refundable == Money(1_000_000, "NGN")
    assert requested() == 1


def test_parts_may_add_up_to_the_payment_and_not_to_one_kobo_more() -> None:
    intent = paid_intent()
    for minor in (1, 999_999, 250_000):
        ask(intent, minor)
    with pytest.raises(RefundExceedsPayment) as refusal:
        ask(intent, 1)
    assert refusal.value.members == {"refundable": {"amount": "0.00", "currency": "NGN"}}
    assert refunded(intent) == 1_250_000
    assert requested() == Refund.objects.count() == 3


def test_a_refusal_says_what_is_left_and_keeps_nothing() -> None:
    intent = paid_intent()
    ask(intent, 1_000_000)
    with pytest.raises(RefundExceedsPayment) as refusal:
        ask(intent, 250_001)
    assert refusal.value.members["refundable"] == {"amount": "2500.00", "currency": "NGN"}
    assert refunded(intent) == 1_000_000
    assert requested() == Refund.objects.count() == 1


def test_the_same_id_answers_the_same_refund() -> None:
    intent, refund_id = paid_intent(), new_id()
    first, *others = [ask(intent, 700_000, refund_id=refund_id) for _ in range(4)]
    assert others == [first] * 3
    assert refunded(intent) == 700_000
    assert requested() == Refund.objects.count() == 1


def test_an_id_stands_for_one_refund() -> None:
    intent, other, refund_id = paid_intent(), paid_intent(), new_id()
    ask(intent, 700_000, refund_id=refund_id)
    wrong = [(intent, 700_001, "NGN"), (intent, 700_000, "USD"), (other, 700_000, "NGN")]
    for whose, minor, currency in wrong:
        with pytest.raises(RefundDiffers):
            ask(whose, minor, currency, refund_id=refund_id)
    assert (refunded(intent), refunded(other)) == (700_000, 0)


@pytest.mark.parametrize(("minor", "currency"), [(0, "NGN"), (-1, "NGN"), (100, "USD")])
def test_an_impossible_amount_is_refused(minor: int, currency: str) -> None:
    intent = paid_intent()
    with pytest.raises(InvalidRefund) as refusal:
        ask(intent, minor, currency)
    assert list(refusal.value.errors) == ["amount"]
    assert refunded(intent) == Refund.objects.count() == 0


@pytest.mark.parametrize("status", [s for s in IntentStatus if s is not IntentStatus.SUCCEEDED])
def test_what_did_not_arrive_is_not_given_back(status: IntentStatus) -> None:
    intent = started_intent()
    Intent.objects.update(status=status)
    with pytest.raises(PaymentNotReceived):
        ask(intent, 1)
    payment = facade.payment_of(intent.reference)
    assert payment is not None
    assert payment.refundable == Money.zero("NGN")


def test_late_money_can_be_refunded() -> None:
    intent = started_intent()
    facade.cancel_intent(reference=intent.reference)
    decide(intent, SandboxCharge.Outcome.APPROVED)
    facade.settle(reference=intent.reference)
    assert ask(intent, 1_250_000).status is RefundStatus.REQUESTED


def test_an_unknown_payment_is_said_to_be_unknown() -> None:
    with pytest.raises(UnknownPayment):
        facade.refund(refund_id=new_id(), reference=new_id(), amount=Money(1, "NGN"), reason="Lost")


def test_what_the_caller_takes_back_was_never_asked() -> None:
    intent = paid_intent()
    with pytest.raises(InterruptedError), transaction.atomic():
        ask(intent, 1)
        raise InterruptedError
    assert refunded(intent) == Refund.objects.count() == requested() == 0


def test_refunds_are_read_in_order_with_one_statement(django_assert_num_queries) -> None:
    intent, other = paid_intent(), paid_intent()
    ids = [ask(intent, minor).id for minor in (5, 3, 4)]
    ask(other, 9)
    with django_assert_num_queries(1):
        states = facade.refunds_of([intent.reference])[intent.reference]
    assert [state.id for state in states] == ids
    assert [state.amount.minor for state in states] == [5, 3, 4]
    assert facade.refunds_of([new_id()]) == {}


@pytest.mark.parametrize("minor", [-1, 1_250_001])
def test_the_database_holds_refunds_within_the_payment(minor: int) -> None:
    intent = paid_intent()
    with pytest.raises(IntegrityError, match="intent_refunded_within_captured"):
        Intent.objects.filter(id=intent.id).update(refunded_minor=minor)


def test_the_database_knows_no_refund_of_what_did_not_arrive() -> None:
    intent = started_intent()
    with pytest.raises(IntegrityError, match="intent_refunded_within_captured"):
        Intent.objects.filter(id=intent.id).update(refunded_minor=1)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"amount_minor": 0}, "refund_amount_positive"),
        ({"amount_minor": -5}, "refund_amount_positive"),
        ({"status": "done"}, "refund_status_known"),
        ({"status": "succeeded"}, "refund_settled_has_time"),
    ],
)
def test_the_database_refuses_a_senseless_refund(
    change: dict[str, object], constraint: str
) -> None:
    refund = asked_refund(paid_intent())
    with pytest.raises(IntegrityError, match=constraint):
        Refund.objects.filter(id=refund.id).update(**change)


@pytest.mark.django_db(transaction=True)
def test_ten_refunds_of_sixty_percent_give_one() -> None:
    """Goes red without the condition in `_set_aside`: then only the CHECK stands in the way."""
    for _ in range(5):
        intent = paid_intent()
        connection.close()
        answers = race([partial(ask, intent, 750_000) for _ in range(10)])
        kinds = sorted(type(answer).__name__ for answer in answers)
        assert kinds == ["RefundExceedsPayment"] * 9 + ["RefundState"]
        assert refunded(intent) == 750_000
        assert len(facade.refunds_of([intent.reference])[intent.reference]) == 1


@pytest.mark.django_db(transaction=True)
def test_one_id_at_once_makes_one_refund() -> None:
    """Goes red without the lock in `refund`: then the key refuses all but one."""
    for _ in range(5):
        intent, refund_id = paid_intent(), new_id()
        connection.close()
        answers = race([partial(ask, intent, 100, refund_id=refund_id) for _ in range(10)])
        assert [answer.id for answer in answers] == [refund_id] * 10
        assert refunded(intent) == 100


@pytest.mark.django_db(transaction=True)
def test_parts_at_once_never_pass_the_payment() -> None:
    intent = paid_intent()
    connection.close()
    answers = race([partial(ask, intent, 120_000) for _ in range(15)])
    given = [answer for answer in answers if isinstance(answer, RefundState)]
    assert len(given) == 10
    assert all(isinstance(answer, RefundState | DomainError) for answer in answers)
    assert refunded(intent) == 1_200_000


def test_asking_costs_six_statements_and_a_savepoint(django_assert_num_queries) -> None:
    """Lock, known?, set aside, insert, event, its delivery."""
    intent = paid_intent()
    with django_assert_num_queries(8):
        ask(intent, 1)
