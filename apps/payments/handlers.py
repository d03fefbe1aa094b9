"""What payments does when something has happened."""

from apps.common.outbox import on
from apps.payments.events import (
    PaymentFailed,
    PaymentSucceeded,
    SandboxChargeDecided,
    WebhookReceived,
)
from apps.payments.gateways.sandbox.delivery import deliver_webhook
from apps.payments.services.receive_webhook import settle_receipt


@on(WebhookReceived, queue="critical", publishes=(PaymentSucceeded, PaymentFailed))
def settle_webhook(event: WebhookReceived) -> None:
    """Ask the provider about what its webhook points at."""
    settle_receipt(receipt_id=event.receipt_id)


@on(SandboxChargeDecided, queue="default")
def send_sandbox_webhook(event: SandboxChargeDecided) -> None:
    """Play the provider: tell the shop over HTTP."""
    deliver_webhook(event.charge_id)
