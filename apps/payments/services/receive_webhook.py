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
from apps.payments.models import Attempt, Refund, WebhookReceipt
from apps.payments.services.settle_intent import settle
from apps.payments.services.settle_refund import settle_refund

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
    subject = _subject_of(receipt)
    if subject is None:
        log.warning("webhook.unmatched", receipt_id=str(receipt.id), kind=receipt.kind)
    elif isinstance(subject, Refund):
        settle_refund(refund_id=subject.id)
    else:
        settle(reference=subject.intent.reference)


def _subject_of(receipt: WebhookReceipt) -> Attempt | Refund | None:
    """The attempt or refund whose id is the webhook's reference; both are UUIDs of ours."""
    try:
        wanted = {"id": UUID(receipt.attempt_reference), "intent__gateway": receipt.gateway}
    except ValueError:
        return None
    return (
        Attempt.objects.select_related("intent").filter(**wanted).first()
        or Refund.objects.filter(**wanted).first()
    )
