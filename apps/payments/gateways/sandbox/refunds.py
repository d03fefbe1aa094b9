"""Refunds in the books of the sandbox provider, and what may go wrong with them."""

import json

from django.db import transaction
from django.db.models import Sum

from apps.common import clock
from apps.common.outbox import publish
from apps.payments.events import SandboxRefundDecided
from apps.payments.gateways.base import NoAnswer, RefundRequest
from apps.payments.models import SandboxCharge, SandboxRefund

Fault = SandboxCharge.RefundFault
Outcome = SandboxCharge.Outcome


def make_refund(request: RefundRequest) -> SandboxRefund | None:
    """Write a refund and owe the shop a webhook; None for a charge that is not in the books.

    The same reference gives the same refund again. A charge that was not paid, or has less left,
    declines it.

    Raises:
        NoAnswer: the charge's `refund_fault` says so; with `answer-lost` the refund was made.
    """
    refund = _write(request)
    if refund is not None and refund.charge.refund_fault == Fault.ANSWER_LOST:
        raise NoAnswer("The sandbox's answer was lost.")
    return refund


@transaction.atomic
def _write(request: RefundRequest) -> SandboxRefund | None:
    charges = SandboxCharge.objects.select_for_update()
    charge = charges.filter(reference=request.charge_reference).first()
    if charge is None:
        return None
    _refuse_to_answer(charge)
    if known := _find(request.reference):
        return known
    outcome = _outcome(charge, request)
    refund = SandboxRefund.objects.create(
        charge=charge,
        reference=request.reference,
        amount_minor=request.amount.minor,
        outcome=outcome,
        created_at=clock.now(),
        decided_at=None if outcome == Outcome.PENDING else clock.now(),
    )
    _owe_webhook(refund)
    return refund


def _find(reference: str) -> SandboxRefund | None:
    return SandboxRefund.objects.select_related("charge").filter(reference=reference).first()


def _refuse_to_answer(charge: SandboxCharge) -> None:
    if charge.refund_fault == Fault.AWAY:
        raise NoAnswer("The sandbox is away.")


def _outcome(charge: SandboxCharge, request: RefundRequest) -> Outcome:
    given = charge.refunds.exclude(outcome=Outcome.DECLINED).aggregate(sum=Sum("amount_minor"))
    left = charge.amount_minor - (given["sum"] or 0) if charge.outcome == Outcome.APPROVED else 0
    fits = request.amount.currency == charge.currency and 0 < request.amount.minor <= left
    if not fits or charge.refund_fault == Fault.REFUSED:
        return Outcome.DECLINED
    return Outcome.PENDING if charge.refund_fault == Fault.PENDING else Outcome.APPROVED


def refund_of(request: RefundRequest) -> SandboxRefund | None:
    """The refund under a reference.

    Raises:
        NoAnswer: the charge's `refund_fault` says that the sandbox is away.
    """
    charge = SandboxCharge.objects.filter(reference=request.charge_reference).first()
    if charge is not None:
        _refuse_to_answer(charge)
    return _find(request.reference)


@transaction.atomic
def decide_refund(*, reference: str, outcome: Outcome) -> SandboxRefund:
    """Decide a pending refund and owe the shop a webhook; the first decision stands."""
    refund = SandboxRefund.objects.select_for_update().get(reference=reference)
    if refund.outcome == Outcome.PENDING:
        refund.outcome, refund.decided_at = outcome, clock.now()
        refund.save(update_fields=["outcome", "decided_at"])
        _owe_webhook(refund)
    return refund


def _owe_webhook(refund: SandboxRefund) -> None:
    if refund.outcome != Outcome.PENDING:
        publish(SandboxRefundDecided(sandbox_refund_id=refund.id))


def webhook_body(refund: SandboxRefund) -> bytes:
    """The webhook about a refund; the same bytes at every delivery."""
    content = {
        "event": "refund.processed" if refund.outcome == Outcome.APPROVED else "refund.failed",
        "data": {
            "id": str(refund.id),
            "reference": refund.reference,
            "transaction_reference": refund.charge.reference,
            "amount": refund.amount_minor,
            "currency": refund.charge.currency,
        },
    }
    return json.dumps(content, separators=(",", ":")).encode()
