"""What neighbours see of payments."""

from dataclasses import dataclass
from typing import NewType
from uuid import UUID

from apps.common.money import Money
from apps.payments.states import IntentStatus

__all__ = ["AttemptId", "IntentId", "IntentRef", "IntentStatus", "PaymentState"]

IntentId = NewType("IntentId", UUID)
AttemptId = NewType("AttemptId", UUID)


@dataclass(frozen=True, kw_only=True)
class IntentRef:
    """A payment that was opened; `reference` is the asker's own id."""

    id: IntentId
    reference: UUID
    amount: Money


@dataclass(frozen=True, kw_only=True)
class PaymentState:
    """Where a payment stands."""

    intent_id: IntentId
    reference: UUID
    status: IntentStatus
    amount: Money
    gateway: str

    @property
    def is_paid(self) -> bool:
        """Whether the money has arrived."""
        return self.status is IntentStatus.SUCCEEDED

    @property
    def is_open(self) -> bool:
        """Whether the payer may still be sent to the provider."""
        return self.status in {IntentStatus.CREATED, IntentStatus.STARTED, IntentStatus.FAILED}

    @property
    def is_under_review(self) -> bool:
        """Whether the provider reported something that a person must look at."""
        return self.status is IntentStatus.QUARANTINED
