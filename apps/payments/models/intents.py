"""What is to be paid, and the tries to pay it."""

from django.db import models
from django.db.models import F, Q

from apps.common.base_models import Identified, Timestamped
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
        max_length=12, choices=_choices(IntentStatus), default=IntentStatus.STARTED
    )
    succeeded_at = models.DateTimeField(null=True, blank=True)
    refunded_minor = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(IntentStatus)), name="intent_status_known"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="intent_amount_positive"),
            models.CheckConstraint(
                condition=Q(refunded_minor=0)
                | Q(
                    status=IntentStatus.SUCCEEDED,
                    refunded_minor__gt=0,
                    refunded_minor__lte=F("amount_minor"),
                ),
                name="intent_refunded_within_captured",
            ),
        ]
        indexes = [models.Index(fields=["-created_at"], name="intent_newest")]

    def __str__(self) -> str:
        return f"{self.amount.text()} {self.status}"

    @property
    def amount(self) -> Money:
        """What is to be paid."""
        return Money(self.amount_minor, self.currency)

    @property
    def refunded(self) -> Money:
        """What was given back or is on its way."""
        return Money(self.refunded_minor, self.currency)

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
            refunded=self.refunded,
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
    # When to ask about money that may yet arrive after the intent was cancelled, and how often
    # that was done.
    ask_at = models.DateTimeField(null=True, blank=True)
    asks = models.PositiveSmallIntegerField(default=0, db_default=0)

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
        indexes = [
            models.Index(
                fields=["ask_at"],
                condition=Q(status=AttemptStatus.OPEN, ask_at__isnull=False),
                name="attempt_to_ask_about",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.status}"
