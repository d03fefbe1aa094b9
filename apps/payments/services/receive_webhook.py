"""Take a provider's webhook: check, store, answer; settle later."""

import hashlib
from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.common import clock
from apps.common.observability.logs import logger
from apps.common.outbox import publish
from apps.payments.events import WebhookReceived
from apps.payments.gateways.base import WebhookHint
from apps.payments.gateways.registry import gateway
from apps.payments.models import Attempt, WebhookReceipt
from apps.payments.services.settle_intent import settle

log = logger(__name__)


def receive_webhook(*, name: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Store a signed webhook once. Nothing is settled here, so the provider gets its 200 at once.

    Raises:
        UnknownGateway: no such gateway is enabled.
        BadSignature: the body is not the provider's. Nothing is stored.
        BadWebhook: it is, but cannot be read. Nothing is stored.
    """
    hint = gateway(name).read_webhook(body=body, headers=headers)
    try:
        _store(name=name, digest=hashlib.sha256(body).hexdigest(), hint=hint)
    except IntegrityError:
        log.info("webhook.repeated", gateway=name, kind=hint.kind)


@transaction.atomic
def _store(*, name: str, digest: str, hint: WebhookHint) -> None:
    receipt = WebhookReceipt.objects.create(
        gateway=name,
        digest=digest,
        kind=hint.kind,
        attempt_reference=hint.reference,
        received_at=clock.now(),
    )
    publish(WebhookReceived(receipt_id=receipt.id))


def settle_receipt(*, receipt_id: UUID) -> None:
    """Settle what a stored webhook points at; repeatable. Calls the provider."""
    receipt = WebhookReceipt.objects.get(id=receipt_id)
    attempt = _attempt_of(receipt)
    if attempt is None:
        log.warning("webhook.unmatched", receipt_id=str(receipt.id), kind=receipt.kind)
        return
    settle(reference=attempt.intent.reference)


def _attempt_of(receipt: WebhookReceipt) -> Attempt | None:
    try:
        attempt_id = UUID(receipt.attempt_reference)
    except ValueError:
        return None
    attempts = Attempt.objects.select_related("intent")
    return attempts.filter(id=attempt_id, intent__gateway=receipt.gateway).first()
