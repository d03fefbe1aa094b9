"""Tables of payments: intents, attempts, webhook receipts, and the sandbox provider's own books."""

from django.db import models
from django.db.models import Q

from apps.common.base_models import Identified, Timestamped
from apps.common.ids import new_id
from apps.common.money import Money
from apps.payments.contracts import IntentId, IntentRef, PaymentState
from apps.payments.states import AttemptStatus, IntentStatus


def _choices(statuses: type[IntentStatus] | type[AttemptStatus]) -> list[tuple[str, str]]:
    return [(status.value, status.value.capitalize()) for status in statuses]


class Intent(Identified, Timestamped):
    """One amount to be paid once, for something that payments knows by reference only."""

    reference = models.UUIDField(unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    payer_email = models.EmailField()
    gateway = models.CharField(max_length=20)
    status = models.CharField(
        max_length=12, choices=_choices(IntentStatus), default=IntentStatus.CREATED
    )
    succeeded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(IntentStatus)), name="intent_status_known"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="intent_amount_positive"),
        ]
        indexes = [models.Index(fields=["-created_at"], name="intent_newest")]

    def __str__(self) -> str:
        return f"{self.amount.text()} {self.status}"

    @property
    def amount(self) -> Money:
        """What is to be paid."""
        return Money(self.amount_minor, self.currency)

    def as_ref(self) -> IntentRef:
        """The intent as its asker sees it."""
        return IntentRef(id=IntentId(self.id), reference=self.reference, amount=self.amount)

    def as_state(self) -> PaymentState:
        """Where the intent stands."""
        return PaymentState(
            intent_id=IntentId(self.id),
            reference=self.reference,
            status=IntentStatus(self.status),
            amount=self.amount,
            gateway=self.gateway,
        )


class Attempt(Identified, Timestamped):
    """One try at a provider. Its id is the provider's reference, stored before the call."""

    intent = models.ForeignKey(Intent, on_delete=models.PROTECT, related_name="attempts")
    status = models.CharField(
        max_length=12, choices=_choices(AttemptStatus), default=AttemptStatus.OPEN
    )
    redirect_url = models.URLField(max_length=500, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(AttemptStatus)), name="attempt_status_known"
            ),
            models.UniqueConstraint(
                fields=["intent"],
                condition=Q(status__in=[AttemptStatus.OPEN, AttemptStatus.SUCCEEDED]),
                name="attempt_one_live_per_intent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.status}"


class WebhookReceipt(Identified):
    """One distinct webhook; the digest of its body is the permanent guard against replays."""

    gateway = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=64)
    attempt_reference = models.CharField(max_length=64, db_index=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "digest"], name="receipt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.kind} {self.digest[:12]}"


class SandboxCharge(models.Model):
    """A charge in the books of the sandbox provider. The shop asks, it never reads here."""

    class Outcome(models.TextChoices):
        """What the payer decided."""

        PENDING = "pending"
        APPROVED = "approved"
        DECLINED = "declined"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token = models.CharField(max_length=64, unique=True)
    reference = models.CharField(max_length=64, unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    payer_email = models.EmailField()
    return_url = models.URLField(max_length=500)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.PENDING)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["pending", "approved", "declined"]),
                name="sandbox_outcome_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount.text()} {self.outcome}"

    @property
    def amount(self) -> Money:
        """What the payer is asked for."""
        return Money(self.amount_minor, self.currency)
