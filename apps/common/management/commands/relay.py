"""The relay: takes events from the outbox to their handlers and fires periodic tasks."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections

from apps.common.observability.logs import logger
from apps.common.outbox.delivery import deliver_next
from apps.common.outbox.periodic import fire_due_tasks

log = logger(__name__)
_IDLE_SECONDS = 0.2
_AFTER_FAULT_SECONDS = 2.0
_DELIVERIES_A_ROUND = 200  # after so many the clock is looked at again, however long the line is


class Command(BaseCommand):
    """Runs until SIGTERM or SIGINT; the delivery in hand is finished first."""

    help = "Deliver events from the outbox. Any number may run side by side."

    def handle(self, *args: Any, **options: Any) -> None:
        """Loop."""
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        log.info("relay.started")
        while not stopping.is_set():
            stopping.wait(_round(stopping))
        log.info("relay.stopped")


def _round(stopping: threading.Event) -> float:
    """Fire by the clock, then deliver what is due; return how long to wait until the next round."""
    try:
        fire_due_tasks()
        for _ in range(_DELIVERIES_A_ROUND):
            if stopping.is_set() or not deliver_next():
                return _IDLE_SECONDS
    except (OperationalError, InterfaceError):
        log.exception("relay.database-away")
        close_old_connections()
        return _AFTER_FAULT_SECONDS
    return 0
