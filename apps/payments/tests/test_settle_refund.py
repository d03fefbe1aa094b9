"""A refund reaches the provider once, and the provider's word becomes our state."""

from datetime import timedelta

import pytest
import structlog
import time_machine

from apps.common import clock
from apps.common.audit.models import AuditRecord
from apps.common.outbox import Event
from apps.common.outbox.models import OutboxEvent
from apps.common.outbox.testing import deliver_events
from apps.payments import facade
from apps.payments.contracts import RefundState, RefundStatus
from apps.payments.errors import UnknownGateway
from apps.payments.events import RefundFailed, RefundSucceeded
from apps.payments.gateways.sandbox.refunds import decide_refund
from apps.payments.models import Intent, Refund, SandboxCharge, SandboxRefund, WebhookReceipt
from apps.payments.services.settle_refund import settle_refund
from apps.payments.tests.factories import asked_refund, paid_intent, set_fault

pytestmark = pytest.mark.django_db
Fault = SandboxCharge.RefundFault
Outcome = SandboxCharge.Outcome


def events(kind: type[Event]) -> int:
    return OutboxEvent.objects.filter(name=kind.name).count()


def refunded(intent: Intent) -> int:
    return Intent.objects.get(id=intent.id).refunded_minor


def settle(refund: Refund) -> RefundState:
    return settle_refund(refund_id=refund.id)


def after(**span: int) -> time_machine.travel:
    return time_machine.travel(clock.now() + timedelta(**span))


def test_a_refund_reaches_the_provider_and_is_told_once() -> None:
    intent = paid_intent()
    refund = asked_refund(intent)
    states = [settle(refund) for _ in range(3)]
    assert [state.status for state in states] == [RefundStatus.SUCCEEDED] * 3
    assert states[0].settled_at is not None
    assert SandboxRefund.objects.get().amount == intent.amount
    assert (events(RefundSucceeded), events(RefundFailed)) == (1, 0)
    told = OutboxEvent.objects.get(name=RefundSucceeded.name)
    assert told.payload["refund_id"] == str(refund.id)
    assert told.aggregate == str(intent.reference)


def test_the_end_of_a_refund_is_an_audit_record() -> None:
    intent = paid_intent()
    settle(asked_refund(intent, 5))
    set_fault(intent, Fault.REFUSED)
    settle(asked_refund(intent, 6))
    records = AuditRecord.objects.filter(subject=f"payment:{intent.reference}").order_by("id")
    assert [(record.action, (record.after or {})["minor"]) for record in records] == [
        ("payment.refunded", 5),
        ("payment.refund-failed", 6),
    ]


def test_a_refused_refund_gives_its_amount_back() -> None:
    intent = paid_intent()
    set_fault(intent, Fault.REFUSED)
    assert settle(asked_refund(intent)).status is RefundStatus.FAILED
    assert refunded(intent) == 0
    assert (events(RefundSucceeded), events(RefundFailed)) == (0, 1)
    told = OutboxEvent.objects.get(name=RefundFailed.name).payload
    assert told["reason"] == "declined by the sandbox"
    set_fault(intent, "")
    assert settle(asked_refund(intent)).status is RefundStatus.SUCCEEDED
    assert refunded(intent) == 1_250_000


def test_the_provider_refuses_more_than_its_charge() -> None:
    """Its books are its own: what we believe does not matter there."""
    intent = paid_intent()
    SandboxCharge.objects.update(amount_minor=1_249_999)
    assert settle(asked_refund(intent)).status is RefundStatus.FAILED
    assert settle(asked_refund(intent, 1_249_999)).status is RefundStatus.SUCCEEDED
    assert settle(asked_refund(intent, 1)).status is RefundStatus.FAILED


def test_a_lost_answer_is_looked_up() -> None:
    """The provider made the refund; it is not asked to make it again."""
    intent = paid_intent()
    set_fault(intent, Fault.ANSWER_LOST)
    refund = asked_refund(intent)
    with structlog.testing.capture_logs() as logs:
        assert settle(refund).status is RefundStatus.UNKNOWN
    assert [line["event"] for line in logs] == ["refund.unknown"]
    assert (events(RefundSucceeded), refunded(intent)) == (0, 1_250_000)
    assert settle(refund).status is RefundStatus.SUCCEEDED
    assert SandboxRefund.objects.count() == events(RefundSucceeded) == 1


