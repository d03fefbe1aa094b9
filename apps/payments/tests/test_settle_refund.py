"""A refund reaches the provider once, and the provider's word becomes our state."""

import pytest
import structlog

from apps.common.outbox import Event
from apps.common.outbox.models import OutboxEvent
from apps.payments.contracts import RefundState, RefundStatus
from apps.payments.events import RefundFailed, RefundSucceeded
from apps.payments.models import Intent, Refund, SandboxCharge, SandboxRefund
from apps.payments.services.settle_refund import settle_refund
from apps.payments.tests.factories import asked_refund, paid_intent, set_fault

pytestmark = pytest.mark.django_db
Fault = SandboxCharge.RefundFault


def events(kind: type[Event]) -> int:
    return OutboxEvent.objects.filter(name=kind.name).count()


def refunded(intent: Intent) -> int:
    return Intent.objects.get(id=intent.id).refunded_minor


def settle(refund: Refund) -> RefundState:
    return settle_refund(refund_id=refund.id)


def test_a_refund_reaches_the_provider_and_is_told_once() -> None:
    intent = paid_intent()
    refund = asked_refund(intent)
    states = [settle(refund) for _ in range(3)]
    assert [state.status for state in states] == [RefundStatus.SUCCEEDED] * 3
    assert states[0].settled_at is not None
    assert SandboxRefund.objects.get().amount == intent.amount
    assert events(RefundSucceeded) == 1
    assert events(RefundFailed) == 0


def test_a_refused_refund_gives_its_amount_back() -> None:
    intent = paid_intent()
    set_fault(intent, Fault.REFUSED)
    state = settle(asked_refund(intent))
    assert state.status is RefundStatus.FAILED
    assert refunded(intent) == 0
    assert events(RefundFailed) == 1
    assert (
        OutboxEvent.objects.get(name=RefundFailed.name).payload["reason"]
        == "declined by the sandbox"
    )
    set_fault(intent, "")
    assert settle(asked_refund(intent)).status is RefundStatus.SUCCEEDED
    assert refunded(intent) == 1_250_000


def test_a_lost_answer_is_looked_up() -> None:
    """The provider made the refund; it is not asked to make it again."""
    intent = paid_intent()
    set_fault(intent, Fault.ANSWER_LOST)
    refund = asked_refund(intent)
    with structlog.testing.capture_logs() as logs:
        assert settle(refund).status is RefundStatus.UNKNOWN
    assert [line["event"] for line in logs] == ["refund.unknown"]
    assert events(RefundSucceeded) == 0
    assert refunded(intent) == 1_250_000
    assert settle(refund).status is RefundStatus.SUCCEEDED
    assert SandboxRefund.objects.count() == 1
    assert events(RefundSucceeded) == 1
