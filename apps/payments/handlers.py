"""What payments does when something has happened."""

from apps.common.outbox import on
from apps.payments.events import (
    PaymentFailed,
    PaymentQuarantined,
    PaymentSucceeded,
    RefundFailed,
    RefundRequested,
    RefundSucceeded,
    SandboxChargeDecided,
    SandboxRefundDecided,
    WebhookReceived,
)
from apps.payments.gateways.sandbox.delivery import deliver_refund_webhook, deliver_webhook
from apps.payments.services.receive_webhook import settle_receipt
from apps.payments.services.settle_refund import settle_refund

# What settling a refund may publish. In the sandbox the provider's own webhook is among it.
_OF_REFUNDS = (RefundSucceeded, RefundFailed, SandboxRefundDecided)
_OF_PAYMENTS = (PaymentSucceeded, PaymentFailed, PaymentQuarantined)


@on(WebhookReceived, queue="critical", publishes=(*_OF_PAYMENTS, *_OF_REFUNDS))
def settle_webhook(event: WebhookReceived) -> None:
    """Ask the provider about what its webhook points at."""
    settle_receipt(receipt_id=event.receipt_id)


@on(RefundRequested, queue="critical", publishes=_OF_REFUNDS)
def send_refund(event: RefundRequested) -> None:
    """Have the provider give the money back."""
    settle_refund(refund_id=event.refund_id)


@on(SandboxChargeDecided, queue="default")
def send_sandbox_webhook(event: SandboxChargeDecided) -> None:
    """Play the provider: tell the shop over HTTP."""
    deliver_webhook(event.charge_id)


@on(SandboxRefundDecided, queue="default")
def send_sandbox_refund_webhook(event: SandboxRefundDecided) -> None:
    """Play the provider: tell the shop over HTTP."""
    deliver_refund_webhook(event.sandbox_refund_id)
