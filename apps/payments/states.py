"""How intents, attempts and refunds may move. Money that has arrived is never un-arrived."""

from enum import StrEnum

from apps.common.state_machine import Transitions


class IntentStatus(StrEnum):
    """Where one wish to be paid stands."""

    STARTED = "started"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    QUARANTINED = "quarantined"


class AttemptStatus(StrEnum):
    """Where one try at one provider stands; open means that the provider has not decided."""

    OPEN = "open"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    QUARANTINED = "quarantined"


class RefundStatus(StrEnum):
    """Where one refund stands; unknown means that a call got no answer that settles it."""

    REQUESTED = "requested"
    SUBMITTED = "submitted"
    UNKNOWN = "unknown"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


INTENT = Transitions(
    {
        IntentStatus.STARTED: frozenset(
            {
                IntentStatus.SUCCEEDED,
                IntentStatus.FAILED,
                IntentStatus.CANCELLED,
                IntentStatus.QUARANTINED,
            }
        ),
        IntentStatus.FAILED: frozenset({IntentStatus.STARTED, IntentStatus.CANCELLED}),
        # The buyer may pay on the provider's page after we gave up: that money counts.
        IntentStatus.CANCELLED: frozenset({IntentStatus.SUCCEEDED, IntentStatus.QUARANTINED}),
        IntentStatus.SUCCEEDED: frozenset(),
        IntentStatus.QUARANTINED: frozenset(),
    }
)

ATTEMPT = Transitions(
    {
        AttemptStatus.OPEN: frozenset(
            {
                AttemptStatus.SUCCEEDED,
                AttemptStatus.FAILED,
                AttemptStatus.QUARANTINED,
            }
        ),
        AttemptStatus.SUCCEEDED: frozenset(),
        AttemptStatus.FAILED: frozenset(),
        AttemptStatus.QUARANTINED: frozenset(),
    }
)

REFUND = Transitions(
    {
        RefundStatus.REQUESTED: frozenset({RefundStatus.SUBMITTED}),
        RefundStatus.SUBMITTED: frozenset(
            {RefundStatus.UNKNOWN, RefundStatus.SUCCEEDED, RefundStatus.FAILED}
        ),
        RefundStatus.UNKNOWN: frozenset({RefundStatus.SUCCEEDED, RefundStatus.FAILED}),
        RefundStatus.SUCCEEDED: frozenset(),
        RefundStatus.FAILED: frozenset(),
    }
)
