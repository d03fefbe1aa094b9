"""For tests: run what the relay and the workers would run."""

from apps.common.outbox.delivery import deliver_next


def deliver_events(most: int = 1000) -> int:
    """Deliver until nothing is due; return how many deliveries were made."""
    for made in range(most):
        if not deliver_next():
            return made
    raise AssertionError(f"still events after {most} deliveries: do they cause each other?")
