"""Webhooks about refunds come through the same door, and are hints too."""

import json

import pytest

from apps.common.outbox.testing import deliver_events
from apps.payments import facade
from apps.payments.gateways.sandbox.refunds import decide_refund, webhook_body
from apps.payments.gateways.sandbox.signing import SIGNATURE_HEADER, sign
from apps.payments.models import Intent, Refund, SandboxCharge, SandboxRefund, WebhookReceipt
from apps.payments.tests.factories import asked_refund, paid_intent, set_fault

pytestmark = pytest.mark.django_db
PATH = "/api/v2/payments/webhooks/sandbox"
Outcome = SandboxCharge.Outcome


@pytest.fixture(autouse=True)
def no_webhooks_of_the_sandbox_itself(settings) -> None:
    settings.SITE_URL = "http://127.0.0.1:9"  # nobody listens there


def pending_refund() -> Refund:
    intent = paid_intent()
    set_fault(intent, SandboxCharge.RefundFault.PENDING)
    refund = asked_refund(intent)
    deliver_events()  # sends it
    return refund


def post(api, body: bytes, signature: str | None = None):
    headers = {SIGNATURE_HEADER: signature or sign(body)}
    return api.post(PATH, raw=body, headers=headers)


def status_of(refund: Refund) -> str:
    (state,) = facade.refunds_of([refund.intent.reference])[refund.intent.reference]
    return state.status.value


def decided(refund: Refund, outcome: Outcome) -> bytes:
    return webhook_body(decide_refund(reference=str(refund.id), outcome=outcome))


@pytest.mark.parametrize(
    ("outcome", "status"), [(Outcome.APPROVED, "succeeded"), (Outcome.DECLINED, "failed")]
)
def test_a_signed_webhook_settles_the_refund_once(api, outcome: Outcome, status: str) -> None:
    refund = pending_refund()
    body = decided(refund, outcome)
    assert [post(api, body).status_code for _ in range(3)] == [200] * 3
    deliver_events()
    assert status_of(refund) == status
    assert WebhookReceipt.objects.count() == 1


def test_a_hint_is_no_proof(api) -> None:
    """The webhook says processed, the provider's books say pending."""
    refund = pending_refund()
    body = webhook_body(SandboxRefund.objects.get())
    content = json.loads(body) | {"event": "refund.processed"}
    assert post(api, json.dumps(content).encode()).status_code == 200
    deliver_events()
    assert status_of(refund) == "submitted"


def test_a_forged_webhook_changes_nothing(api) -> None:
    refund = pending_refund()
    body = decided(refund, Outcome.APPROVED)
    assert post(api, body, signature=sign(body + b" ")).status_code == 401
    deliver_events()
    assert status_of(refund) == "submitted"
    assert not WebhookReceipt.objects.exists()


def test_another_provider_has_no_say(api) -> None:
    refund = pending_refund()
    Intent.objects.update(gateway="other")
    assert post(api, decided(refund, Outcome.APPROVED)).status_code == 200
    deliver_events()
    assert status_of(refund) == "submitted"


def test_what_has_ended_stays_ended(api) -> None:
    refund = pending_refund()
    body = decided(refund, Outcome.DECLINED)
    post(api, body)
    deliver_events()
    SandboxRefund.objects.update(outcome=Outcome.APPROVED)
    post(api, webhook_body(SandboxRefund.objects.get()))
    deliver_events()
    assert status_of(refund) == "failed"
    assert WebhookReceipt.objects.count() == 2
