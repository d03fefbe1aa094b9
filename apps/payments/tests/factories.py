"""The smallest valid payments."""

from factory.declarations import LazyFunction, RelatedFactory
from factory.django import DjangoModelFactory

from apps.common.ids import new_id
from apps.common.money import Money
from apps.payments import facade
from apps.payments.gateways.sandbox import books
from apps.payments.models import Attempt, Intent, Refund, SandboxCharge
from apps.payments.services.start_intent import start_intent

RETURN_URL = "http://testserver/orders/FS-0000-0001"


class AttemptFactory(DjangoModelFactory[Attempt]):
    """A try that the provider has not decided."""

    class Meta:
        model = Attempt


class IntentFactory(DjangoModelFactory[Intent]):
    """An intent of 12,500.00 naira, as `open_intent` leaves it: nobody was sent to the provider."""

    class Meta:
        model = Intent
        skip_postgeneration_save = True

    attempt = RelatedFactory(AttemptFactory, factory_related_name="intent")
    reference = LazyFunction(new_id)
    amount_minor = 1_250_000
    currency = "NGN"
    payer_email = "ada@example.com"
    gateway = "sandbox"


def started_intent(**fields: object) -> Intent:
    """An intent whose payer is on the sandbox's page."""
    intent: Intent = IntentFactory.create(**fields)
    start_intent(intent_id=intent.id, return_url=RETURN_URL)
    intent.refresh_from_db()
    return intent


def charge_of(intent: Intent) -> SandboxCharge:
    """The sandbox's own record of the intent's newest attempt."""
    attempt = Attempt.objects.filter(intent=intent).latest("created_at", "id")
    return SandboxCharge.objects.get(reference=str(attempt.id))


def decide(intent: Intent, outcome: SandboxCharge.Outcome) -> SandboxCharge:
    """The payer presses a button on the sandbox's page."""
    return books.decide(token=charge_of(intent).token, outcome=outcome)


def paid_intent(**fields: object) -> Intent:
    """An intent whose money has arrived."""
    intent = started_intent(**fields)
    decide(intent, SandboxCharge.Outcome.APPROVED)
    facade.settle(reference=intent.reference)
    intent.refresh_from_db()
    return intent


def asked_refund(intent: Intent, minor: int = 1_250_000) -> Refund:
    """A refund that the provider has not been told of."""
    state = facade.refund(
        refund_id=new_id(),
        reference=intent.reference,
        amount=Money(minor, intent.currency),
        reason="The zip is broken",
    )
    return Refund.objects.get(id=state.id)


def set_fault(intent: Intent, fault: str) -> None:
    """What goes wrong at the sandbox when this payment is refunded; empty for nothing."""
    SandboxCharge.objects.filter(id=charge_of(intent).id).update(refund_fault=fault)
