"""The books of the sandbox provider. They know charges, never intents or orders."""

import json
import secrets
from urllib.parse import urljoin

from django.db import transaction
from django.urls import reverse

from apps.common import clock
from apps.common.db import Named, Prepared
from apps.common.outbox import publish
from apps.payments.events import SandboxChargeDecided
from apps.payments.gateways.base import ChargeRequest
from apps.payments.models import SandboxCharge

_CHARGE = Prepared(lambda: SandboxCharge.objects.filter(reference=Named("reference")))


def open_charge(request: ChargeRequest) -> SandboxCharge:
    """Write a pending charge; the same reference gives the same charge again."""
    charge = SandboxCharge(
        reference=request.reference,
        token=secrets.token_urlsafe(32),
        amount_minor=request.amount.minor,
        currency=request.amount.currency,
        payer_email=request.payer_email,
        return_url=request.return_url,
        created_at=clock.now(),
    )
    SandboxCharge.objects.bulk_create([charge], ignore_conflicts=True)
    return _CHARGE.all(reference=request.reference)[0]


def page_address(charge: SandboxCharge) -> str:
    """The absolute address of the hosted page, on the host to which the payer goes back.

    A browser that came by another name (localhost for 127.0.0.1) keeps its session that way.
    """
    return urljoin(charge.return_url, reverse("sandbox-pay", args=[charge.token]))


def charge_of(reference: str) -> SandboxCharge | None:
    """The charge under a reference."""
    return _CHARGE.first(reference=reference)


@transaction.atomic
def decide(*, token: str, outcome: SandboxCharge.Outcome) -> SandboxCharge:
    """Write the payer's decision once and owe the shop a webhook. Locks the charge.

    The first decision stands: a second one changes nothing and sends nothing.
    """
    charge = SandboxCharge.objects.select_for_update().get(token=token)
    if charge.outcome == SandboxCharge.Outcome.PENDING:
        charge.outcome, charge.decided_at = outcome, clock.now()
        charge.save(update_fields=["outcome", "decided_at"])
        publish(SandboxChargeDecided(charge_id=charge.id))
    return charge


def webhook_body(charge: SandboxCharge) -> bytes:
    """The webhook about a decision; the same bytes at every delivery."""
    approved = charge.outcome == SandboxCharge.Outcome.APPROVED
    content = {
        "event": "charge.success" if approved else "charge.failed",
        "data": {
            "id": str(charge.id),
            "reference": charge.reference,
            "amount": charge.amount_minor,
            "currency": charge.currency,
            "decided_at": charge.decided_at.isoformat() if charge.decided_at else None,
        },
    }
    return json.dumps(content, separators=(",", ":")).encode()
