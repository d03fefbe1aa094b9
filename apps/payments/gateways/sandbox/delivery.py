"""Send the sandbox's webhooks over real HTTP, as a provider would."""

from uuid import UUID

import httpx
from django.conf import settings

from apps.payments.gateways.sandbox import books, refunds, signing
from apps.payments.models import SandboxCharge, SandboxRefund

WEBHOOK_PATH = "/api/v2/payments/webhooks/sandbox"
SECONDS = 10


def deliver_webhook(charge_id: UUID) -> None:
    """Post the signed decision to the shop.

    Raises:
        httpx.HTTPError: the shop did not answer 2xx; the outbox tries again.
    """
    _post(books.webhook_body(SandboxCharge.objects.get(id=charge_id)))


def deliver_refund_webhook(sandbox_refund_id: UUID) -> None:
    """Post the signed fate of a refund to the shop.

    Raises:
        httpx.HTTPError: the shop did not answer 2xx; the outbox tries again.
    """
    _post(refunds.webhook_body(SandboxRefund.objects.get(id=sandbox_refund_id)))


def _post(body: bytes) -> None:
    answer = httpx.post(
        settings.SITE_URL + WEBHOOK_PATH,
        content=body,
        headers={"Content-Type": "application/json", signing.SIGNATURE_HEADER: signing.sign(body)},
        timeout=SECONDS,
    )
    answer.raise_for_status()
