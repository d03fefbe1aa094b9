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
    """Deliver all that is due; return how long to wait before the next look."""
    try:
        fire_due_tasks()
        while not stopping.is_set() and deliver_next():
            pass
    except (OperationalError, InterfaceError):
        log.exception("relay.database-away")
        close_old_connections()
        return _AFTER_FAULT_SECONDS
    return _IDLE_SECONDS
