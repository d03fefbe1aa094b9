"""The smallest valid payments."""

from factory.declarations import LazyFunction
from factory.django import DjangoModelFactory

from apps.common.ids import new_id
from apps.payments.gateways.sandbox import books
from apps.payments.models import Attempt, Intent, SandboxCharge
from apps.payments.services.start_intent import start_intent

RETURN_URL = "http://testserver/orders/FS-0000-0001"


class IntentFactory(DjangoModelFactory[Intent]):
    """An intent of 12,500.00 naira that nobody has started."""

    class Meta:
        model = Intent

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
