"""Work that payments does by the clock: asking providers about what nobody told."""

from uuid import UUID

from leased_tasks import task

from apps.payments import facade
from apps.payments.services.find_late_money import take_late_payments
from apps.payments.services.settle_refund import settle_refund
from apps.payments.services.sweep_refunds import take_due_refunds

BATCH = 100


# The next tick is the retry; a worker that is behind needs only one of them.
@task(retry=0, unique=True)
def sweep_refunds() -> int:
    """Enqueue one task per refund that waits for its answer; answers how many."""
    ids = take_due_refunds(limit=BATCH)
    for refund_id in ids:
        settle_waiting_refund.enqueue(str(refund_id))
    return len(ids)


@task(retry=0, unique=True)
def settle_waiting_refund(refund_id: str) -> None:
    """Look one refund up at its provider."""
    settle_refund(refund_id=UUID(refund_id))


@task(retry=0, unique=True)
def find_late_money() -> int:
    """Enqueue one task per cancelled payment to ask about; answers how many."""
    references = take_late_payments(limit=BATCH)
    for reference in references:
        settle_late_payment.enqueue(str(reference))
    return len(references)


@task(retry=0, unique=True)
def settle_late_payment(reference: str) -> None:
    """Ask the provider about one cancelled payment."""
    facade.settle(reference=UUID(reference))
