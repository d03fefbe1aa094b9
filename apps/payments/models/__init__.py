"""Tables of payments."""

from apps.payments.models.intents import Attempt, Intent
from apps.payments.models.refunds import Refund
from apps.payments.models.sandbox import SandboxCharge, SandboxRefund
from apps.payments.models.webhooks import WebhookReceipt

__all__ = ["Attempt", "Intent", "Refund", "SandboxCharge", "SandboxRefund", "WebhookReceipt"]
