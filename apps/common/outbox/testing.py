"""For tests: run what the relay and the workers would run."""

from apps.common.outbox.delivery import deliver_next, due
from apps.common.outbox.hand_over import hand_over


def deliver_events(most: int = 1000) -> int:
    """Deliver until nothing is due; return how many deliveries were made."""
    total = 0
    while due().exists() and (made := _run_here(most) + hand_over()):
        total += made
        if total > most:
            raise AssertionError(f"still events after {most} deliveries: do they cause each other?")
    return total


def _run_here(most: int) -> int:
    made = 0
    while made <= most and deliver_next():
        made += 1
    return made
