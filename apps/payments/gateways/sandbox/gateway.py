"""The sandbox as the shop sees it: one more provider behind the Protocol."""

import json
from collections.abc import Mapping

from apps.payments.errors import BadSignature, BadWebhook
from apps.payments.gateways.base import ChargeRequest, Outcome, RefundRequest, Verdict, WebhookHint
from apps.payments.gateways.sandbox import books, refunds, signing
from apps.payments.models import SandboxCharge, SandboxRefund

OUTCOMES = {
    SandboxCharge.Outcome.PENDING: Outcome.PENDING,
    SandboxCharge.Outcome.APPROVED: Outcome.SUCCEEDED,
    SandboxCharge.Outcome.DECLINED: Outcome.FAILED,
}


class SandboxGateway:
    """Play money with real redirects, real webhooks and books of its own."""

    name = "sandbox"

    def start(self, charge: ChargeRequest) -> str:
        """Open the charge, or find the one opened under this reference before."""
        return books.page_address(books.open_charge(charge))

    def verify(self, reference: str) -> Verdict:
        """Read the sandbox's books."""
        charge = books.charge_of(reference)
        if charge is None:
            return Verdict(reference=reference, outcome=Outcome.UNKNOWN)
        outcome = OUTCOMES[SandboxCharge.Outcome(charge.outcome)]
        reason = "declined by the payer" if outcome is Outcome.FAILED else ""
        return Verdict(
            reference=charge.reference, outcome=outcome, amount=charge.amount, reason=reason
        )

    def refund(self, request: RefundRequest) -> Verdict:
        """Give money of a charge back, or find the refund made under this reference before."""
        if refund := refunds.make_refund(request):
            return _verdict_on(request, refund)
        return Verdict(reference=request.reference, outcome=Outcome.FAILED, reason="no such charge")

    def verify_refund(self, request: RefundRequest) -> Verdict:
        """Read the sandbox's books of refunds."""
        return _verdict_on(request, refunds.refund_of(request))

    def read_webhook(self, *, body: bytes, headers: Mapping[str, str]) -> WebhookHint:
        """Check the signature, then read event and reference."""
        signature = headers.get(signing.SIGNATURE_HEADER, "")
        if not signing.is_signed(body=body, signature=signature):
            raise BadSignature("This webhook is not signed by the sandbox.")
        try:
            content = json.loads(body)
            kind, reference = content["event"], content["data"]["reference"]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise BadWebhook("Expected an object with event and data.reference.") from error
        return WebhookHint(kind=str(kind)[:64], reference=str(reference)[:64])


def _verdict_on(request: RefundRequest, refund: SandboxRefund | None) -> Verdict:
    if refund is None:
        return Verdict(reference=request.reference, outcome=Outcome.UNKNOWN)
    outcome = OUTCOMES[SandboxCharge.Outcome(refund.outcome)]
    reason = "declined by the sandbox" if outcome is Outcome.FAILED else ""
    return Verdict(reference=refund.reference, outcome=outcome, amount=refund.amount, reason=reason)
