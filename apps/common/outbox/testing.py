"""For tests: run what the relay and the workers would run."""

from apps.common.outbox.delivery import deliver_next
from apps.common.outbox.hand_over import hand_over


def deliver_events(most: int = 1000) -> int:
    """Deliver until nothing is due, urgent queues first; return how many deliveries were made."""
    total = 0
    while made := hand_over() or int(deliver_next()):
        total += made
        if total > most:
            raise AssertionError(f"still events after {most} deliveries: do they cause each other?")
    return total
