"""One refund settled by many at once: the provider is told once, its word is applied once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import connection

from apps.common import clock
from apps.common.outbox.models import OutboxEvent
from apps.common.tests.parallel import race
from apps.payments.events import RefundFailed, RefundSucceeded
from apps.payments.gateways.base import RefundRequest, Verdict
from apps.payments.gateways.sandbox.gateway import SandboxGateway
from apps.payments.gateways.sandbox.refunds import decide_refund
from apps.payments.models import Intent, Refund, SandboxCharge, SandboxRefund
from apps.payments.services import settle_refund as service
from apps.payments.services.settle_refund import settle_refund
from apps.payments.tests.factories import asked_refund, paid_intent, set_fault

pytestmark = pytest.mark.django_db(transaction=True)
Outcome = SandboxCharge.Outcome
ASKERS = 12


class Counting(SandboxGateway):
    """Counts how often it is told to give money back."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def refund(self, request: RefundRequest) -> Verdict:
        self.sent.append(request.reference)
        return super().refund(request)


class Meeting(SandboxGateway):
    """Answers all askers in the same moment."""

    def __init__(self) -> None:
        self.gate = threading.Barrier(ASKERS, timeout=30)

    def verify_refund(self, request: RefundRequest) -> Verdict:
        verdict = super().verify_refund(request)
        self.gate.wait()
        return verdict


class Frozen(Counting):
    """Reads its books, then its asker is frozen while others settle the refund."""

    def __init__(self, others: Callable[[], object]) -> None:
        super().__init__()
        self.others: Callable[[], object] | None = others

    def verify_refund(self, request: RefundRequest) -> Verdict:
        verdict = super().verify_refund(request)
        others, self.others = self.others, None
        if others:
            others()
        return verdict


def settle_at_once(refund: Refund) -> list[object]:
    connection.close()
    return race([partial(settle_refund, refund_id=refund.id)] * ASKERS)


def test_many_senders_send_once(monkeypatch) -> None:
    """Goes red without the lock in `_may_send`, or without its look at who is sending."""
    for _ in range(5):
        provider, refund = Counting(), asked_refund(paid_intent())
        monkeypatch.setattr(service, "gateway", lambda _, provider=provider: provider)
        answers = settle_at_once(refund)
        assert [type(answer).__name__ for answer in answers] == ["RefundState"] * ASKERS
        assert provider.sent == [str(refund.id)]
        assert Refund.objects.get(id=refund.id).status == "succeeded"


@pytest.mark.parametrize(
    ("outcome", "event", "left"),
    [(Outcome.APPROVED, RefundSucceeded, 1_250_000), (Outcome.DECLINED, RefundFailed, 250_000)],
)
def test_one_answer_heard_by_many_is_applied_once(monkeypatch, outcome, event, left) -> None:
    """Goes red without the lock in `_locked`: told, and the amount freed, many times."""
    intent = paid_intent()
    asked_refund(intent, 250_000)
    set_fault(intent, SandboxCharge.RefundFault.PENDING)
    refund = asked_refund(intent, 1_000_000)
    settle_refund(refund_id=refund.id)
    decide_refund(reference=str(refund.id), outcome=outcome)
    provider = Meeting()
    monkeypatch.setattr(service, "gateway", lambda _: provider)
    answers = settle_at_once(refund)
    assert [type(answer).__name__ for answer in answers] == ["RefundState"] * ASKERS
    assert OutboxEvent.objects.filter(name=event.name).count() == 1
    assert Intent.objects.get(id=intent.id).refunded_minor == left
    assert SandboxRefund.objects.count() == 1


@pytest.mark.parametrize("hours", [0, 25])
def test_an_old_look_into_the_books_sends_nothing_and_ends_nothing(monkeypatch, hours) -> None:
    """Goes red without `_was_sent_since`: a frozen asker wakes up and believes its old answer."""
    intent = paid_intent()
    refund = asked_refund(intent)
    set_fault(intent, SandboxCharge.RefundFault.AWAY)
    settle_refund(refund_id=refund.id)
    set_fault(intent, SandboxCharge.RefundFault.PENDING)
    with time_machine.travel(clock.now() + timedelta(minutes=3), tick=False) as time:

        def others_send_and_time_passes() -> None:
            settle_refund(refund_id=refund.id)
            time.shift(timedelta(hours=hours, minutes=3))

        provider = Frozen(others_send_and_time_passes)
        monkeypatch.setattr(service, "gateway", lambda _: provider)
        settle_refund(refund_id=refund.id)
    assert provider.sent == [str(refund.id)]
    assert Refund.objects.get().status == "unknown"
    assert Intent.objects.get().refunded_minor == 1_250_000
