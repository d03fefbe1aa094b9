"""Money on its way back."""

from django.db import models
from django.db.models import Q

from apps.common import clock
from apps.common.base_models import Timestamped
from apps.common.money import Money
from apps.payments.contracts import RefundId, RefundState
from apps.payments.models.intents import Intent
from apps.payments.states import RefundStatus

UNSETTLED = [RefundStatus.REQUESTED, RefundStatus.SUBMITTED, RefundStatus.UNKNOWN]
_SETTLED = [RefundStatus.SUCCEEDED, RefundStatus.FAILED]


class Refund(Timestamped):
    """One refund of an intent. Its id, given by the asker, is the provider's idempotency key.

    Every move is made under the lock on the intent's row.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    intent = models.ForeignKey(Intent, on_delete=models.PROTECT, related_name="refunds")
    amount_minor = models.BigIntegerField()
    status = models.CharField(
        max_length=12,
        choices=[(status.value, status.value.capitalize()) for status in RefundStatus],
        default=RefundStatus.REQUESTED,
    )
    reason = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=200, blank=True)  # what the provider said last
    submitted_at = models.DateTimeField(null=True, blank=True)  # the first time
    settled_at = models.DateTimeField(null=True, blank=True)
    sending_until = models.DateTimeField(null=True, blank=True)  # nobody else sends it before
    look_at = models.DateTimeField(default=clock.now)  # when the sweep looks next
    looks = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(RefundStatus)), name="refund_status_known"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_amount_positive"),
            models.CheckConstraint(
                condition=Q(status__in=_SETTLED, settled_at__isnull=False)
                | (~Q(status__in=_SETTLED) & Q(settled_at__isnull=True)),
                name="refund_settled_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["look_at"], condition=Q(status__in=UNSETTLED), name="refund_to_look_at"
            ),
            models.Index(fields=["-created_at"], name="refund_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.amount.text()} {self.status}"

    @property
    def amount(self) -> Money:
        """What goes back to the payer; reads the intent."""
        return Money(self.amount_minor, self.intent.currency)

    def as_state(self) -> RefundState:
        """The refund as its asker sees it; reads the intent."""
        return RefundState(
            id=RefundId(self.id),
            reference=self.intent.reference,
            amount=self.amount,
            status=RefundStatus(self.status),
            reason=self.reason,
            created_at=self.created_at,
            settled_at=self.settled_at,
        )
