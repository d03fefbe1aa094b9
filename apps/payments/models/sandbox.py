"""The sandbox provider's own books. The shop asks, it never reads here."""

from django.db import models
from django.db.models import Q

from apps.common.ids import new_id
from apps.common.money import Money


class SandboxCharge(models.Model):
    """A charge in the books of the sandbox provider. The shop asks, it never reads here."""

    class Outcome(models.TextChoices):
        """What the payer decided."""

        PENDING = "pending"
        APPROVED = "approved"
        DECLINED = "declined"

    class RefundFault(models.TextChoices):
        """What goes wrong when this charge is refunded; play for tests and for people."""

        REFUSED = "refused", "refuses every refund"
        PENDING = "pending", "takes it and decides later"
        ANSWER_LOST = "answer-lost", "makes the refund, and its answer is lost"
        AWAY = "away", "is away: answers nothing and does nothing"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token = models.CharField(max_length=64, unique=True)
    reference = models.CharField(max_length=64, unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    payer_email = models.EmailField()
    return_url = models.URLField(max_length=500)
    refund_fault = models.CharField(
        max_length=12, choices=RefundFault, blank=True, default="", db_default=""
    )
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


class SandboxRefund(models.Model):
    """A refund in the books of the sandbox provider."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    charge = models.ForeignKey(SandboxCharge, on_delete=models.PROTECT, related_name="refunds")
    reference = models.CharField(max_length=64, unique=True)
    amount_minor = models.BigIntegerField()
    outcome = models.CharField(max_length=10, choices=SandboxCharge.Outcome)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["pending", "approved", "declined"]),
                name="sandbox_refund_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="sandbox_refund_amount_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount.text()} {self.outcome}"

    @property
    def amount(self) -> Money:
        """What goes back to the payer."""
        return Money(self.amount_minor, self.charge.currency)
