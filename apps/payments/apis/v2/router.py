"""Webhooks of the payment providers."""

from asgiref.sync import sync_to_async
from django.http import HttpRequest
from ninja import Router, Status

from apps.payments.errors import WebhookTooLarge
from apps.payments.services.receive_webhook import receive_webhook

router = Router(tags=["payments"])

MAX_WEBHOOK_BYTES = 65_536


@router.post(
    "/payments/webhooks/{gateway}",
    auth=None,
    response={200: None},
    operation_id="receive_payment_webhook",
)
async def post_webhook(request: HttpRequest, gateway: str) -> Status[None]:
    """Take a provider's signed webhook.

    The raw body is capped at 64 KB before anything reads it; the signature is checked before
    anything parses it. A webhook is a hint: the provider's books decide what is applied.
    """
    body = request.read(MAX_WEBHOOK_BYTES + 1)
    if len(body) > MAX_WEBHOOK_BYTES:
        raise WebhookTooLarge("A webhook has at most 64 KB.")
    await sync_to_async(receive_webhook)(name=gateway, body=body, headers=request.headers)
    return Status(200, None)
