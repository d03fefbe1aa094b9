"""A provider's word becomes our state once, and only if it fits."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
import structlog
from django.db import connection

from apps.common.ids import new_id
from apps.common.outbox import Event
from apps.common.outbox.models import OutboxEvent
from apps.payments import facade
from apps.payments.errors import PaymentClosed, UnknownPayment
from apps.payments.events import PaymentFailed, PaymentSucceeded
from apps.payments.gateways.base import Verdict
from apps.payments.gateways.sandbox.gateway import SandboxGateway
from apps.payments.models import Attempt, Intent, SandboxCharge
from apps.payments.services import settle_intent
from apps.payments.states import AttemptStatus, IntentStatus
from apps.payments.tests.factories import (
    RETURN_URL,
    IntentFactory,
    charge_of,
    decide,
    started_intent,
)

pytestmark = pytest.mark.django_db
Outcome = SandboxCharge.Outcome


def published(event: type[Event]) -> int:
    return OutboxEvent.objects.filter(name=event.name).count()


def test_an_approved_charge_succeeds_once() -> None:
    intent = started_intent()
    decide(intent, Outcome.APPROVED)
    states = [facade.settle(reference=intent.reference) for _ in range(3)]
    assert [state.is_paid for state in states] == [True, True, True]
    assert published(PaymentSucceeded) == 1
    assert Intent.objects.get().succeeded_at is not None


def test_nothing_moves_while_the_payer_thinks() -> None:
    intent = started_intent()
    assert facade.settle(reference=intent.reference).status is IntentStatus.STARTED
    assert published(PaymentSucceeded) == published(PaymentFailed) == 0


def test_a_charge_that_the_provider_never_saw_changes_nothing() -> None:
    intent = started_intent()
    SandboxCharge.objects.all().delete()
    assert facade.settle(reference=intent.reference).status is IntentStatus.STARTED


def test_a_declined_charge_fails_and_may_be_tried_again() -> None:
    intent = started_intent()
    decide(intent, Outcome.DECLINED)
    assert facade.settle(reference=intent.reference).status is IntentStatus.FAILED
    assert published(PaymentFailed) == 1
    facade.start_intent(intent_id=intent.id, return_url=RETURN_URL)
    decide(intent, Outcome.APPROVED)
    assert facade.settle(reference=intent.reference).is_paid
    assert Attempt.objects.filter(intent=intent).count() == 2


@pytest.mark.parametrize(
    "change",
    [{"amount_minor": 1_249_999}, {"amount_minor": 1_250_001}, {"currency": "USD"}],
    ids=["one kobo less", "one kobo more", "another currency"],
)
def test_another_amount_is_quarantined(change: dict[str, object]) -> None:
    intent = started_intent()
    decide(intent, Outcome.APPROVED)
    SandboxCharge.objects.update(**change)
    with structlog.testing.capture_logs() as logs:
        state = facade.settle(reference=intent.reference)
    assert state.is_under_review
    assert not state.is_paid
    assert published(PaymentSucceeded) == 0
    assert [(line["event"], line["log_level"]) for line in logs] == [
        ("payment.quarantined", "warning")
    ]
    with pytest.raises(PaymentClosed):
        facade.start_intent(intent_id=intent.id, return_url=RETURN_URL)


def test_money_counts_even_after_we_gave_up() -> None:
    intent = started_intent()
    facade.cancel_intent(reference=intent.reference)
    decide(intent, Outcome.APPROVED)
    assert facade.settle(reference=intent.reference).is_paid
    assert published(PaymentSucceeded) == 1


def test_a_decline_after_we_gave_up_leaves_it_cancelled() -> None:
    intent = started_intent()
    facade.cancel_intent(reference=intent.reference)
    decide(intent, Outcome.DECLINED)
    assert facade.settle(reference=intent.reference).status is IntentStatus.CANCELLED
    assert published(PaymentFailed) == 0


def test_arrived_money_cannot_be_cancelled() -> None:
    intent = started_intent()
    decide(intent, Outcome.APPROVED)
    facade.settle(reference=intent.reference)
    with pytest.raises(PaymentClosed):
        facade.cancel_intent(reference=intent.reference)


def test_cancelling_twice_is_harmless() -> None:
    intent = IntentFactory.create()
    for _ in range(2):
        assert facade.cancel_intent(reference=intent.reference).status is IntentStatus.CANCELLED


def test_an_unknown_reference_is_said_to_be_unknown() -> None:
    for ask in (facade.settle, facade.cancel_intent):
        with pytest.raises(UnknownPayment):
            ask(reference=new_id())
    with pytest.raises(UnknownPayment):
        facade.start_intent(intent_id=new_id(), return_url=RETURN_URL)
    assert facade.payment_of(new_id()) is None


def test_a_second_start_leads_to_the_same_page() -> None:
    intent = IntentFactory.create()
    first, second = (
        facade.start_intent(intent_id=intent.id, return_url=RETURN_URL) for _ in range(2)
    )
    assert first == second
    assert SandboxCharge.objects.count() == 1


def test_a_start_that_died_after_the_call_finds_its_charge_again() -> None:
    intent = started_intent()
    Attempt.objects.update(redirect_url="")  # the process died before it could note the answer
    before = charge_of(intent)
    again = facade.start_intent(intent_id=intent.id, return_url=RETURN_URL)
    assert before.token in again
    assert SandboxCharge.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_parallel_starts_open_one_charge() -> None:
    """Goes red without the lock in `_open_attempt`."""
    for started in range(1, 6):
        intent = IntentFactory.create()
        pages: list[str] = []
        in_parallel(partial(add_page, pages, intent), 8)
        assert len(pages) == 8
        assert len(set(pages)) == 1
        assert SandboxCharge.objects.count() == Attempt.objects.count() == started


def add_page(pages: list[str], intent: Intent) -> None:
    pages.append(facade.start_intent(intent_id=intent.id, return_url=RETURN_URL))


class Meeting(SandboxGateway):
    """A provider that answers all askers in the same moment."""

    def __init__(self, askers: int) -> None:
        self.gate = threading.Barrier(askers, timeout=30)

    def verify(self, reference: str) -> Verdict:
        verdict = super().verify(reference)
        self.gate.wait()
        return verdict


@pytest.mark.django_db(transaction=True)
def test_parallel_settling_publishes_once(monkeypatch) -> None:
    """Goes red without the lock in `_apply`."""
    intent, paid = started_intent(), []
    decide(intent, Outcome.APPROVED)
    provider = Meeting(12)
    monkeypatch.setattr(settle_intent, "gateway", lambda _: provider)
    in_parallel(lambda: paid.append(facade.settle(reference=intent.reference).is_paid), 12)
    assert paid == [True] * 12
    assert published(PaymentSucceeded) == 1
    assert Attempt.objects.get().status == AttemptStatus.SUCCEEDED


def in_parallel(work: Callable[[], object], times: int) -> None:
    gate = threading.Barrier(times)

    def run() -> None:
        gate.wait()
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