def test_what_never_arrived_is_sent_again_under_the_same_reference() -> None:
    intent = paid_intent()
    set_fault(intent, Fault.AWAY)
    refund = asked_refund(intent)
    assert settle(refund).status is RefundStatus.UNKNOWN
    set_fault(intent, "")
    assert settle(refund).status is RefundStatus.UNKNOWN  # the first call may still be on its way
    assert not SandboxRefund.objects.exists()
    with after(minutes=3):
        assert settle(refund).status is RefundStatus.SUCCEEDED
    assert SandboxRefund.objects.get().reference == str(refund.id)


def test_what_the_books_never_showed_for_a_day_has_failed() -> None:
    """By then a provider may have forgotten the key: sending again could pay twice."""
    intent = paid_intent()
    set_fault(intent, Fault.AWAY)
    refund = asked_refund(intent)
    settle(refund)
    with after(hours=25):
        assert settle(refund).status is RefundStatus.UNKNOWN  # nobody could look into the books
        set_fault(intent, "")
        assert settle(refund).status is RefundStatus.FAILED
    assert (refunded(intent), SandboxRefund.objects.count()) == (0, 0)


def test_a_lost_answer_is_found_after_any_time() -> None:
    intent = paid_intent()
    set_fault(intent, Fault.ANSWER_LOST)
    refund = asked_refund(intent)
    settle(refund)
    with after(days=30):
        assert settle(refund).status is RefundStatus.SUCCEEDED
    assert SandboxRefund.objects.count() == 1


@pytest.mark.parametrize(
    ("outcome", "status", "left"),
    [
        (Outcome.APPROVED, RefundStatus.SUCCEEDED, 1_250_000),
        (Outcome.DECLINED, RefundStatus.FAILED, 0),
    ],
)
def test_a_provider_may_take_its_time(outcome: Outcome, status: RefundStatus, left: int) -> None:
    intent = paid_intent()
    set_fault(intent, Fault.PENDING)
    refund = asked_refund(intent)
    for _ in range(2):
        assert settle(refund).status is RefundStatus.SUBMITTED
    assert refunded(intent) == 1_250_000
    decide_refund(reference=str(refund.id), outcome=outcome)
    assert settle(refund).status is status
    assert refunded(intent) == left
    assert SandboxRefund.objects.count() == 1


@pytest.mark.parametrize("minor", [1, 1_249_999, 1_250_001])
def test_another_amount_waits_for_a_person(minor: int) -> None:
    intent = paid_intent()
    set_fault(intent, Fault.ANSWER_LOST)
    refund = asked_refund(intent)
    settle(refund)
    SandboxRefund.objects.update(amount_minor=minor)
    assert settle(refund).status is RefundStatus.UNKNOWN
    assert f"minor={minor}" in Refund.objects.get().answer
    assert (events(RefundSucceeded), events(RefundFailed)) == (0, 0)
    assert refunded(intent) == 1_250_000


def test_a_gateway_that_is_switched_off_changes_nothing(settings) -> None:
    refund = asked_refund(paid_intent())
    settings.PAYMENT_GATEWAYS = []
    with pytest.raises(UnknownGateway):
        settle(refund)
    refund.refresh_from_db()
    assert refund.status == RefundStatus.REQUESTED


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", ["", Fault.ANSWER_LOST, Fault.PENDING])
def test_the_whole_way_over_events_and_real_webhooks(live_server, settings, fault: str) -> None:
    settings.SITE_URL = live_server.url
    intent = paid_intent()
    deliver_events()
    WebhookReceipt.objects.all().delete()
    set_fault(intent, fault)
    refund = asked_refund(intent)
    deliver_events()
    if fault == Fault.PENDING:
        decide_refund(reference=str(refund.id), outcome=Outcome.APPROVED)
        deliver_events()
    assert [state.status for state in facade.refunds_of([intent.reference])[intent.reference]] == [
        "succeeded"
    ]
    receipt = WebhookReceipt.objects.get()
    assert (receipt.kind, receipt.attempt_reference) == ("refund.processed", str(refund.id))
    assert SandboxRefund.objects.count() == events(RefundSucceeded) == 1


def test_statements_of_a_refund_that_works(django_assert_max_num_queries) -> None:
    """Ours 19 with two transactions; the rest are the sandbox's books."""
    refund = asked_refund(paid_intent())
    with django_assert_max_num_queries(31):
        settle(refund)
