"""What neighbours see of payments."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from uuid import UUID

from apps.common.money import Money
from apps.payments.states import IntentStatus, RefundStatus

__all__ = [
    "AttemptId",
    "IntentId",
    "IntentRef",
    "IntentStatus",
    "PaymentState",
    "RefundId",
    "RefundState",
    "RefundStatus",
]

IntentId = NewType("IntentId", UUID)
AttemptId = NewType("AttemptId", UUID)
RefundId = NewType("RefundId", UUID)


@dataclass(frozen=True, kw_only=True)
class IntentRef:
    """A payment that was opened; `reference` is the asker's own id."""

    id: IntentId
    reference: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class PaymentState:
    """Where a payment stands; `refunded` counts refunds under way and done."""

    intent_id: IntentId
    reference: UUID
    status: IntentStatus
    amount: Money
    refunded: Money
    gateway: str

    @property
    def is_paid(self) -> bool:
        """Whether the money has arrived."""
        return self.status is IntentStatus.SUCCEEDED

    @property
    def refundable(self) -> Money:
        """What may still be given back."""
        return self.amount - self.refunded if self.is_paid else Money.zero(self.amount.currency)

    @property
    def is_open(self) -> bool:
        """Whether the payer may still be sent to the provider."""
        return self.status in {IntentStatus.STARTED, IntentStatus.FAILED}

    @property
    def is_under_review(self) -> bool:
        """Whether the provider reported something that a person must look at."""
        return self.status is IntentStatus.QUARANTINED


@dataclass(frozen=True, kw_only=True)
class RefundState:
    """Where a refund stands. `id` is its asker's, `reference` that of the payment."""

    id: RefundId
    reference: UUID
    amount: Money
    status: RefundStatus
    reason: str
    created_at: datetime
    settled_at: datetime | None

    @property
    def is_settled(self) -> bool:
        """Whether the provider has decided."""
        return self.status in {RefundStatus.SUCCEEDED, RefundStatus.FAILED}
